"""Months, and days by their number: 12月, 本月, 上个月, 7月9日, 22日, 本月7日."""

import re
from datetime import date
from typing import Final

from kg.time.choose import choose_date, choose_day, choose_month
from kg.time.period import Period, UnresolvedTimeError, day_period, make_date, month_period, shift_months
from kg.time.scene import Scene

_MONTH: Final = re.compile(r"(?P<number>\d{1,2})(?:月份?|\.(?=\d{1,2}日))的?")
_MONTH_WORD: Final = re.compile(
    r"(?P<word>上上个?月|下下个?月|上1?个?月|下1?个?月|前1个月|前个?月|本月份?|这1?个?月|今月|当月|同月|该月|次月|翌月)的?"
)
_DAY: Final = re.compile(r"(?P<number>\d{1,2})(?:日|号)的?(?!前|后|内|以来|来)")


def take_month(text: str, scene: Scene, frame: Period | None) -> tuple[Period, str] | None:
    """The month that a text begins with."""
    found = _MONTH.match(text)
    if found:
        return _numbered(int(found["number"]), text[found.end() :], scene, frame), text[found.end() :]
    found = _MONTH_WORD.match(text)
    if found is None or frame is not None:
        return None
    return _by_word(found["word"], scene), text[found.end() :]


def take_day(text: str, scene: Scene, frame: Period | None) -> tuple[Period, str] | None:
    """The day of the month that a text begins with."""
    found = _DAY.match(text)
    if found is None or (frame is not None and frame.unit not in {"month", "interval"}):
        return None
    number = int(found["number"])
    day = _in_month(frame, number) if frame else choose_day(scene, number)
    return day_period(day), text[found.end() :]


def _numbered(number: int, rest: str, scene: Scene, frame: Period | None) -> Period:
    if not 1 <= number <= 12:
        raise UnresolvedTimeError("no such month")
    if frame is not None and frame.unit == "year":
        return month_period(int(frame.text[:4]), number)
    if frame is not None:
        year = frame.start.year + (number < frame.start.month)
        return month_period(year, number)
    day = _DAY.match(rest)
    if day:
        return month_period(choose_date(scene, number, int(day["number"])).year, number)
    return choose_month(scene, number)


def _in_month(month: Period, number: int) -> date:
    return make_date(month.start.year, month.start.month, number)


def _by_word(word: str, scene: Scene) -> Period:
    told = scene.previous.first if scene.previous else None
    if word[0] in "当同该":
        return shift_months(told or scene.today, 0)
    if word[0] in "次翌":
        return shift_months(told or scene.today, 1)
    steps = {"上上": -2, "下下": 2}.get(word[:2], {"上": -1, "前": -1, "下": 1}.get(word[0], 0))
    return shift_months(scene.today, steps)
