"""The answers to ontologies/queries, computed from the NetworkX graph without RDF or SPARQL.

Each method has the name of a query and its parameters and gives rows as the query does: same columns, same order of
columns, as a list that a test compares without regard to the order of rows.
"""

from collections import Counter, defaultdict
from itertools import chain

import networkx as nx

from kg.export.evidence import statement_key

BASE = "https://example.org/newskg/"
KG = BASE + "ontology#"
CLASSES = {"PER": "Person", "GPE": "GeopoliticalEntity", "LOC": "Location", "FAC": "Facility", "ORG": "Organization",
           "EVT": "NamedEvent", "MISC": "OtherEntity"}  # fmt: skip
SPOKEN = {"SAY", "CRITICIZE", "SUPPORT", "REQUEST"}


def camel(name):
    return KG + "".join(part.capitalize() if number else part for number, part in enumerate(name.split("_")))


def event_class(type_):
    return f"{KG}{type_.capitalize()}Event"


def moment(text):
    if text is None:
        return None
    return text.removesuffix("+00:00") + ("Z" if text.endswith("+00:00") else "")


class Oracle:
    def __init__(self, graph: nx.MultiDiGraph) -> None:
        self.graph = graph
        self.nodes = graph.nodes
        self.entities = [key for key, node in graph.nodes(data=True) if node["kind"] == "entity"]
        self.events = [key for key, node in graph.nodes(data=True) if node["kind"] == "event"]
        self.roles = defaultdict(lambda: defaultdict(set))
        self.edges = defaultdict(list)
        for start, end, key, data in graph.edges(keys=True, data=True):
            self.edges[data["kind"]].append((start, end, data, BASE + statement_key((start, end, key))))
            if data["kind"] == "role":
                self.roles[start][data["type"]].add(end)

    def named(self, name):
        """Entities of that name; an empty name is any."""
        if not name:
            return self.entities
        return [key for key in self.entities if name == self.nodes[key]["name"] or name in self.nodes[key]["names"]]

    def name(self, key):
        return self.nodes[key]["name"]

    def with_role(self, entity, *roles):
        return [event for event in self.events if any(entity in self.roles[event][role] for role in roles)]

    def day(self, event):
        node = self.nodes[event]
        return node["begin"] or (moment(node["first_reported"]) or "")[:10] or None

    def is_within(self, event, since, until):
        day = self.day(event)
        return bool(day) and day <= until and (self.nodes[event]["until"] or day) >= since

    def modality(self, event):
        return KG + self.nodes[event]["modality"]

    def point(self, key):
        node = self.nodes[key]
        return [value if value is None else round(value, 6) for value in (node["latitude"], node["longitude"])]

    def passages(self, evidence):
        return {(item.article, item.start, item.end): item for item in evidence}.values()

    def all_evidence(self, event):
        reports = [
            item
            for _, _, data in self.graph.out_edges(event, data=True)
            if data["kind"] == "report"
            for item in data["evidence"]
        ]
        return self.passages([*self.nodes[event]["evidence"], *reports])

    def statements(self):
        """Relations and offices, with the IRI of the property."""
        for kind in ("relation", "office"):
            for start, end, data, iri in self.edges[kind]:
                yield start, end, data, iri, camel(data["type"] if kind == "relation" else "holds_office")

    def who_met_whom(self, person, since, until):
        rows = set()
        for one in self.named(person):
            for event in self.with_role(one, "agent", "target"):
                node = self.nodes[event]
                if node["type"] != "MEET" or not self.is_within(event, since, until):
                    continue
                places = [self.name(key) for key in self.roles[event]["place"]] or [None]
                for other in (self.roles[event]["agent"] | self.roles[event]["target"]) - {one}:
                    for place in places:
                        rows.add((self.day(event), self.name(one), self.name(other), place, self.modality(event),
                                  round(node["confidence"], 4), BASE + event))  # fmt: skip
        return list(rows)

    def offices_of(self, person):
        return [
            (
                data["title"],
                self.name(end),
                data["first"],
                data["last"],
                data["count"],
                round(data["confidence"], 4),
                iri,
            )
            for start, end, data, iri in self.edges["office"]
            if start in self.named(person) and self.nodes[start]["type"] == "PER"
        ]

    def what_said_about(self, speaker, subject):
        rows = set()
        for who in self.named(speaker):
            for event in self.events:
                node = self.nodes[event]
                roles = self.roles[event]
                is_told = who in roles["source"] or (who in roles["agent"] and node["type"] in SPOKEN)
                parts = roles["target"] | roles["topic"] | roles["agent"] | roles["place"]
                if not is_told or not (set(self.named(subject)) - {who}) & parts:
                    continue
                for item in self.all_evidence(event):
                    article = self.nodes[item.article]
                    rows.add((event_class(node["type"]), self.modality(event), item.quote, article["publisher"],
                              moment(article["published"]), BASE + event))  # fmt: skip
        return list(rows)

    def where_was(self, person, since, until):
        return list({
            (self.day(event), self.name(place), event_class(self.nodes[event]["type"]), self.nodes[event]["label"],
             BASE + event)
            for who in self.named(person)
            for event in self.with_role(who, "agent", "target")
            if self.nodes[event]["modality"] == "actual" and self.is_within(event, since, until)
            for place in self.roles[event]["place"]
        })  # fmt: skip

    def timeline_of_place(self, place, since, until):
        return list({
            (self.day(event), event_class(self.nodes[event]["type"]), self.nodes[event]["label"], self.modality(event),
             self.nodes[event]["n_sources"], BASE + event)
            for at in self.named(place)
            for event in self.with_role(at, "place")
            if self.is_within(event, since, until)
        })  # fmt: skip

    def who_accuses_whom(self):
        rows = [
            (self.name(start), self.name(end), data["count"], data["first"], data["last"], iri)
            for start, end, data, iri in self.edges["interaction"]
            if data["type"] == "CRITICIZE"
        ]
        return sorted(rows, key=lambda row: (-row[2], row[-1]))[:100]

    def allies_and_suppliers(self, name):
        return [
            (self.name(start), iri_of, self.name(end), data["count"], round(data["confidence"], 4), iri)
            for start, end, data, iri, iri_of in self.statements()
            if data["type"] in {"ally_of", "supplies"} and not {start, end}.isdisjoint(self.named(name))
        ]

    def first_report(self, name):
        rows = set()
        for who in self.named(name):
            for event in self.with_role(who, "agent", "target", "place", "topic"):
                first = moment(self.nodes[event]["first_reported"])
                for article in {
                    key for _, key, data in self.graph.out_edges(event, data=True) if data["kind"] == "report"
                }:
                    node = self.nodes[article]
                    if first and moment(node["published"]) == first:
                        rows.add(
                            (
                                first,
                                node["publisher"],
                                node["title"],
                                node["url"],
                                self.nodes[event]["label"],
                                BASE + event,
                            )
                        )
        return list(rows)

    def denied_or_planned(self, name):
        return list({
            (self.modality(event), event_class(self.nodes[event]["type"]), self.nodes[event]["label"],
             moment(self.nodes[event]["first_reported"]), BASE + event)
            for who in self.named(name)
            for event in self.with_role(who, "agent", "target", "place", "topic")
            if self.nodes[event]["modality"] != "actual"
        })  # fmt: skip

    def two_steps(self, person):
        ties = defaultdict(Counter)
        for kind in ("relation", "interaction"):
            for start, end, _, _ in self.edges[kind]:
                ties[start][end] += 1
                if start != end:
                    ties[end][start] += 1
        rows = []
        steps = [
            (start, middle, count)
            for start in self.named(person)
            for middle, count in ties[start].items()
            if self.nodes[middle]["type"] == "PER" and middle != start
        ]
        total = defaultdict(Counter)
        for start, middle, _ in sorted(steps, key=lambda step: (-step[2], step[1]))[:50]:
            for end, count in ties[middle].items():
                if self.nodes[end]["type"] == "PER" and end not in (start, middle):
                    total[middle][end] = max(total[middle][end], count)
        rows = [
            (self.name(middle), self.name(end), count, middle, end)
            for middle, ends in total.items()
            for end, count in ends.items()
        ]
        return [row[:3] for row in sorted(rows, key=lambda row: (-row[2], *row[:2], *row[3:]))[:500]]

    def evidence_of(self, subject, object):
        rows = set()
        graph = self.graph.graph
        both = self.named(subject), self.named(object)
        for kind in ("relation", "office", "interaction"):
            for start, end, data, iri in self.edges[kind]:
                if not any(start in one and end in other for one, other in (both, both[::-1])):
                    continue
                said = "holds_office" if kind == "office" else data["type"].lower()
                events = [self.all_evidence(event) for event in data["events"]] if kind == "interaction" else []
                for item in chain(self.passages(data["evidence"]) if kind != "interaction" else (), *events):
                    node = self.nodes[item.article]
                    rows.add((self.name(start), camel(said), self.name(end), item.quote, item.start, item.end,
                              item.page_start, item.page_end, node["url"], node["publisher"], moment(node["published"]),
                              f"newskg {graph['version']}", graph["model"], iri))  # fmt: skip
        return list(rows)

    def outlet_disagreements(self):
        rows = set()
        for start, end, data, _ in self.edges["interaction"]:
            if not {"actual", "negated"} <= set(data["modalities"]):
                continue
            for event in data["events"]:
                if self.nodes[event]["modality"] in {"actual", "negated"}:
                    for item in self.all_evidence(event):
                        rows.add((self.name(start), self.name(end), self.modality(event),
                                  self.nodes[item.article]["publisher"], item.quote, BASE + event))  # fmt: skip
        return list(rows)

    def articles_about(self, name):
        return [
            (
                moment(self.nodes[end]["published"]),
                self.nodes[end]["publisher"],
                self.nodes[end]["title"].replace("\0", "\ufffd"),
                self.nodes[end]["url"] if self.nodes[end]["url"].startswith("http") else None,
                BASE + end,
            )
            for end in {end for start, end, _, _ in self.edges["mention"] if start in self.named(name)}
        ]

    def most_mentioned(self, type):
        keys = [key for key in self.entities if type in ("", self.nodes[key]["type"])]
        keys.sort(key=lambda key: (-self.nodes[key]["n_mentions"], key))
        return [
            (self.name(key), self.nodes[key]["n_mentions"], self.nodes[key]["n_articles"], BASE + key)
            for key in keys[:50]
        ]

    def events_by_month(self, type):
        events = [event for event in self.events if type in ("", self.nodes[event]["type"]) and self.day(event)]
        total = Counter(self.day(event)[:7] for event in events)
        actual = Counter(self.day(event)[:7] for event in events if self.nodes[event]["modality"] == "actual")
        return [(month, count, actual[month]) for month, count in total.items()]

    def office_holders(self, body):
        return [
            (data["title"], self.name(start), data["first"], data["last"], data["count"], iri)
            for start, end, data, iri in self.edges["office"]
            if end in self.named(body)
        ]

    def members_of(self, body):
        return [
            (iri_of, self.name(start), data["count"], round(data["confidence"], 4), iri)
            for start, end, data, iri, iri_of in self.statements()
            if end in self.named(body) and data["type"] in {"member_of", "works_for", "part_of"}
        ]

    def family_of(self, person):
        return [
            (self.name(start), iri_of, self.name(end), round(data["confidence"], 4), iri)
            for start, end, data, iri, iri_of in self.statements()
            if data["type"] in {"spouse", "parent_of", "sibling", "relative"}
            and not {start, end}.isdisjoint(self.named(person))
        ]

    def where_is(self, place):
        steps = nx.DiGraph(
            (start, end) for start, end, data, _ in self.edges["relation"] if data["type"] in {"located_in", "part_of"}
        )
        found = set()
        for at in self.named(place):
            if at in steps:
                found |= nx.descendants(steps, at)
                found |= (
                    {at}
                    if any(at in part and len(part) > 1 for part in nx.strongly_connected_components(steps))
                    else set()
                )
            state = self.nodes[at].get("country")
            found |= {key for key, node in self.nodes.items() if state and node.get("qid") == state} - {at}
        return [(self.name(key), *self.point(key), BASE + key) for key in found]

    def between_two(self, one, other, since, until):
        return list({
            (self.day(event), event_class(data["type"]), self.nodes[event]["label"], self.modality(event), BASE + event)
            for start, end, data, _ in self.edges["interaction"]
            if start != end and any({start, end} == {a, b} for a in self.named(one) for b in self.named(other))
            for event in data["events"]
            if self.is_within(event, since, until)
        })  # fmt: skip

    def visits_to(self, place, since, until):
        return list({
            (self.day(event), self.name(who), self.modality(event), self.nodes[event]["label"], BASE + event)
            for to in self.named(place)
            for event in self.with_role(to, "target", "place")
            if self.nodes[event]["type"] == "VISIT" and self.is_within(event, since, until)
            for who in self.roles[event]["agent"]
        })  # fmt: skip

    def arrests_and_trials(self, since, until):
        return list({
            (self.day(event), event_class(self.nodes[event]["type"]), self.name(who), self.modality(event),
             self.nodes[event]["label"], BASE + event)
            for event in self.events
            if self.nodes[event]["type"] in {"ARREST", "RELEASE", "TRIAL"} and self.is_within(event, since, until)
            for who in self.roles[event]["target"]
        })  # fmt: skip

    def most_quoted(self):
        counts = Counter(source for event in self.events for source in self.roles[event]["source"])
        ranked = sorted(counts, key=lambda key: (-counts[key], key))[:50]
        return [(self.name(key), counts[key], BASE + key) for key in ranked]

    def close_to(self, name):
        rows = []
        for start, end, data, _ in self.edges["cooccurrence"]:
            for key in self.named(name):
                if key in (start, end) and data["count"] >= 2:
                    other = end if key == start else start
                    rows.append(
                        (
                            self.name(other),
                            KG + CLASSES[self.nodes[other]["type"]],
                            data["count"],
                            data["n_articles"],
                            BASE + other,
                        )
                    )
        return sorted(rows, key=lambda row: (-row[2], row[-1]))[:100]

    def both_dealt_with(self, one, other):
        def dealings(name):
            counts = Counter()
            for start, end, data, _ in self.edges["interaction"]:
                for key in self.named(name):
                    if key in (start, end):
                        counts[end if key == start else start] += data["count"]
            return counts

        left, right = dealings(one), dealings(other)
        return [(self.name(key), left[key], right[key], BASE + key) for key in left.keys() & right.keys()]

    def widely_reported(self, least):
        events = [event for event in self.events if self.nodes[event]["n_sources"] >= least]
        events.sort(key=lambda event: (-self.nodes[event]["n_sources"], -self.nodes[event]["n_reports"], event))
        return [
            (node["n_sources"], node["n_reports"], node["label"], event_class(node["type"]), BASE + event)
            for event in events[:100]
            for node in [self.nodes[event]]
        ]

    def needs_checking(self, name, below):
        found = {
            (
                round(data["confidence"], 4),
                iri,
                start,
                iri_of,
                end,
                tuple(sorted({item.quote for item in data["evidence"]})),
            )
            for start, end, data, iri, iri_of in self.statements()
            if set(self.named(name)) & {start, end} and round(data["confidence"], 4) < below
        }
        return [
            (confidence, self.name(start), iri_of, self.name(end), quote, iri)
            for confidence, iri, start, iri_of, end, quotes in sorted(found)[:100]
            for quote in quotes
        ]

    def places_in_box(self, south, north, west, east):
        rows = []
        for key in self.entities:
            node = self.nodes[key]
            if node["latitude"] is None or node["longitude"] is None:
                continue
            latitude, longitude = round(node["latitude"], 6), round(node["longitude"], 6)
            if south <= latitude <= north and west <= longitude <= east:
                rows.append((node["name"], latitude, longitude, node["n_mentions"], BASE + key))
        return rows

    def outlet_attention(self, name):
        by_outlet = defaultdict(list)
        for article in {end for start, end, _, _ in self.edges["mention"] if start in self.named(name)}:
            by_outlet[self.nodes[article]["publisher"]].append(moment(self.nodes[article]["published"]))
        return [
            (outlet, len(times), min(filter(None, times), default=None), max(filter(None, times), default=None))
            for outlet, times in by_outlet.items()
        ]

    def mentions_in_text(self, name):
        edges = [edge for edge in self.edges["mention"] if edge[0] in self.named(name)]
        # Newest first; those without a time come last, as unbound is the least of values.
        edges.sort(key=lambda edge: (edge[1], edge[0]))
        edges.sort(key=lambda edge: moment(self.nodes[edge[1]]["published"]) or "", reverse=True)
        return [
            (
                item.quote,
                item.start,
                item.end,
                item.page_start,
                item.page_end,
                moment(self.nodes[end]["published"]),
                BASE + end,
            )
            for _, end, data, _ in edges[:100]
            for item in self.passages(data["evidence"])
        ]
