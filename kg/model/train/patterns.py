"""Made sentences for what annotated articles seldom say: who is met, families, allies, suppliers, what did not happen.

The patterns of ``patterns.txt`` and tables of names enter; annotated articles leave, of a few sentences each.
"""

import random
import re
from pathlib import Path
from typing import Final

from kg.evaluation.gold import GoldArticle, GoldEvent

_FILE: Final = Path(__file__).with_name("patterns.txt")
_SLOT = re.compile(r"\{(?P<name>[PGOT]\d)\}|\[(?P<title>[^\]]+)\]|<(?P<event>[^>]+)>")
_TYPES: Final = {"P": "PER", "G": "GPE", "O": "ORG"}
_WEEKDAYS: Final = "一二三四五六日"
_SENTENCES: Final = (4, 7)
_CHARS: Final = 8


def read_patterns(path: Path = _FILE) -> list[str]:
    """The patterns of the file."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


class Maker:
    """Makes articles of patterns.

    Args:
        names: Type -> names to fill in.
        rng: Source of every choice.
    """

    def __init__(self, names: dict[str, list[str]], rng: random.Random) -> None:
        self._rng = rng
        self._names = {kind: [name for name in names[kind] if len(name) <= _CHARS] for kind in _TYPES.values()}
        places = set(names["GPE"])
        # A body named after a place would need that place marked inside it.
        self._names["ORG"] = [o for o in self._names["ORG"] if not any(o[:n] in places for n in range(2, len(o)))]

    def make(self, patterns: list[str], n: int) -> list[GoldArticle]:
        """``n`` articles of randomly chosen patterns."""
        return [self._article(patterns, number) for number in range(n)]

    def _article(self, patterns: list[str], number: int) -> GoldArticle:
        article = GoldArticle(key=f"pattern/{number}", published_ms=None, sentences=[])
        for pattern in self._rng.sample(patterns, self._rng.randint(*_SENTENCES)):
            self._add(article, pattern)
        return article

    def _add(self, article: GoldArticle, pattern: str) -> None:
        s = len(article.sentences)
        template, _, relations = pattern.partition(" | ")
        things: dict[str, str] = {}
        text, at = "", 0
        events: list[tuple[int, int, str]] = []
        for found in _SLOT.finditer(template):
            text += template[at : found.start()]
            at, start = found.end(), len(text)
            if slot := found["name"]:
                text += self._fill(article, things, slot)
                if slot[0] == "T":
                    article.times.append(((s, start, len(text)), f"{s}.{slot}"))
                else:
                    article.mentions.append(((s, start, len(text)), f"{s}.{slot}"))
            elif title := found["title"]:
                word, _, place = title.partition("~")
                holder, _, of = place.partition("@")
                text += word
                article.titles.append(((s, start, len(text)), f"{s}.{holder}", f"{s}.{of}" if of else None))
            else:
                word = found["event"].split(" ")[0].split(":")[1]
                text += word
                events.append((start, len(text), found["event"]))
        article.sentences.append(text + template[at:])
        article.events += [_event(s, start, end, said) for start, end, said in events]
        for relation in filter(None, relations.split("; ")):
            subject, kind, object_ = relation.split(" ")
            article.relations.append((f"{s}.{subject}", kind, f"{s}.{object_}", s))

    def _fill(self, article: GoldArticle, things: dict[str, str], slot: str) -> str:
        if slot not in things:
            if slot[0] == "T":
                things[slot] = self._time()
            else:
                kind = _TYPES[slot[0]]
                taken = set(article.names.values())  # one name for two things would teach that it is not one
                things[slot] = next(n for n in iter(lambda: self._rng.choice(self._names[kind]), "") if n not in taken)
                entity = f"{len(article.sentences)}.{slot}"
                article.types[entity], article.names[entity] = kind, things[slot]
        return things[slot]

    def _time(self) -> str:
        day, month = self._rng.randint(1, 28), self._rng.randint(1, 12)
        weekday = self._rng.choice(_WEEKDAYS)
        return self._rng.choice(
            [
                f"{month}月{day}日",
                f"{day}日",
                f"周{weekday}",
                f"星期{weekday}",
                "昨天",
                "今天",
                f"去年{month}月",
                "上周",
            ]
        )


def _event(s: int, start: int, end: int, said: str) -> GoldEvent:
    head, *parts = said.split(" ")
    event = GoldEvent((s, start, end), head.split(":")[0], [], "actual", None)
    for part in parts:
        role, _, fillers = part.partition("=")
        if role == "mod":
            event.modality = fillers
        elif role == "src":
            event.source = f"{s}.{fillers}"
        else:
            event.arguments += [(role, f"{s}.{filler}") for filler in fillers.split(",")]
    return event
