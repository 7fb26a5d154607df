"""What people wrote beside papers, as pages."""
