"""What is published of the owner's files and pages."""
