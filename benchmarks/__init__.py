"""Measured quality and speed. Each module is a script: ``python -m benchmarks.extraction --help``."""
