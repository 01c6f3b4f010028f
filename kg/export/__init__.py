"""Graph in, files out: one module a format."""
