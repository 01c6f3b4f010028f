"""Chinese news in, a knowledge graph of people, places and events out: offline, with the sentence behind each fact."""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.api import KnowledgeGraph

__version__ = "0.1.0"

__all__ = ["__version__", "open"]


def open(out: str | Path) -> "KnowledgeGraph":  # kg.open reads as it should
    """Open the folder of a build: ``kg.open("out/").query("who-met-whom", person="秦刚")``.

    Raises:
        InputError: Nothing has been built there.
    """
    from kg.api import open_folder

    return open_folder(out)
