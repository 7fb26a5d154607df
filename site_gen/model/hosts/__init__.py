"""What a host does for a site besides sending its files: headers and redirects."""
