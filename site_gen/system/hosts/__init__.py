"""What hosts do with a site: headers, redirects, limits."""
