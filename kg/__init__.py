"""Chinese news in, a knowledge graph of people, places and events out: offline, with the sentence behind each fact."""

__version__ = "0.1.0"

__all__ = ["__version__"]
