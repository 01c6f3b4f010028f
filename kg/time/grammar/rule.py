"""The shape of a rule, and the numbers that words like 几 and 半 stand for."""

import re
from collections.abc import Callable, Iterable
from typing import Final

from kg.time.period import NotUnderstoodError, Period
from kg.time.scene import Scene

Reader = Callable[[re.Match[str], Scene], Period | None]
Rule = tuple[re.Pattern[str], Reader]
#: One step of a date read from left to right: (text, scene, what was read so far) -> (period, rest) or None.
Step = Callable[[str, Scene, Period | None], tuple[Period, str] | None]

#: What 几 and 数 count, for the edge of a vague interval.
SOME: Final = 3


def rules(*pairs: tuple[str, Reader]) -> tuple[Rule, ...]:
    """Compile patterns."""
    return tuple((re.compile(pattern), read) for pattern, read in pairs)


def read_first(text: str, scene: Scene, candidates: Iterable[Rule]) -> Period | None:
    """What the first rule that matches all of the text reads."""
    for pattern, read in candidates:
        found = pattern.fullmatch(text)
        if found is None:
            continue
        try:
            period = read(found, scene)
        except NotUnderstoodError:
            continue
        if period is not None:
            return period
    return None
