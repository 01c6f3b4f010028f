"""What is denied: the first event in the clause after 否认 did not happen, by the word of who denies it.

Sentences and the events found in them enter, the numbers of those that are denied leave. Networks take the verb of
such a clause for a fact; in annotated articles four in five of them are negated.
"""

import re
from collections.abc import Iterable
from typing import Final, NamedTuple

_DENIES: Final = re.compile(r"(?<![不没])(?<!没有)(?<!并未)(?<!從未)(?<!从未)(?:否认|否認|辟谣|闢謠)")
_CLAUSE_END: Final = re.compile(r"[，。；！？：,;!?:]")
#: 否认某事后…, 否认决定源于…: what follows is taken for granted.
_GRANTED: Final = re.compile(r"后|後|源于|源於|由于|由於")
#: Words themselves can be denied only by what they say: 否认…指控 leaves the accusation made.
_WORDS: Final = frozenset({"SAY", "CRITICIZE"})


class Trigger(NamedTuple):
    """A found event: its number among the spans, characters ``[start, end)`` of the sentence, its type."""

    number: int
    start: int
    end: int
    kind: str


def denied(sentence: str, triggers: Iterable[Trigger]) -> set[int]:
    """Numbers of the triggers that the sentence denies."""
    found = set()
    ordered = sorted(triggers, key=lambda trigger: trigger.start)
    for match in _DENIES.finditer(sentence):
        end = _CLAUSE_END.search(sentence, match.end())
        limit = end.start() if end else len(sentence)
        first = next((t for t in ordered if match.end() <= t.start < limit), None)
        if first is None or first.kind in _WORDS or sentence.startswith("是", first.end):
            continue  # 否认演习是为了…: the exercise took place
        if not _GRANTED.search(sentence, match.end(), first.start):
            found.add(first.number)
    return found
