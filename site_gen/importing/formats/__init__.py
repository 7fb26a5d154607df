"""What can be imported: one room for each format, and ``detect``, which chooses it."""
