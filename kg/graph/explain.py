"""Why the mentions of a name are one node, in words.

A graph and a name enter, text for people leaves.
"""

from collections import Counter

import networkx as nx

from kg.errors import QueryError
from kg.schema import ENTITY_TYPES
from kg.textform import normal_form


def find_entities(graph: nx.MultiDiGraph, name: str) -> list[str]:
    """Nodes that bear the name (in any script), the Wikidata item or the key, the most mentioned first.

    Raises:
        QueryError: No entity does.
    """
    key = normal_form(name)
    found = [
        node
        for node, data in graph.nodes(data=True)
        if data["kind"] == "entity"
        and (name in (node, data["qid"]) or key in map(normal_form, (data["name"], *data["names"])))
    ]
    if not found:
        raise QueryError(f"{name}: no entity of that name; kg query OUT most-mentioned lists what there is")
    return sorted(found, key=lambda node: (-graph.nodes[node]["n_mentions"], node))


def explain_entity(graph: nx.MultiDiGraph, name: str) -> str:
    """All nodes of that name: type, item, surfaces with counts, articles, titles and the reasons for the merge.

    Raises:
        QueryError: No entity bears it.
    """
    return "\n\n".join(_explain(graph, node) for node in find_entities(graph, name))


def _explain(graph: nx.MultiDiGraph, node: str) -> str:
    data = graph.nodes[node]
    surfaces: Counter[str] = Counter()
    articles = []
    for _, article, edge in graph.out_edges(node, data=True):
        if edge["kind"] == "mention":
            surfaces.update(item.quote for item in edge["evidence"])
            articles.append((graph.nodes[article]["published"] or "", graph.nodes[article]["title"], edge["count"]))
    item = f"http://www.wikidata.org/entity/{data['qid']} {data['label_en'] or ''}" if data["qid"] else "not linked"
    lines = [
        f"{data['name']}  {node}",
        f"  type      {ENTITY_TYPES[data['type']].en}",
        f"  Wikidata  {item}",
        f"  written   {', '.join(f'{text} ({n})' for text, n in surfaces.most_common())}",
        f"  named     {data['n_mentions']} times in {data['n_articles']} articles",
    ]
    lines += [
        f"  title     {title}{' of ' + graph.nodes[body]['name'] if body else ''} ({n})"
        for title, body, n in data["titles"][:5]
    ]
    lines += [f"  because   {reason}" for reason in data["reasons"]]
    lines += [f"  {published[:10] or '?':<10} {title} ({n})" for published, title, n in sorted(articles)[:10]]
    if len(articles) > 10:
        lines.append(f"  and {len(articles) - 10} more articles")
    return "\n".join(lines)
