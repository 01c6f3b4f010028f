"""Graph -> graph.html: one file to explore, offline, from a folder or a mail.

The graph enters, a page leaves; what is shown, where it stands and how it is written are in ``kg.export.view``.
"""

from collections.abc import Collection
from pathlib import Path

import networkx as nx

from kg.export.output import whole_file
from kg.export.view.page import make_page
from kg.export.view.part import select_part
from kg.export.view.payload import build_payload
from kg.settings import Settings


def write_html(
    graph: nx.MultiDiGraph,
    path: Path,
    *,
    settings: Settings,
    focus: str | None = None,
    since: str | None = None,
    until: str | None = None,
    types: Collection[str] | None = None,
    max_nodes: int | None = None,
    served: bool = False,
) -> None:
    """Write the explorer of the graph, or of a part of it, as one self-contained file.

    Args:
        focus: Name, Wikidata item or node key of an entity: show it and what it is linked to.
        since: First day (ISO date) of what is shown.
        until: Last day (ISO date, inclusive).
        types: Entity types to show; all if None.
        max_nodes: Entities at most, the most mentioned first; ``settings.max_view_nodes`` if None.
        served: Let the page load more from the server it came from; else it can ask nobody.

    Raises:
        InputError: There is no such entity or type.
        ExportError: The file can't be written.
    """
    most = max_nodes or settings.max_view_nodes
    page = html_page(graph, focus=focus, since=since, until=until, types=types, max_nodes=most, served=served)
    with whole_file(path) as stream:
        stream.write(page)


def html_page(
    graph: nx.MultiDiGraph,
    *,
    max_nodes: int,
    focus: str | None = None,
    since: str | None = None,
    until: str | None = None,
    types: Collection[str] | None = None,
    served: bool = False,
) -> str:
    """The explorer as text; ``served`` lets the page load more from the server it came from."""
    part = select_part(graph, focus=focus, since=since, until=until, types=types, max_nodes=max_nodes)
    return make_page(build_payload(graph, part), served=served)
