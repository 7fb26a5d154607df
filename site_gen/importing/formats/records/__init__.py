"""Records of JSON, JSON Lines and CSV, whatever program wrote them."""
