"""The frozen test of search quality: its papers, its queries, and the searches it compares."""
