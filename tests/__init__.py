"""The tests of site-gen."""
