"""Commands that measure; nothing here is part of a test."""
