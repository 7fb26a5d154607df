"""What people put into ``content/`` beside papers: files that are published as they are."""
