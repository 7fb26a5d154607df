"""What reference managers write: BibTeX and RIS."""
