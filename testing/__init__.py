"""Commands that look for faults, each for as long as it is told; see ``python -m testing``."""
