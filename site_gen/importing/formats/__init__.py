"""What can be imported: one room for each format, and ``recognition``, which chooses it."""
