"""arXiv's listings and e-mail."""
