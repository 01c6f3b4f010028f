"""Summing up the reports of each event node.

Nodes that hold raw reports enter; label, triggers, modality, time, counts and confidence are left in their place.
"""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import networkx as nx

from kg.graph.evidence import confidence
from kg.records import TimeExpression
from kg.schema import MUTUAL_EVENTS

Report = tuple[str, str, str, str, tuple[TimeExpression, ...]]
"""Published (or empty), event id, trigger, modality, resolved times."""


def finish_events(graph: nx.MultiDiGraph, sources: Mapping[str, str]) -> None:
    """Replace ``reports`` of every event node by what they add up to.

    Args:
        graph: Holds event nodes with ``reports`` and ``evidence``.
        sources: Article node -> source.
    """
    for node, data in graph.nodes(data=True):
        if data["kind"] != "event":
            continue
        reports: list[Report] = sorted(data.pop("reports"))
        evidence = tuple(sorted(data["evidence"], key=lambda e: (e.article, e.start, e.end)))
        articles = {item.article for item in evidence}
        published = [report[0] for report in reports if report[0]]
        data.update(_time(reports))
        data.update(
            triggers=_by_count(report[2] for report in reports),
            modality=_by_count(report[3] for report in reports)[0],
            first_reported=min(published, key=datetime.fromisoformat) if published else None,
            n_reports=len(reports),
            n_articles=len(articles),
            n_sources=len({sources.get(article, article) for article in articles}),
            confidence=confidence(evidence, sources),
            evidence=evidence,
        )
        data["label"] = _label(graph, node, data)


def _by_count(values: Any) -> tuple[str, ...]:
    counts = Counter(values)
    return tuple(sorted(counts, key=lambda value: (-counts[value], value)))


def _time(reports: list[Report]) -> dict[str, Any]:
    """The time that most reports give (the narrowest of those that tie), with all that were given."""
    given = [time for report in reports for time in report[4]]
    counts = Counter(time.value for time in given if time.value)
    times = tuple(sorted(counts.items(), key=lambda item: (-item[1], item[0])))
    if not times:
        nothing = {"begin": None, "until": None, "edtf": None, "precision": "", "times": ()}
        return nothing | {"time_source": "published"}

    def narrow(time: TimeExpression) -> tuple[int, int, str]:
        known = time.begin is not None and time.until is not None
        return (-counts[time.value or ""], 0 if known and time.begin == time.until else 1, time.value or "")

    best = min((time for time in given if time.value), key=narrow)
    return {
        "begin": best.begin,
        "until": best.until,
        "edtf": best.value,
        "precision": best.precision,
        "times": times,
        "time_source": "text",
    }


def _label(graph: nx.MultiDiGraph, node: str, data: Mapping[str, Any]) -> str:
    """A short headline: 秦刚 会谈 敏昂莱; parties of a mutual event stand together."""
    names: dict[str, list[str]] = {}
    for _, filler, edge in sorted(graph.out_edges(node, data=True), key=lambda row: (row[1], row[2]["type"])):
        if edge["kind"] == "role":
            names.setdefault(edge["type"], []).append(graph.nodes[filler]["name"])
    first, trigger = names.get("agent", []), data["triggers"][0]
    second = names.get("target") or names.get("place") or names.get("topic") or []
    second = [name for name in second if name not in first]
    if data["type"] in MUTUAL_EVENTS and not names.get("target"):
        return " ".join(filter(None, ("、".join(first[:3]), trigger)))
    return " ".join(filter(None, ("、".join(first[:3]), trigger, "、".join(second[:3]))))
