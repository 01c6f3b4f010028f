"""Which Wikidata item the names of one thing mean, or none.

Names (normal forms) with a type and the article's setting enter; a ranked list with scores and reasons leaves.
``choose`` says NIL when the best is weak or hardly better than the next.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from kg.entity.index import Candidate, NameIndex
from kg.entity.keys import key_of
from kg.entity.surnames import is_common_name, split_name

#: How much a name says for an item, by how it belongs to it. The last part of a person's name is shared by many.
_SUPPORT: Final = {"user": 1.0, "name": 0.9, "abbr": 0.85, "english": 0.75, "last": 0.35, "metonym": 0.0}

#: A score from which an item is taken; tuned on a hand-checked list of names.
THRESHOLD: Final = 0.55
#: The best must lead the next by this much.
MARGIN: Final = 0.06

_COMPATIBLE: Final = frozenset(
    frozenset(pair) for pair in (("GPE", "LOC"), ("ORG", "FAC"), ("LOC", "FAC"), ("ORG", "MISC"), ("EVT", "MISC"))
)


def compatible(left: str, right: str) -> bool:
    """Whether two types may be two views of one thing (白宫 as building and as body)."""
    return left == right or frozenset((left, right)) in _COMPATIBLE


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What the rest of the article says about where its names belong.

    Attributes:
        countries: Wikidata country -> share of the article's mentions of countries, 0..1.
    """

    countries: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranked:
    """A candidate with its score, 0..1, and what speaks for and against it."""

    candidate: Candidate
    score: float
    reasons: tuple[str, ...]


def rank(
    keys: Iterable[str],
    type_: str,
    *,
    setting: Setting,
    index: NameIndex,
    titles: Collection[str] = (),
    within: Collection[str] = (),
) -> list[Ranked]:
    """Candidates of a fitting type, best first.

    Args:
        keys: Normal forms of all names of the thing.
        type_: Its entity type.
        setting: The article's.
        index: Where names are looked up.
        titles: What the article says it is (外长, 厨师).
        within: Items of the states in which the article says it lies (英国 of 英国纽卡斯尔).
    """
    found: dict[str, dict[str, Candidate]] = {}
    for key in sorted(set(keys)):
        for candidate in index.candidates(key):
            if compatible(candidate.type, type_) and candidate.kind != "metonym":
                if candidate.kind == "abbr" and type_ not in {"GPE", "LOC"}:
                    continue
                found.setdefault(candidate.qid, {})[key] = candidate
    meant = [hits for hits in found.values() if not any(_surrounds(hits, other) for other in found.values())]
    ranked = [_score(hits, type_, setting, titles, within, is_only=len(found) == 1) for hits in meant]
    return sorted(ranked, key=lambda r: (-r.score, -r.candidate.prominence, int(r.candidate.qid[1:])))


#: What a province, county or municipality of the same name has in its label beside the city's.
_DIVISION: Final = re.compile("[省市县州府道区郡]|大区|地区")
#: Where the bare name may well mean the division: 吉林 the province; 花莲 the county and 桃园 the municipality.
_BARE_DIVISIONS: Final = re.compile("Q148省|Q865.+")
#: A division may be better known than its city by this much; beyond, the namesake is a mere village.
_VILLAGE: Final = 0.1


def _surrounds(division: Mapping[str, Candidate], city: Mapping[str, Candidate]) -> bool:
    """Whether one is the province or county of the other, of which the article writes the bare name (仰光)."""
    outer, inner = next(iter(division.values())), next(iter(city.values()))
    tail = outer.label.removeprefix(inner.label)
    return (
        (outer.type, inner.type) == ("GPE", "GPE")
        and outer.country is not None
        and outer.country == inner.country
        and tail != outer.label
        and _DIVISION.fullmatch(tail) is not None
        and not _BARE_DIVISIONS.fullmatch(f"{inner.country}{tail}")
        and division.keys() == {key_of(inner.label)}
        and outer.prominence < inner.prominence + _VILLAGE
        and inner.kind != "user" != outer.kind
    )


def _score(
    hits: Mapping[str, Candidate],
    type_: str,
    setting: Setting,
    titles: Collection[str],
    within: Collection[str],
    *,
    is_only: bool,
) -> Ranked:
    """Weigh one candidate; the weights add up to about 1 for a well-known item in its own country."""
    best = max(hits.values(), key=lambda c: _SUPPORT[c.kind])
    names = "、".join(sorted(hits))
    reasons = [f"{names}: {'names' if len(hits) > 1 else 'name'} of {best.qid}"]
    score = 0.6 * _SUPPORT[best.kind] + 0.3 * best.prominence
    if best.kind == "user":
        return Ranked(candidate=best, score=0.99, reasons=(f"{names}: given in names.csv",))
    if sum(c.kind in {"name", "english"} for c in hits.values()) > 1:
        score += 0.12
    if is_only and best.type != "PER" and (setting.countries.get(best.country or "") or not setting.countries):
        score += 0.03
    if best.type != type_:
        score -= 0.15
        reasons.append(f"known as {best.type}")
    share = setting.countries.get(best.country or "", 0.0)
    if best.country and share:
        score += 0.04 + 0.08 * share
        reasons.append(f"its country {best.country} is named too")
    elif best.country and setting.countries and best.country != best.qid:
        score -= 0.05
        reasons.append(f"its country {best.country} is not named")
    if within and best.country != best.qid:
        score += _whereabouts(best, within, reasons, is_only=is_only)
    if (best.description or "").startswith("Admin-0 capital"):
        score += 0.06  # 伦敦 without more is the one in Britain
    if best.type == "PER":
        score += _person(max(hits, key=len), best, titles, reasons)
    if best.source == "news":
        score += 0.05
    return Ranked(candidate=best, score=round(min(max(score, 0.0), 0.99), 3), reasons=tuple(reasons))


def _whereabouts(candidate: Candidate, within: Collection[str], reasons: list[str], *, is_only: bool) -> float:
    """What it says for a place that the article puts it into a state; not enough against one that is well known."""
    if candidate.country is None:
        return 0.0 if is_only else -0.1
    if candidate.country in within:
        reasons.append(f"said to lie in its country {candidate.country}")
        return 0.15
    reasons.append(f"said to lie elsewhere than in its country {candidate.country}")
    return -0.2


#: Occupations that don't make anybody known: who has one is hardly the minister of that name.
_HUMBLE: Final = re.compile(
    r".*(农民|村民|居民|市民|厨师|保安|店员|店主|会计|学生|同学|乘客|工人|司机|护士|教师|老师|商人|记者|球员|前锋|后卫|门将|教练|警官|警长"
    r"|警员|消防员|患者|网友|律师|演员|歌手|画家|运动员|志愿者|摊主|业主|员工|母亲|父亲|丈夫|妻子)"
)
_OFFICE: Final = re.compile(
    r".*(书记|部长|外长|防长|财长|总理|首相|主席|总统|市长|省长|州长|县长|区长|议员|议长|委员|局长|厅长|主任|大使|发言人|行政长官|院长|司令"
    r"|校长|国务卿|特首|司长|总领事|秘书长|副总理|代表|教宗|国王|女王|领导人|领袖|党魁|顾问|总干事|主委|署长|处长|法官)"
)


def _person(key: str, candidate: Candidate, titles: Collection[str], reasons: list[str]) -> float:
    """People share names: what the article calls them must go with who the candidate is."""
    in_office = any(_OFFICE.fullmatch(title) for title in titles)
    if not in_office and any(_HUMBLE.fullmatch(title) for title in titles):
        reasons.append(f"{'、'.join(sorted(titles))}: hardly this one")
        return -0.3
    if "·" in key:
        return 0.1
    if is_common_name(key) and not in_office:
        reasons.append("a common name")
        return -0.3
    if candidate.source == "news":
        return 0.05
    if candidate.source == "office":
        reasons.append("an office holder" if in_office else "office holder of that name, but no office is named here")
        return 0.05 if in_office else -0.1
    if split_name(key) is None and candidate.kind == "name":
        return -0.05 if len(key) < 4 else 0.0
    return 0.05 if in_office else -0.05


def choose(ranked: Sequence[Ranked]) -> Ranked | None:
    """The item that is meant, or None (NIL)."""
    if not ranked or ranked[0].score < THRESHOLD:
        return None
    if len(ranked) > 1 and ranked[0].score - ranked[1].score < MARGIN:
        return None
    return ranked[0]


def setting_of(names: Iterable[tuple[str, str, int]], index: NameIndex) -> Setting:
    """The countries of an article from (normal form, type, count) of its names of places.

    A city counts a little for its country: an article that names 仰光 and 内比都 is about Myanmar.
    """
    counts: Counter[str] = Counter()
    for key, type_, count in names:
        if type_ != "GPE":
            continue
        places = [c for c in index.candidates(key) if c.type == "GPE" and c.kind != "metonym"]
        if not places:
            continue
        best = places[0]
        if best.country == best.qid:
            counts[best.qid] += 4 * count
        elif best.country and best.prominence > 0.4:
            counts[best.country] += count
    total = sum(counts.values())
    return Setting(countries={qid: n / total for qid, n in sorted(counts.items())}) if total else Setting()
