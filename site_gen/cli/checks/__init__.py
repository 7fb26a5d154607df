"""What `site-gen check` looks at beside the content."""
