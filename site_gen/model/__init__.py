"""The nouns of site-gen, their addresses and errors. Imports nothing of ours."""
