"""Papers -> the papers that are near them."""
