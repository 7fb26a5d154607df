"""What the last import wrote: it is taken back, or moved to another day."""
