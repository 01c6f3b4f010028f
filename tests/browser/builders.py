"""Graphs for the explorer's tests: a small one told by hand, and random ones of any size."""

import random
from typing import Any

import networkx as nx

from kg.records import Evidence
from kg.schema import EVENT_TYPES, RELATION_TYPES

OUTLETS = ("晨报", "海峡时讯", "Daily Courier")


class GraphBuilder:
    """Adds entities, articles and statements the way ``docs/graph.md`` says; evidence is found by the words."""

    def __init__(self) -> None:
        self.graph = nx.MultiDiGraph(base_iri="https://example.org/newskg/", model="none", version="0", n_articles=0)
        self.texts: dict[str, str] = {}

    def entity(self, key: str, kind: str, name: str, **more: Any) -> str:
        node = f"entity/{key}"
        names = tuple(sorted({name, *more.pop("names", ())}))
        qid = key if key[:1] == "Q" and key[1:].isdigit() else None
        attributes = {"label_en": None, "description": None, "country": None, "latitude": None, "longitude": None}
        attributes |= {"n_mentions": 0, "n_articles": 0, "titles": (), "reasons": (), **more}
        self.graph.add_node(node, kind="entity", type=kind, name=name, names=names, qid=qid, **attributes)
        return node

    def article(self, key: str, text: str, *, published: str | None, publisher: str, url: str) -> str:
        node = f"article/{key}"
        title = text.split("\n")[0]
        self.graph.add_node(
            node, kind="article", url=url, title=title, published=published, publisher=publisher, sha256="0" * 64,
            source=f"{key}.md", n_characters=len(text),
        )  # fmt: skip
        self.texts[node] = text
        self.graph.graph["n_articles"] += 1
        for entity, data in list(self.graph.nodes(data=True)):
            if data["kind"] == "entity":
                self._mention(entity, data, node, text)
        return node

    def _mention(self, entity: str, data: dict[str, Any], article: str, text: str) -> None:
        found = [quote_of(article, text, name, start) for name in data["names"] for start in places(text, name)]
        if found:
            evidence = tuple(sorted(found, key=lambda item: item.start))
            self.graph.add_edge(
                entity, article, "mention:mentioned_in", kind="mention", type="mentioned_in", count=len(found),
                evidence=evidence,
            )  # fmt: skip
            data["n_mentions"] += len(found)
            data["n_articles"] += 1

    def quote(self, article: str, words: str) -> Evidence:
        """The sentence of the article that holds these words."""
        text = self.texts[article]
        at = text.index(words)
        start = max(text.rfind(mark, 0, at) for mark in "。\n") + 1
        end = min((i for mark in "。\n" if (i := text.find(mark, at + len(words) - 1)) >= 0), default=len(text) - 1) + 1
        return quote_of(article, text, text[start:end].strip(), start)

    def event(self, key: str, kind: str, label: str, quotes: tuple[Evidence, ...], **more: Any) -> str:
        node = f"event/{key}"
        roles = more.pop("roles")
        articles = sorted({item.article for item in quotes})
        attributes: dict[str, Any] = {
            "triggers": (), "modality": "actual", "begin": None, "until": None, "edtf": None, "precision": "day",
            "time_source": "text", "confidence": 0.9, "n_reports": len(quotes), "n_articles": len(articles),
            "n_sources": len({self.graph.nodes[a]["publisher"] for a in articles}),
            "first_reported": min((self.graph.nodes[a]["published"] or "9999" for a in articles), default=None),
        }  # fmt: skip
        self.graph.add_node(node, kind="event", type=kind, label=label, evidence=quotes, **(attributes | more))
        for role, entity in roles:
            self.graph.add_edge(
                node, entity, f"role:{role}", kind="role", type=role, count=1, confidence=0.9, evidence=quotes
            )
        for article in articles:
            own = tuple(item for item in quotes if item.article == article)
            self.graph.add_edge(
                node, article, "report:reported_in", kind="report", type="reported_in", count=len(own), evidence=own
            )
        self._interact(node, kind, roles, self.graph.nodes[node])
        return node

    def _interact(self, event: str, kind: str, roles: tuple[tuple[str, str], ...], data: dict[str, Any]) -> None:
        agents = [entity for role, entity in roles if role == "agent"]
        targets = [entity for role, entity in roles if role == "target"]
        pairs = [(a, b) for a in agents for b in targets] or [(a, b) for a in agents for b in agents if a < b]
        for one, other in pairs:
            self.graph.add_edge(
                one, other, f"interaction:{kind}", kind="interaction", type=kind, count=1, events=(event,),
                modalities=(data["modality"],), first=data["begin"], last=data["until"], confidence=data["confidence"],
            )  # fmt: skip

    def relation(self, kind: str, one: str, other: str, *quotes: Evidence) -> None:
        self.graph.add_edge(
            one,
            other,
            f"relation:{kind}",
            kind="relation",
            type=kind,
            count=len(quotes),
            confidence=0.8,
            evidence=quotes,
        )

    def office(self, person: str, body: str, title: str, *quotes: Evidence) -> None:
        days = sorted(self.graph.nodes[item.article]["published"][:10] for item in quotes)
        self.graph.add_edge(
            person, body, f"office:holds_office:{title}", kind="office", type="holds_office", title=title,
            first=days[0], last=days[-1], count=len(quotes), confidence=0.95, evidence=quotes,
        )  # fmt: skip
        self.graph.nodes[person]["titles"] += ((title, body, len(quotes)),)


def places(text: str, words: str) -> list[int]:
    return [i for i in range(len(text)) if text.startswith(words, i)]


def quote_of(article: str, text: str, words: str, start: int) -> Evidence:
    start = text.index(words, start)
    return Evidence(
        article=article, start=start, end=start + len(words), quote=words, page_start=None, page_end=None, score=0.9
    )


def sample_graph() -> nx.MultiDiGraph:
    """A minister's journey, told by two outlets, with a denial, a plan and a place without coordinates."""
    b = GraphBuilder()
    qin = b.entity("Q1076236", "PER", "秦刚", names=("秦剛",), label_en="Qin Gang", description="中国外交官")
    min_ = b.entity("Q2075064", "PER", "敏昂莱", names=("敏昂來",), label_en="Min Aung Hlaing")
    than = b.entity("a1", "PER", "丹穗")
    china = b.entity("Q148", "GPE", "中国", names=("中國", "中"), label_en="China", latitude=39.9, longitude=116.4)
    myanmar = b.entity("Q836", "GPE", "缅甸", names=("緬甸",), label_en="Myanmar", latitude=19.75, longitude=96.1)
    naypyidaw = b.entity("Q37400", "GPE", "内比都", label_en="Naypyidaw", latitude=19.75, longitude=96.13)
    ministry = b.entity("Q1", "ORG", "中国外交部", names=("外交部",), label_en="Ministry of Foreign Affairs")
    un = b.entity("Q1065", "ORG", "联合国", names=("聯合國",), label_en="United Nations")
    border = b.entity("a2", "LOC", "中缅边境")
    one = b.article(
        "1", "中国外长访问缅甸\n中国外交部长秦刚周二抵达内比都。秦刚会见了缅甸领导人敏昂莱。丹穗前一天批评联合国。",
        published="2023-05-02T14:30:00+00:00", publisher=OUTLETS[0], url="https://news.example/1",
    )  # fmt: skip
    two = b.article(
        "2", "秦剛與敏昂來會面\n中國外長秦剛二日在緬甸會晤敏昂來。秦剛否認會前往中缅边境。聯合國計劃下月援助緬甸。",
        published="2023-05-03T02:00:00+00:00", publisher=OUTLETS[1], url="https://times.example/2",
    )  # fmt: skip
    meet = (b.quote(one, "秦刚会见了"), b.quote(two, "會晤敏昂來"))
    b.event(
        "m", "MEET", "秦刚会晤敏昂莱", meet, triggers=("会见", "會晤"), begin="2023-05-02", until="2023-05-02",
        edtf="2023-05-02", roles=(("agent", qin), ("agent", min_), ("place", naypyidaw)),
    )  # fmt: skip
    b.event(
        "v", "VISIT", "秦刚访问缅甸", (b.quote(one, "抵达内比都"),), triggers=("抵达",), begin="2023-05-02",
        until="2023-05-02", edtf="2023-05-02", roles=(("agent", qin), ("target", myanmar), ("place", naypyidaw)),
    )  # fmt: skip
    b.event(
        "c", "CRITICIZE", "丹穗批评联合国", (b.quote(one, "丹穗前一天"),), triggers=("批评",), begin="2023-05-01",
        until="2023-05-01", edtf="2023-05-01", confidence=0.6, roles=(("agent", than), ("target", un)),
    )  # fmt: skip
    b.event(
        "n", "VISIT", "秦刚访问中缅边境", (b.quote(two, "否認會前往"),), triggers=("前往",), modality="negated",
        time_source="published", precision="", confidence=0.5,
        roles=(("agent", qin), ("target", border), ("source", qin)),
    )  # fmt: skip
    b.event(
        "p", "AID", "联合国援助缅甸", (b.quote(two, "計劃下月"),), triggers=("援助",), modality="planned",
        begin="2023-06-01", until="2023-06-30", edtf="2023-06", precision="month",
        roles=(("agent", un), ("target", myanmar), ("source", ministry)),
    )  # fmt: skip
    b.office(qin, china, "外长", b.quote(two, "中國外長秦剛"), b.quote(one, "中国外交部长秦刚"))
    b.relation("works_for", qin, ministry, b.quote(one, "中国外交部长秦刚"))
    b.relation("located_in", naypyidaw, myanmar, b.quote(one, "抵达内比都"))
    b.graph.add_edge(
        china, myanmar, "cooccurrence:co_occurs", kind="cooccurrence", type="co_occurs", count=2, n_articles=2,
        evidence=(b.quote(two, "在緬甸會晤"),),
    )  # fmt: skip
    return b.graph


SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡林郭何高罗"
GIVEN = "伟芳娜敏静丽强磊洋勇艳杰娟涛明超秀霞平刚桂英华玉兰飞红军海波"
REGIONS = "东江河山海南北中西安宁和平州城"
BODIES = ("大学", "委员会", "集团", "银行", "协会", "电视台", "法院")


def random_graph(n_nodes: int, n_edges: int, *, seed: int = 7) -> nx.MultiDiGraph:
    """A graph like news makes: few hubs, groups that keep together, three events in ten nodes.

    ``n_edges`` counts the edges that the explorer can draw (relations, interactions, co-occurrence, roles).
    """
    rng = random.Random(seed)
    b = GraphBuilder()
    n_entities = max(n_nodes * 7 // 10, 4)
    n_groups = max(n_entities // 60, 2)
    keys = [_random_entity(b, rng, number) for number in range(n_entities)]
    groups = [keys[number::n_groups] for number in range(n_groups)]
    articles = [_random_article(b, rng, number) for number in range(max(n_nodes // 10, 3))]
    for number in range(n_nodes - n_entities):
        one, other = _random_pair(rng, keys, groups)
        kind = rng.choice(sorted(EVENT_TYPES))
        day = f"2020-{rng.randint(1, 12):02d}-{rng.randint(1, 28):02d}"
        quote = _random_quote(b, rng, articles, one, other)
        b.event(
            f"{number:05d}", kind, f"{b.graph.nodes[one]['name']}{EVENT_TYPES[kind].zh}{b.graph.nodes[other]['name']}",
            (quote,), begin=day, until=day, edtf=day, modality=rng.choice(("actual", "actual", "actual", "planned")),
            roles=(("agent", one), ("target", other)), triggers=(EVENT_TYPES[kind].zh,),
        )  # fmt: skip
    n_drawn = sum(1 for *_, data in b.graph.edges(data=True) if data["kind"] not in ("mention", "report"))
    while n_drawn < n_edges:
        one, other = _random_pair(rng, keys, groups)
        quote = _random_quote(b, rng, articles, one, other)
        if rng.random() < 0.3:
            b.relation(rng.choice(sorted(RELATION_TYPES)), one, other, quote)
        else:
            b.graph.add_edge(
                min(one, other), max(one, other), "cooccurrence:co_occurs", kind="cooccurrence", type="co_occurs",
                count=rng.randint(1, 5), n_articles=1, evidence=(quote,),
            )  # fmt: skip
        n_drawn += 1
    for key in keys:
        data = b.graph.nodes[key]
        data["n_articles"] = max(1, b.graph.degree(key) // 3)
        data["n_mentions"] = b.graph.degree(key)
    return b.graph


def _random_entity(b: GraphBuilder, rng: random.Random, number: int) -> str:
    kind = rng.choices(("PER", "GPE", "ORG", "LOC", "FAC", "EVT", "MISC"), (40, 20, 25, 5, 4, 3, 3))[0]
    if kind == "PER":
        name = rng.choice(SURNAMES) + "".join(rng.choices(GIVEN, k=rng.randint(1, 2)))
    else:
        name = "".join(rng.choices(REGIONS, k=2)) + (rng.choice(BODIES) if kind == "ORG" else "市")
    where = {"latitude": rng.uniform(-35, 60), "longitude": rng.uniform(-120, 150)} if kind == "GPE" else {}
    return b.entity(f"x{number:05d}", kind, name, **where)


def _random_article(b: GraphBuilder, rng: random.Random, number: int) -> str:
    node = f"article/{number:05d}"
    published = f"2020-{rng.randint(1, 12):02d}-{rng.randint(1, 28):02d}T08:00:00+00:00"
    b.graph.add_node(
        node, kind="article", url=f"https://news.example/{number}", title=f"第{number}号新闻", published=published,
        publisher=rng.choice(OUTLETS), sha256="0" * 64, source=f"{number}.md", n_characters=900,
    )  # fmt: skip
    return node


def _random_pair(rng: random.Random, keys: list[str], groups: list[list[str]]) -> tuple[str, str]:
    pool = keys if rng.random() < 0.12 else groups[rng.randrange(len(groups))]
    while True:
        # The square makes hubs: the first of a pool are drawn far more often than the last.
        one, other = (pool[int(len(pool) * rng.random() ** 2.5)] for _ in range(2))
        if one != other:
            return one, other


def _random_quote(b: GraphBuilder, rng: random.Random, articles: list[str], one: str, other: str) -> Evidence:
    article, start = rng.choice(articles), rng.randint(0, 5000)
    words = (
        f"{b.graph.nodes[one]['name']}当天与{b.graph.nodes[other]['name']}就有关问题交换了意见，双方同意继续保持沟通。"
    )
    for entity in (one, other):
        name = b.graph.nodes[entity]["name"]
        at = start + words.index(name)
        item = Evidence(
            article=article, start=at, end=at + len(name), quote=name, page_start=None, page_end=None, score=0.9
        )
        key = "mention:mentioned_in"
        if b.graph.has_edge(entity, article, key):
            data = b.graph.edges[entity, article, key]
            data["count"] += 1
            data["evidence"] += (item,)
        else:
            b.graph.add_edge(entity, article, key, kind="mention", type="mentioned_in", count=1, evidence=(item,))
    return Evidence(
        article=article, start=start, end=start + len(words), quote=words, page_start=None, page_end=None, score=0.8
    )
