"""The whole site: what is due, made, staged and published."""
