"""What a site has, before it is compared with the last build."""
