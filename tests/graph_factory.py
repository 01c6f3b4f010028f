"""Graphs made by hand and graphs made by chance, both exactly as docs/graph.md has them.

``small_graph`` tells of a minister's visit in three articles and of titles and urls meant to do harm;
``synthetic_graph`` has hubs like those of a real archive and is as large as asked.
"""

import random
from itertools import combinations
from typing import Any

import networkx as nx

from kg.records import Evidence, digest
from kg.schema import ENTITY_TYPES, EVENT_TYPES, MUTUAL_EVENTS, RELATION_TYPES

MODEL = "0123456789abcdef"


class GraphFactory:
    """Builds a graph sentence by sentence and keeps the counts of docs/graph.md right."""

    def __init__(self, *, base_iri: str = "https://example.org/newskg/") -> None:
        self.graph = nx.MultiDiGraph(base_iri=base_iri, model=MODEL, version="0.1.0", n_articles=0)
        self._positions: dict[str, int] = {}

    def article(
        self, name: str, *, url: str = "", title: str = "", published: str | None, publisher: str = "甲报"
    ) -> str:
        key = f"article/{digest(name)}"
        self.graph.add_node(
            key, kind="article", url=url or f"https://news.example.com/{name}", title=title or f"标题{name}",
            published=published, publisher=publisher, sha256=digest(name, length=64), source=f"{publisher}/{name}.md",
            n_characters=0,
        )  # fmt: skip
        self.graph.graph["n_articles"] += 1
        return key

    def entity(self, name: str, type_: str, *, qid: str | None = None, names: tuple[str, ...] = (), **more: Any) -> str:
        key = f"entity/{qid or digest(name, type_)}"
        values: dict[str, Any] = dict.fromkeys(("label_en", "description", "country", "latitude", "longitude"))
        values |= {"titles": (), "reasons": (), **more}
        self.graph.add_node(
            key, kind="entity", type=type_, name=name, names=tuple(sorted({name, *names})), qid=qid, n_mentions=0,
            n_articles=0, **values,
        )  # fmt: skip
        return key

    def sentence(self, article: str, text: str, *, score: float = 0.9) -> Evidence:
        start = self._positions.get(article, 0)
        self._positions[article] = start + len(text) + 1
        self.graph.nodes[article]["n_characters"] = start + len(text)
        return Evidence(
            article=article, start=start, end=start + len(text), quote=text, page_start=start + 60,
            page_end=start + 60 + len(text), score=score,
        )  # fmt: skip

    def mention(self, entity: str, evidence: Evidence, surface: str) -> None:
        """Note every mention; the surface stands in the sentence."""
        offset = evidence.quote.index(surface)
        start = evidence.start + offset
        span = Evidence(
            article=evidence.article, start=start, end=start + len(surface), quote=surface, page_start=start + 60,
            page_end=start + 60 + len(surface), score=0.95,
        )  # fmt: skip
        is_new = not self.graph.has_edge(entity, evidence.article, "mention:mentioned_in")
        self._edge(entity, evidence.article, "mention:mentioned_in", evidence=(span,))
        self.graph.nodes[entity]["n_mentions"] += 1
        self.graph.nodes[entity]["n_articles"] += is_new

    def cooccur(self, entities: list[str], evidence: Evidence) -> None:
        for start, end in combinations(sorted(set(entities)), 2):
            data = self._edge(start, end, "cooccurrence:co_occurs", evidence=(evidence,))
            data["n_articles"] = len({item.article for item in data["evidence"]})

    def relation(self, start: str, type_: str, end: str, evidence: Evidence) -> None:
        if RELATION_TYPES[type_].symmetric and end < start:
            start, end = end, start
        self._edge(start, end, f"relation:{type_}", evidence=(evidence,), confidence=evidence.score)

    def office(self, person: str, title: str, of: str, evidence: Evidence) -> None:
        day = (self.graph.nodes[evidence.article]["published"] or "")[:10] or None
        data = self._edge(
            person, of, f"office:holds_office:{title}", evidence=(evidence,), confidence=evidence.score, title=title
        )
        days = [value for value in (data.get("first"), data.get("last"), day) if value]
        data["first"], data["last"] = (min(days), max(days)) if days else (None, None)
        self.graph.nodes[person]["titles"] = tuple(sorted({*self.graph.nodes[person]["titles"], (title, of, 1)}))

    def event(
        self, name: str, type_: str, *, roles: dict[str, list[str]], evidence: tuple[Evidence, ...],
        trigger: str = "会晤", modality: str = "actual", begin: str | None = None, until: str | None = None,
    ) -> str:  # fmt: skip
        key = f"event/{digest(name)}"
        nodes = self.graph.nodes
        articles = sorted({item.article for item in evidence})
        published = sorted(nodes[article]["published"] for article in articles if nodes[article]["published"])
        self.graph.add_node(
            key, kind="event", type=type_, label=name, triggers=(trigger,), modality=modality, begin=begin,
            until=until or begin, edtf=begin, precision="day" if begin else "",
            time_source="text" if begin else "published", first_reported=published[0] if published else None,
            n_reports=len(evidence), n_articles=len(articles),
            n_sources=len({nodes[article]["publisher"] for article in articles}),
            confidence=max(item.score for item in evidence), evidence=evidence,
        )  # fmt: skip
        for item in evidence:
            self._edge(key, item.article, "report:reported_in", evidence=(item,))
        for role, fillers in roles.items():
            for filler in fillers:
                self._edge(key, filler, f"role:{role}", evidence=evidence, confidence=0.8)
        self._interact(key, type_, roles, modality, begin)
        return key

    def _interact(self, event: str, type_: str, roles: dict[str, list[str]], modality: str, begin: str | None) -> None:
        agents, targets = roles.get("agent", []), roles.get("target", [])
        mutual = type_ in MUTUAL_EVENTS
        pairs = combinations(sorted({*agents, *targets}), 2) if mutual else ((a, t) for a in agents for t in targets)
        for start, end in pairs:
            data = self._edge(start, end, f"interaction:{type_}", confidence=0.8)
            data["events"] = tuple(sorted({*data.get("events", ()), event}))
            data["modalities"] = tuple(sorted({*data.get("modalities", ()), modality}))
            days = [value for value in (data.get("first"), data.get("last"), begin) if value]
            data["first"], data["last"] = (min(days), max(days)) if days else (None, None)

    def _edge(self, start: str, end: str, key: str, **values: Any) -> dict[str, Any]:
        kind, type_ = key.split(":")[:2]
        if not self.graph.has_edge(start, end, key):
            self.graph.add_edge(start, end, key=key, kind=kind, type=type_, count=0)
        data: dict[str, Any] = self.graph.edges[start, end, key]
        data["count"] += 1
        limit = 20 if kind == "cooccurrence" else None
        values["evidence"] = (*data.get("evidence", ()), *values.get("evidence", ()))[:limit]
        data.update(values)
        if kind == "interaction":
            del data["evidence"]
        return data


def small_graph(*, base_iri: str = "https://example.org/newskg/") -> nx.MultiDiGraph:
    """A visit told by three outlets that do not agree, its people and offices, and one article that means harm."""
    make = GraphFactory(base_iri=base_iri)
    first = make.article("visit", published="2023-05-02T14:30:00+08:00", publisher="甲报", title="秦刚访问缅甸")
    second = make.article("meeting", published="2023-05-03T09:00:00+08:00", publisher="乙报", title="敏昂莱见中国外长")
    third = make.article("denial", published="2023-05-04T09:00:00+08:00", publisher="丙报", title="军方否认会晤")
    hostile = make.article(
        "hostile",
        published=None,
        publisher='"><script>',
        url="javascript:alert(1)",
        title='</script>"\\ \x00\u202e {{7*7}}',
    )
    china = make.entity(
        "中国", "GPE", qid="Q148", names=("中國", "中方"), label_en="China", latitude=35.0, longitude=103.0
    )
    myanmar = make.entity(
        "缅甸", "GPE", qid="Q836", names=("緬甸",), label_en="Myanmar", latitude=22.0, longitude=96.0, country="Q836"
    )
    naypyidaw = make.entity("内比都", "GPE", qid="Q37995", latitude=19.75, longitude=96.1, country="Q836")
    asean = make.entity("东盟", "ORG", qid="Q7768", label_en="ASEAN")
    ministry = make.entity("中国外交部", "ORG", country="Q148", description="中国政府部门")
    qin = make.entity("秦刚", "PER", qid="Q28417240", label_en="Qin Gang", reasons=("同名同职",))
    hlaing = make.entity("敏昂莱", "PER", qid="Q10895574", names=("敏昂萊",))
    suu = make.entity("昂山素季", "PER", qid="Q36740", names=("昂山素姬",))
    aung = make.entity("昂山", "PER", qid="Q191096")
    wang = make.entity("王毅", "PER")
    odd = make.entity('<img src=x onerror="alert(1)">', "MISC", names=("\ud800坏\x07字", "a|b\tc\nd"))

    visit = make.sentence(first, "中国外交部长秦刚五月二日抵达内比都，开始访问缅甸。")
    for entity, surface in (
        (china, "中国"),
        (ministry, "中国外交部"),
        (qin, "秦刚"),
        (naypyidaw, "内比都"),
        (myanmar, "缅甸"),
    ):
        make.mention(entity, visit, surface)
    make.cooccur([china, ministry, qin, naypyidaw, myanmar], visit)
    make.office(qin, "外交部长", ministry, visit)
    make.office(qin, "外长", china, visit)
    talks = make.sentence(first, "秦刚当天会晤了敏昂莱，就中缅边境交换意见。")
    make.mention(qin, talks, "秦刚")
    make.mention(hlaing, talks, "敏昂莱")
    make.cooccur([qin, hlaing], talks)
    report = make.sentence(second, "敏昂莱在内比都会见中国外长秦刚，指责西方施压。", score=0.7)
    for entity, surface in ((hlaing, "敏昂莱"), (naypyidaw, "内比都"), (china, "中国"), (qin, "秦刚")):
        make.mention(entity, report, surface)
    make.cooccur([hlaing, naypyidaw, china, qin], report)
    make.office(qin, "外长", china, report)
    background = make.sentence(second, "昂山素季是昂山之女，秦刚接替了王毅；缅甸是东盟成员，与中国接壤。")
    for entity, surface in (
        (suu, "昂山素季"),
        (aung, "昂山"),
        (qin, "秦刚"),
        (wang, "王毅"),
        (myanmar, "缅甸"),
        (asean, "东盟"),
        (china, "中国"),
    ):
        make.mention(entity, background, surface)
    make.cooccur([suu, aung, qin, wang, myanmar, asean, china], background)
    make.relation(aung, "parent_of", suu, background)
    make.relation(qin, "succeeded", wang, background)
    make.relation(myanmar, "member_of", asean, background)
    make.relation(myanmar, "borders", china, background)
    make.relation(naypyidaw, "located_in", myanmar, visit)
    make.relation(myanmar, "ally_of", china, background)
    denial = make.sentence(third, "敏昂莱说没有会见昂山素季，并批评东盟；秦刚计划再访缅甸。")
    for entity, surface in ((hlaing, "敏昂莱"), (suu, "昂山素季"), (asean, "东盟"), (qin, "秦刚"), (myanmar, "缅甸")):
        make.mention(entity, denial, surface)
    make.cooccur([hlaing, suu, asean, qin, myanmar], denial)
    bad = make.sentence(hostile, 'x\x00\x1f\\"\n<img src=x onerror="alert(1)">\ud800')
    make.mention(odd, bad, '<img src=x onerror="alert(1)">')

    make.event(
        "秦刚访问缅甸",
        "VISIT",
        roles={"agent": [qin], "target": [myanmar], "place": [naypyidaw]},
        evidence=(visit,),
        trigger="访问",
        begin="2023-05-02",
        until="2023-05-05",
    )
    make.event(
        "秦刚、敏昂莱会晤",
        "MEET",
        roles={"agent": [qin, hlaing], "place": [naypyidaw], "topic": [china]},
        evidence=(talks, report),
        begin="2023-05-02",
    )
    make.event(
        "敏昂莱否认会见昂山素季",
        "MEET",
        roles={"agent": [hlaing, suu], "source": [hlaing]},
        evidence=(denial,),
        trigger="会见",
        modality="negated",
    )
    make.event(
        "敏昂莱会见昂山素季",
        "MEET",
        roles={"agent": [hlaing, suu]},
        evidence=(background,),
        trigger="会见",
        begin="2023-05-01",
    )
    make.event(
        "秦刚再访缅甸",
        "VISIT",
        roles={"agent": [qin], "target": [myanmar]},
        evidence=(denial,),
        trigger="访",
        modality="planned",
    )
    make.event(
        "敏昂莱批评东盟",
        "CRITICIZE",
        roles={"agent": [hlaing], "target": [asean], "source": [hlaing]},
        evidence=(denial,),
        trigger="批评",
        begin="2023-05-04",
    )
    make.event(
        "昂山素季被捕",
        "ARREST",
        roles={"target": [suu], "place": [naypyidaw]},
        evidence=(background,),
        trigger="被捕",
        begin="2021-02-01",
    )
    return make.graph


def synthetic_graph(n_articles: int, seed: int = 0) -> nx.MultiDiGraph:
    """A graph of chance with hubs: entity number n is named about 1/n as often as the first, as in a real archive."""
    chance = random.Random(seed)
    make = GraphFactory()
    entities = _synthetic_entities(make, max(60, n_articles * 2), chance)
    weights = [1 / (number + 1) ** 0.9 for number in range(len(entities))]
    for number in range(n_articles):
        day = f"{2020 + number % 3}-{chance.randint(1, 12):02d}-{chance.randint(1, 28):02d}"
        article = make.article(str(number), published=f"{day}T08:00:00+08:00", publisher=f"媒体{chance.randint(1, 9)}")
        for line in range(chance.randint(6, 14)):
            _synthetic_sentence(make, article, f"{number}-{line}", day, chance.choices(entities, weights, k=4), chance)
    return make.graph


def _synthetic_entities(make: GraphFactory, count: int, chance: random.Random) -> list[str]:
    types = chance.choices(list(ENTITY_TYPES), (35, 20, 8, 6, 22, 3, 6), k=count)
    keys = []
    for number, type_ in enumerate(types):
        linked = number % 2 == 0
        at = {"latitude": chance.uniform(-60, 70), "longitude": chance.uniform(-179, 179)} if type_ == "GPE" else {}
        keys.append(make.entity(f"名{number}", type_, qid=f"Q{number + 1}" if linked else None, **at))
    return keys


def _synthetic_sentence(
    make: GraphFactory, article: str, name: str, day: str, entities: list[str], chance: random.Random
) -> None:
    nodes = make.graph.nodes
    entities = sorted(set(entities))
    text = "、".join(nodes[entity]["name"] for entity in entities) + f"在句{name}中。"
    evidence = make.sentence(article, text, score=chance.uniform(0.4, 0.99))
    for entity in entities:
        make.mention(entity, evidence, nodes[entity]["name"])
    make.cooccur(entities, evidence)
    if len(entities) < 3:
        return
    actors = [key for key in entities if nodes[key]["type"] in {"PER", "ORG", "GPE"}] or entities
    places = [key for key in entities if nodes[key]["type"] in {"GPE", "LOC", "FAC"} and key != actors[0]]
    roles = {"agent": actors[:1], "target": actors[1:2], "place": places[:1], "source": actors[2:3]}
    modality = chance.choices(("actual", "planned", "possible", "negated"), (70, 10, 8, 12))[0]
    type_ = chance.choices(list(EVENT_TYPES), range(len(EVENT_TYPES), 0, -1))[0]
    begin = day if chance.random() < 0.7 else None
    roles = {role: found for role, found in roles.items() if found}
    make.event(f"事{name}", type_, roles=roles, evidence=(evidence,), modality=modality, begin=begin)
    if chance.random() < 0.3:
        _synthetic_fact(make, entities, evidence, chance)


def _synthetic_fact(make: GraphFactory, entities: list[str], evidence: Evidence, chance: random.Random) -> None:
    types = {key: make.graph.nodes[key]["type"] for key in entities}
    people = [key for key in entities if types[key] == "PER"]
    bodies = [key for key in entities if types[key] in {"ORG", "GPE"}]
    if people and bodies and chance.random() < 0.5:
        make.office(people[0], chance.choice(("部长", "主席", "发言人")), bodies[0], evidence)
        return
    fitting = [
        (start, name, end)
        for name, term in RELATION_TYPES.items()
        for start in entities
        for end in entities
        if start != end and types[start] in term.subjects and types[end] in term.objects
    ]
    if fitting:
        make.relation(*chance.choice(fitting), evidence)
