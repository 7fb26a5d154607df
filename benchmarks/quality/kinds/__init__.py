"""The kinds of queries. Each is made from the papers with a seed of its own."""
