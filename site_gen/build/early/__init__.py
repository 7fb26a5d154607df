"""Pages that are made before a build: those that somebody looks at."""
