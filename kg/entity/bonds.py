"""Why two names of an article are one thing.

Names enter, ``Bond`` records leave: a pair, a strength 0..1 and a reason. Whether all of them can hold together is
decided in ``article``, strongest first.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from kg.entity import forms
from kg.entity.index import NameIndex
from kg.entity.linking import compatible
from kg.entity.naming import Name
from kg.entity.shortening import short_form
from kg.records import Extraction, Mention

#: What may stand between a name and its other form: closing quotes, a bracket or a blank, 简称, opening quotes.
_GAP: Final = re.compile(
    r"[”」\"』》]?(?P<open>[（(\[【]|\s|、|,|，)?(?P<word>又称|又名|以下简称|简称|下称|即|也就是|俗称|英文缩写|缩写)?(为|作)?[：:“「\"『《]*\s*"
)
_CLOSE: Final = re.compile(r"[”」\"』》]?\s*([)）\]】,，;；:：、/]|\d)")


@dataclass(frozen=True, slots=True)
class Bond:
    """Two names that may be one thing."""

    left: Name
    right: Name
    strength: float
    reason: str


def find_bonds(names: list[Name], extraction: Extraction, *, index: NameIndex) -> list[Bond]:
    """All bonds between the names of one article, strongest first."""
    bonds = [
        *_same_item(names),
        *_family(names, index),
        *_translations(names, extraction),
        *_one_character(names, index),
        *_plain(names, index),
        *_short_forms(names, index),
        *_variants(names),
    ]
    return sorted(bonds, key=lambda b: (-b.strength, b.left.start, b.right.start, b.left.key, b.right.key, b.reason))


def _same_item(names: list[Name]) -> Iterator[Bond]:
    """Names of one Wikidata item (川普, 特朗普; 中, 中国, 大陆)."""
    first: dict[str, Name] = {}
    for name in names:
        if name.item is None or len(name.key) == 1:
            continue
        other = first.setdefault(name.item.qid, name)
        if other is not name:
            reason = name.reasons[0] if name.state else f"{other.key} and {name.key}: names of {name.item.qid}"
            yield Bond(other, name, 0.95, reason)


def _family(names: list[Name], index: NameIndex) -> Iterator[Bond]:
    """Names of one thing that has no item (香港国安法, 港版国安法)."""
    first: dict[tuple[str, str], Name] = {}
    for name in names:
        usual = index.family(name.key, name.type)
        if usual is None:
            continue
        other = first.setdefault((usual, name.type), name)
        if other is not name:
            yield Bond(other, name, 0.95, f"{other.key} and {name.key}: names of {usual}")


def _translations(names: list[Name], extraction: Extraction) -> Iterator[Bond]:
    """A name followed by its form in another script or after 简称: 马斯（Heiko Maas）."""
    owner = {mention.id: name for name in names for mention in name.mentions}
    ending: dict[int, list[Mention]] = {}
    for mention in extraction.mentions:
        ending.setdefault(mention.end, []).append(mention)
    titles = {title.start: title.end for title in extraction.titles}
    text = extraction.document.text
    for mention in extraction.mentions:
        right = owner[mention.id]
        for end in range(mention.start, max(-1, mention.start - _MAX_GAP), -1):
            before = [m for m in ending.get(end, ()) if compatible(m.label, right.type) and owner[m.id] is not right]
            if before:
                left = owner[max(before, key=lambda m: (m.end - m.start, m.label)).id]
                gap = text[titles.get(end, end) : mention.start]
                after = text[mention.end : mention.end + 4]
                if _is_other_name(left, right, gap, after):
                    yield Bond(left, right, 0.92, f"{right.key} stands beside {left.key} as its other name")
                break


#: Longest text between a name and its other form, with a title (普罗策教授（Ulrike Protzer）).
_MAX_GAP: Final = 16


def _is_other_name(left: Name, right: Name, gap: str, after: str) -> bool:
    match = _GAP.fullmatch(gap)
    if match is None:
        return False
    if match["word"]:
        return left.type == right.type
    is_bracket = match["open"] in ("（", "(")
    if match["open"] in ("、", ",", "，") or (is_bracket and not _CLOSE.match(after)):
        return False
    if match["open"] is None or not is_bracket:
        # 特斯拉 Model Y, NBA 湖人: without a bracket only people and places are followed by their own other name.
        return left.type in {"PER", "GPE", "LOC"} and forms.is_latin(right.key) and not forms.is_latin(left.key)
    return forms.is_latin(left.key) != forms.is_latin(right.key)


def _one_character(names: list[Name], index: NameIndex) -> Iterator[Bond]:
    """中, 美, 疆, 上: the place of the article that the character abbreviates."""
    places = [name for name in names if name.type in {"GPE", "LOC"} and len(name.key) > 1]
    for name in names:
        if len(name.key) != 1 or name.type not in {"GPE", "LOC", "ORG"}:
            continue
        meant = [c.qid for c in index.candidates(name.key) if compatible(c.type, name.type)]
        known = [p for p in names if p is not name and p.item is not None and p.item.qid in meant and len(p.key) > 1]
        if known:
            best = min(known, key=lambda p: (meant.index(p.item.qid) if p.item else 0, p.start))
            yield Bond(best, name, 0.94, f"{name.key}: abbreviation of {best.key}")
        elif not meant:
            begins = [p for p in places if p.key[0] == name.key and not p.state]
            if begins:
                best = _nearest(name, begins)
                yield Bond(best, name, 0.8, f"{name.key}: abbreviation of {best.key}")


def _plain(names: list[Name], index: NameIndex) -> Iterator[Bond]:
    """Bodies and events whose names differ in fillers only (港警, 香港警察, 香港警方)."""
    places = _abbreviations(names, index)
    first: dict[tuple[str, str], Name] = {}
    for name in names:
        if name.type not in {"ORG", "EVT", "LOC"}:
            continue
        plain = forms.plain_key(name.key, places=places)
        other = first.setdefault((plain, name.type), name)
        if other is not name:
            yield Bond(other, name, 0.9, f"{other.key} and {name.key}: two ways to write {plain}")


def _abbreviations(names: list[Name], index: NameIndex) -> dict[str, str]:
    """One-character abbreviations that begin a name here, with the usual name of their place."""
    found: dict[str, str] = {}
    for key in sorted({name.key[0] for name in names if name.type == "ORG" and len(name.key) == 2}):
        place = next((c for c in index.candidates(key) if c.kind == "abbr"), None)
        if place is not None:
            found[key] = place.label
    return found


def _short_forms(names: list[Name], index: NameIndex) -> Iterator[Bond]:
    """Each short name with the full name that it most likely stands for."""
    for name in names:
        if name.state or (len(name.key) == 1 and name.type != "PER"):
            continue
        fulls = [(full, why) for full in names if full is not name and (why := short_form(name, full, index))]
        if not fulls:
            continue
        reasons = dict(fulls)
        # The longest form is the full one; a chain (林郑, 郑月娥, 林郑月娥) ends there too.
        tops = [
            full
            for full in reasons
            if not any(other is not full and short_form(full, other, index) for other in reasons)
        ]
        best = _nearest(name, tops or list(reasons))
        strength = 0.88 if len(reasons) == 1 else 0.8
        yield Bond(best, name, strength, f"{name.key}: {reasons[best]} {best.key}")


def _nearest(name: Name, fulls: Iterable[Name]) -> Name:
    """The full name written last before the short one; else the one written most."""
    before = [full for full in fulls if full.start <= name.start]
    if before:
        last = {full: max(m.start for m in full.mentions if m.start <= name.start) for full in before}
        return max(before, key=lambda full: (last[full], full.key))
    return max(fulls, key=lambda full: (len(full.mentions), -full.start, full.key))


def _variants(names: list[Name]) -> Iterator[Bond]:
    """Spellings of one foreign name (索马利兰, 索马里兰)."""
    by_length: dict[tuple[str, int], list[Name]] = {}
    for name in names:
        if len(name.key) >= 3 and not name.state:
            by_length.setdefault((name.type, len(name.key)), []).append(name)
    for group in by_length.values():
        for left, right in combinations(group, 2):
            both = left.item and right.item and left.item.qid != right.item.qid
            if not both and forms.is_variant(left.key, right.key, is_foreign=left.type in {"PER", "GPE", "LOC"}):
                yield Bond(left, right, 0.75, f"{left.key} and {right.key}: two spellings of one sound")
