"""Reading a value back: EDTF and ISO 8601 text to the days it covers.

Text of any origin enters; a period leaves, or None for what isn't one of the forms the grammar writes.
"""

import re
from collections.abc import Callable
from datetime import date
from typing import Final

from kg.time import period as p

_CLOCK = r"T(\d\d):(\d\d)(?::\d\d)?(?:Z|[+-]\d\d:\d\d)?"


def _clock(day: str, hour: str, minute: str) -> p.Period:
    return p.clock_period(_iso(day), int(hour), int(minute))


def _iso(text: str) -> date:
    return p.make_date(int(text[:4]), int(text[5:7]), int(text[8:10]))


def _week(year: str, week: str) -> p.Period:
    try:
        return p.week_period(date.fromisocalendar(int(year), int(week), 1))
    except ValueError as exc:
        raise p.UnresolvedTimeError("no such week") from exc


def _month_or_season(year: str, number: str) -> p.Period:
    make = p.season_period if int(number) in p.SEASONS else p.month_period
    return make(int(year), int(number))


_FORMS: Final[tuple[tuple[re.Pattern[str], Callable[..., p.Period]], ...]] = tuple(
    (re.compile(pattern, re.ASCII), make)
    for pattern, make in (
        (r"(\d{4}-\d\d-\d\d)", lambda day: p.day_period(_iso(day))),
        (r"(\d{4}-\d\d-\d\d)" + _CLOCK, _clock),
        (r"(\d{4})-W(\d\d)", _week),
        (r"(\d{4})-Q([1-4])", lambda year, quarter: p.quarter_period(int(year), int(quarter))),
        (r"(\d{4})-(\d\d)", _month_or_season),
        (r"(-?\d{4})", lambda year: p.year_period(int(year))),
        (r"(\d{3})X", lambda decade: p.decade_period(int(decade) * 10)),
        (r"(\d\d)XX", lambda century: p.century_period(int(century) + 1)),
    )
)
_HALF: Final = re.compile(r"(\d{4})-0(1|7)/\1-(06|12)", re.ASCII)


def read_edtf(text: str) -> p.Period | None:
    """The period that a value names, with the value as its text; None if it is none we know."""
    try:
        return _read(text)
    except p.UnresolvedTimeError:
        return None


def interval_of(value: str) -> tuple[str | None, str | None, str]:
    """First day, last day (ISO dates, inclusive, None if open or unknown) and precision of an EDTF value.

    What isn't a value we know gives ``(None, None, "")``.
    """
    period = read_edtf(value)
    return days_of(period) if period else (None, None, "")


def days_of(period: p.Period) -> tuple[str | None, str | None, str]:
    """First and last day as ISO dates, and the precision."""
    first, last = period.first, period.last
    return first.isoformat() if first else None, last.isoformat() if last else None, period.unit


def _read(text: str) -> p.Period | None:
    half = _HALF.fullmatch(text)
    if half and (half[2], half[3]) in {("1", "06"), ("7", "12")}:
        return p.half_period(int(half[1]), 1 if half[2] == "1" else 2)
    if "/" not in text:
        return _read_point(text)
    left, _, right = text.partition("/")
    first = None if left == ".." else _read_point(left)
    last = None if right == ".." else _read_point(right)
    if (first is None and left != "..") or (last is None and right != "..") or first is last:
        return None
    begin, end = first.first if first else None, last.last if last else None
    if begin and end and begin > end:
        return None
    return p.Period(text, begin, end, "interval")


def _read_point(text: str) -> p.Period | None:
    bare = text.rstrip("~?%")
    for pattern, make in _FORMS:
        found = pattern.fullmatch(bare)
        if found:
            made = make(*found.groups())
            return p.Period(text, made.first, made.last, made.unit)
    return None
