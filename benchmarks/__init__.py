"""Commands that measure speed and memory; see ``python -m benchmarks``."""
