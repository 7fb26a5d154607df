"""Papers -> the index that the search page loads."""
