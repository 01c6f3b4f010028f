"""The names of one article, each with its mentions: what ``bonds`` connects and ``article`` turns into entities.

An ``Extraction`` enters; ``Name`` objects leave, one for each normal form, type and reading.
"""

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Final

from kg.entity.index import Candidate, NameIndex
from kg.entity.keys import key_of
from kg.entity.linking import compatible
from kg.entity.readings import means_state
from kg.records import Extraction, Mention


@dataclass(slots=True, eq=False)
class Name:
    """One way to write one thing in one article.

    Attributes:
        key: Normal form.
        type: Entity type that most of its mentions have.
        mentions: In reading order.
        state: QID of the state if the name is a capital that stands for it, else None.
        item: The item that the name alone suggests most, for comparing names; the link is made later.
        is_kin: Whether the article calls the person somebody's relative (侄女, 长子).
    """

    key: str
    type: str
    mentions: list[Mention]
    state: str | None = None
    item: Candidate | None = None
    is_kin: bool = False
    reasons: list[str] = field(default_factory=list)

    @property
    def start(self) -> int:
        """Where it is first written."""
        return self.mentions[0].start

    def __repr__(self) -> str:
        return f"Name({self.key}/{self.type}{'/' + self.state if self.state else ''} x{len(self.mentions)})"


def collect_names(extraction: Extraction, *, index: NameIndex) -> list[Name]:
    """All names of an article, in the order of their first mentions."""
    groups: dict[str, list[Mention]] = defaultdict(list)
    for mention in sorted(extraction.mentions, key=lambda m: (m.start, m.end, m.label)):
        groups[key_of(mention.text)].append(mention)
    names = []
    for key, mentions in groups.items():
        for type_, members in _by_type(mentions).items():
            names.extend(_by_reading(key, type_, members, extraction, index))
    for name in names:
        name.item = _item(name, index)
        name.is_kin = name.type == "PER" and _is_kin(name, extraction.document.text)
    return sorted(names, key=lambda name: (name.start, name.key, name.type, name.state or ""))


def _by_type(mentions: list[Mention]) -> dict[str, list[Mention]]:
    """Mentions of one normal form by type; a few of another, compatible type join the many."""
    votes: Counter[str] = Counter()
    for mention in mentions:
        votes[mention.label] += 1
    order = sorted(votes, key=lambda label: (-votes[label], label))
    home: dict[str, str] = {}
    for label in order:
        near = (big for big in order[: order.index(label)] if _joins(label, big, votes))
        home[label] = next(near, label)
    result: dict[str, list[Mention]] = defaultdict(list)
    for mention in mentions:
        result[home[mention.label]].append(mention)
    return result


def _joins(small: str, big: str, votes: Counter[str]) -> bool:
    # One label against three or more of another is a slip of the tagger, whatever the types.
    return compatible(small, big) or votes[big] >= 3 * votes[small]


def _by_reading(key: str, type_: str, mentions: list[Mention], extraction: Extraction, index: NameIndex) -> list[Name]:
    """Split the mentions of a capital into those of the city and those of its state."""
    states = [c for c in index.candidates(key) if c.kind == "metonym"] if type_ == "GPE" else []
    if not states:
        return [Name(key, type_, mentions)]
    text, events = extraction.document.text, extraction.events
    of_state = [m for m in mentions if means_state(m, text, events)]
    of_city = [m for m in mentions if m not in of_state]
    reason = f"{key}: the seat of power stands for {states[0].label}"
    names = [Name(key, type_, of_state, states[0].qid, reasons=[reason])] if of_state else []
    return [*names, *([Name(key, type_, of_city)] if of_city else [])]


_KIN: Final = re.compile(r"[侄甥孙]|[长次幼]子|儿子|女儿|之子|之女|千金|妻子?|丈夫|夫人|父亲|母亲|[兄弟姐妹叔姑]")


def _is_kin(name: Name, text: str) -> bool:
    around = (text[max(0, m.start - 4) : m.start] + " " + text[m.end : m.end + 4] for m in name.mentions)
    return any(_KIN.search(words) for words in around)


def _item(name: Name, index: NameIndex) -> Candidate | None:
    """The best known item of exactly that name and type."""
    if name.state:
        return index.item(name.state)
    kinds = {"user", "name", "english"} | ({"abbr"} if name.type in {"GPE", "LOC"} else set())
    fitting = [c for c in index.candidates(name.key) if c.kind in kinds and compatible(c.type, name.type)]
    same = [c for c in fitting if c.type == name.type]
    return next(iter(same or fitting), None)
