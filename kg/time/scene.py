"""What stands around an expression and tells which day it means.

The anchor, the words before and after, the time said before and the frame of a longer expression; the grammar asks
here for today, for a direction (past or to come) and for the nearest day that fits.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, Final

from kg.time.period import Period, UnresolvedTimeError, shift_days

# Words that put a clause into the future; of the clause, only what is near the expression counts.
_AHEAD_BEFORE: Final = re.compile(
    "将|拟|预计|预料|预定|预期|定于|计划|规划|即将|有望|打算|准备|最快|最早|不迟于|不晚于|推迟到|延至|延期至|延期到|推迟至|持续到|截止到"
    "|距离?|还有|角逐|迎接|可望|改到|改于|提前到|应于|安排在|之前|料|可能会"
)
_AHEAD_AFTER: Final = re.compile(
    "^(?:会(?!议|晤|见|谈|面|员|长)|要(?!求|是)|之?前(?!往|夕)|[^，。；,;]{0,10}?(?:将(?!军|领|士|他|她|其|该)|拟|预计|预料|有望|即将|到期|届满|势必))"
)
_BACK: Final = re.compile("原定|原本|原计划|曾|已经?|刚刚?|了(?!解)|此前|表决通过|截至")
_TIME_WORD: Final = re.compile(
    r"\d[年月日号时点]|周[1-6日天]|星期[1-6日天]|礼拜|[今昨明]天|今日|昨日|去年|当天|同日|当地时间"
)
_CLAUSE: Final = re.compile("[，。；,;：「」“”]")
# A date in brackets or apposition right behind: 周四(7月9日), 今天2020年7月4日.
_BESIDE: Final = re.compile(
    r"^[(,，]?(?:也就是|即|是)?(?:(?P<year>\d{4})年)?(?:(?P<month>\d{1,2})月)?(?P<day>\d{1,2})[日号]?(?(month)|(?<=[日号]))"
)
#: Characters of a clause that are looked at; a longer window catches verbs of other things.
_NEAR: Final = 14


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """The surroundings of one expression, in the plain form of ``numerals.py``.

    Attributes:
        anchor: When the article was written, local; None if unknown.
        before, after: The rest of the sentence.
        previous: The time said before, if any.
        frame: The period that a part lies in: of 7月11日至12日 the left side for the right one.
        reader: Reads a part of the expression.
        depth: How many parts of parts deep.
        failed: Parts that no rule read, shared by all scenes of one expression, so that none is tried twice.
    """

    anchor: datetime | None
    before: str = ""
    after: str = ""
    previous: Period | None = None
    frame: Period | None = None
    reader: Callable[[str, "Scene"], Period]
    depth: int = 0
    failed: set[tuple[str, Period | None]] = field(default_factory=set)

    @property
    def today(self) -> date:
        """The day of the anchor.

        Raises:
            UnresolvedTimeError: Nobody knows when the article was written.
        """
        if self.anchor is None:
            raise UnresolvedTimeError("publication time unknown")
        return self.anchor.date()

    @property
    def is_ahead(self) -> bool:
        """Whether the words around put the expression into the future."""
        before = _CLAUSE.split(self.before)[-1][-_NEAR:]
        if _BACK.search(before) or _BACK.search(_CLAUSE.split(self.after)[0][:6]):
            return False
        return bool(_AHEAD_BEFORE.search(before) or _AHEAD_AFTER.search(self.after[:_NEAR]))

    @property
    def is_since(self) -> bool:
        """Whether 以来 follows: what it names has begun."""
        return self.after.startswith(("以来", "来最", "来首", "来新", "来的"))

    @property
    def said_before(self) -> Period | None:
        """The time said before, if it stands in the same sentence."""
        return self.previous if _TIME_WORD.search(self.before) else None

    def beside(self, day: date, n_days: int) -> date | None:
        """The date that stands right behind the expression, if it is at most so many days from a day."""
        found = _BESIDE.match(self.after)
        if found is None:
            return None
        for n in sorted(range(-n_days, n_days + 1), key=abs):
            near = shift_days(day, n)
            parts = zip((found["year"], found["month"], found["day"]), (near.year, near.month, near.day), strict=True)
            if all(said is None or int(said) == number for said, number in parts):
                return near
        return None

    def read(self, text: str, *, frame: Period | None = None, **changes: Any) -> Period:
        """Read a part of the expression, in a scene changed so."""
        return self.reader(text, replace(self, frame=frame, depth=self.depth + 1, **changes))
