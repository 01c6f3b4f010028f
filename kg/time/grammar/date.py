"""A date read from left to right, each word narrowing what was read before: 去年|12月|31日|晚上|9时."""

import re
from typing import Final

from kg.time.choose import choose_date
from kg.time.grammar.clock import take_clock
from kg.time.grammar.day import take_relative_day
from kg.time.grammar.month import take_day, take_month
from kg.time.grammar.portion import take_portion
from kg.time.grammar.rule import Rule, Step, rules
from kg.time.grammar.week import take_weekday
from kg.time.grammar.year import take_year
from kg.time.period import Period, day_period, make_date, month_period
from kg.time.scene import Scene

_STEPS: Final[tuple[Step, ...]] = (
    take_year,
    take_month,
    take_portion,
    take_relative_day,
    take_day,
    take_weekday,
    take_clock,
)
# A weekday beside the day it falls on only repeats it.
_WEEKDAY: Final = re.compile(r"(?:[本这上下]个?)?(?:周|星期|礼拜)[1-7日天]")
_HAS_DAY: Final = re.compile(r"\d{1,2}[日号]|[今昨明前后]天")


def read_date(text: str, scene: Scene) -> Period | None:
    """The date that all of a text names, or None."""
    frame = scene.frame
    if _HAS_DAY.search(text):
        text = _WEEKDAY.sub("", text)
    if not text:
        return None
    for step in _STEPS:
        taken = step(text, scene, frame)
        if taken is None:
            continue
        frame, text = taken
        if not text:
            return frame
    return None


def _read(found: re.Match[str], scene: Scene) -> Period | None:
    return read_date(found[0], scene)


def _digits(found: re.Match[str], scene: Scene) -> Period:
    return day_period(make_date(int(found["y"]), int(found["m"]), int(found["d"])))


def _year_month(found: re.Match[str], scene: Scene) -> Period:
    return month_period(int(found["y"]), int(found["m"]))


def _month_day(found: re.Match[str], scene: Scene) -> Period | None:
    month, day = int(found["m"]), int(found["d"])
    if scene.frame and scene.frame.unit == "year":
        return day_period(make_date(int(scene.frame.text[:4]), month, day))
    return day_period(choose_date(scene, month, day))


DIGIT_RULES: Final[tuple[Rule, ...]] = rules(
    (r"(?P<y>\d{4})(?P<s>[-/.])(?P<m>\d{1,2})(?P=s)(?P<d>\d{1,2})", _digits),
    (r"(?P<y>(?:19|20)\d\d)(?P<m>\d\d)(?P<d>\d\d)", _digits),
    (r"(?P<y>(?:19|20)\d\d)[./](?P<m>\d{1,2})|(?P<y2>$^)", _year_month),
    (r"(?P<m>\d{1,2})[./](?P<d>\d{1,2})", _month_day),
)
RULES: Final[tuple[Rule, ...]] = rules((r".+", _read))
