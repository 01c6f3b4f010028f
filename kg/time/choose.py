"""Which of several days, months or years is meant: 12月 said in January is last year's.

News tells what has happened: without a sign of the future, the nearest past day that fits wins, unless the one to
come is much nearer. All distances here were set on annotated news of summer 2020.
"""

import re
from calendar import monthrange
from datetime import date
from typing import Final

from kg.time.period import Period, UnresolvedTimeError, make_date, same_day, shift_days, shift_months
from kg.time.scene import Scene

#: A month up to so many months ahead is this year's, one further ahead last year's: 11月 in July and 12月 in January.
_MONTHS_AHEAD: Final = 6
#: A past day so many times as far as the one to come is given up: on the 28th, 30日 is the day after tomorrow.
_FARTHER: Final = 3
#: Days: a date in the words of the future is at most so far ahead; one without them, only over the turn of the year.
_YEAR: Final = 365
_HALF_YEAR: Final = 183
_SOON: Final = 60
#: Days that a number of a day alone may lie ahead.
_WEEKS_AHEAD: Final = 20
_TWO_WEEKS: Final = 14
#: A time said before counts for the year if it is a day or a month; 2016年成立 says nothing of the next date.
_PRECISE: Final = frozenset({"day", "month", "hour", "minute", "interval"})
#: Days around a date of last year in which the next date without a year is last year's too.
_NEAR_TOLD: Final = 62
_JOINED: Final = re.compile(r"(?:\d月)?\d{1,2}[日号]?(?:和|、|及|与|或|以及)$")


def choose_month(scene: Scene, month: int) -> Period:
    """A month by its number alone."""
    told = scene.said_before
    if told and told.unit in _PRECISE and told.start.year != scene.today.year:
        return _following(told.start, month, scene.today)
    today = scene.today
    year = today.year
    is_late = month - today.month > _MONTHS_AHEAD and not scene.is_ahead
    if is_late or (scene.is_since and month > today.month):
        year -= 1
    elif today.month - month > _MONTHS_AHEAD and scene.is_ahead:
        year += 1
    return shift_months(date(year, 1, 1), month - 1)


def choose_date(scene: Scene, month: int, day: int) -> date:
    """A day by month and day."""
    told = scene.previous
    if told and told.first and told.unit in _PRECISE and told.first.year < scene.today.year:
        candidate = make_date(told.first.year, month, day)
        if _is_told_year(scene, told.first, candidate):
            return candidate
    year = choose_year(scene, _clamped(scene.today.year, month, day))
    return make_date(year, month, day)


def choose_year(scene: Scene, this_year: date) -> int:
    """The year of a day that comes every year, from the one of this year.

    Of this year, unless that is more than half a year ahead, or the turn of the year lies between.
    """
    today = scene.today
    days_ahead = (this_year - today).days
    if days_ahead > (0 if scene.is_since else _HALF_YEAR):
        return today.year - 1
    is_near = _YEAR + days_ahead <= (_HALF_YEAR if scene.is_ahead else _SOON)
    return today.year + 1 if is_near else today.year


def _is_told_year(scene: Scene, told: date, candidate: date) -> bool:
    if candidate == told or (scene.said_before and candidate >= told and told.year == scene.today.year - 1):
        return True
    is_coming = _clamped(scene.today.year, candidate.month, candidate.day) > scene.today
    return is_coming and not scene.is_ahead and abs((candidate - told).days) <= _NEAR_TOLD


def choose_day(scene: Scene, day: int) -> date:
    """A day by its number in the month alone."""
    told = scene.said_before
    if told and told.first and told.unit in _PRECISE and _keeps_month(scene, told.first):
        return _in_or_after(told.first, day)
    today = scene.today
    months = [shift_months(today, n) for n in (-2, -1, 0, 1)]
    days = [m.start.replace(day=day) for m in months if m.last and 1 <= day <= m.last.day]
    if not days:
        raise UnresolvedTimeError("no such date")
    return _nearest(scene, days)


def choose_weekday(scene: Scene, weekday: int) -> date:
    """A day by its weekday (0 is Monday): the last one, today included, or the next one if the words say so."""
    told, today = scene.previous, scene.today
    beside = scene.beside(today, _TWO_WEEKS)
    if beside and beside.weekday() == weekday:
        return beside
    if told and told.unit == "day" and told.start.weekday() == weekday and 0 <= (told.start - today).days <= 7:
        return told.start
    back = (today.weekday() - weekday) % 7
    return shift_days(today, 7 - back if back and scene.is_ahead else -back)


def part_year(scene: Scene, month: int) -> int:
    """The year of a quarter, season or half year that begins in a month."""
    return choose_month(scene, month).start.year


def _following(told: date, month: int, today: date) -> Period:
    year = told.year + (month < told.month)
    return shift_months(date(min(year, max(today.year, told.year)), 1, 1), month - 1)


def _keeps_month(scene: Scene, told: date) -> bool:
    if _JOINED.search(scene.before):
        return True
    return not -2 <= (told.year - scene.today.year) * 12 + told.month - scene.today.month <= 1


def _in_or_after(told: date, day: int) -> date:
    month = told if day >= told.day or told.day == 1 else same_day(told, 1)
    return make_date(month.year, month.month, day)


def _nearest(scene: Scene, days: list[date]) -> date:
    today = scene.today
    past = max((day for day in days if day <= today), default=None)
    coming = min((day for day in days if day > today), default=None)
    if past is None or coming is None or past == today:
        return past or coming or today
    if scene.is_ahead and (coming - today).days <= _WEEKS_AHEAD:
        return coming
    return past if (today - past).days <= _FARTHER * (coming - today).days else coming


def _clamped(year: int, month: int, day: int) -> date:
    first = make_date(year, month, 1)
    return make_date(year, month, min(day, monthrange(first.year, first.month)[1]))
