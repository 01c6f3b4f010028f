"""A stretch of days with the EDTF text that names it, and the arithmetic of days, weeks, months and years.

Everything the grammar reads is a ``Period``; ``edtf.py`` reads the same thing back from its text.
"""

from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from kg.errors import InputError

#: Spring, summer, autumn, winter as EDTF writes them.
SEASONS: Final = {21: 3, 22: 6, 23: 9, 24: 12}


class UnresolvedTimeError(InputError):
    """Why an expression has no value; caught in ``resolve_time`` and kept there as the note."""


class NotUnderstoodError(UnresolvedTimeError):
    """No rule reads the text, so another reading of the whole may be tried."""


@dataclass(frozen=True, slots=True)
class Period:
    """Days ``first`` to ``last``, both included; None where open or beyond the years 1 to 9999.

    Attributes:
        text: EDTF or ISO 8601, such as ``2020-W27`` or ``2020-07-06T21:00``.
        unit: Precision, as in ``TimeExpression.precision``.
    """

    text: str
    first: date | None
    last: date | None
    unit: str

    @property
    def start(self) -> date:
        """The first day, for arithmetic."""
        if self.first is None:
            raise UnresolvedTimeError("open interval")
        return self.first

    @property
    def hour(self) -> int | None:
        """The hour of a clock time, else None."""
        return int(self.text[11:13]) if self.unit in {"hour", "minute"} and self.text[10:11] == "T" else None


def make_date(year: int, month: int, day: int) -> date:
    """The date, or the note that there is none (31 June, 29 February 2019, year 12019)."""
    try:
        return date(year, month, day)
    except (ValueError, OverflowError) as exc:
        raise UnresolvedTimeError("no such date") from exc


def day_period(day: date) -> Period:
    """One day."""
    return Period(day.isoformat(), day, day, "day")


def week_period(day: date) -> Period:
    """The ISO week that holds a day."""
    year, week, _ = day.isocalendar()
    monday = shift_days(day, -day.weekday())
    return Period(f"{year:04}-W{week:02}", monday, shift_days(monday, 6), "week")


def month_period(year: int, month: int) -> Period:
    """One month."""
    first = make_date(year, month, 1)
    return Period(f"{year:04}-{month:02}", first, first.replace(day=monthrange(year, month)[1]), "month")


def year_period(year: int) -> Period:
    """One year; before the year 1 (``year`` counts 0 for 1 BC) it has a text but no days."""
    if -9999 <= year <= 0:
        return Period(f"{'-' if year else ''}{-year:04}", None, None, "year")
    return Period(f"{year:04}", make_date(year, 1, 1), make_date(year, 12, 31), "year")


def quarter_period(year: int, quarter: int) -> Period:
    """One quarter, 1 to 4."""
    months = _months(year, quarter * 3 - 2, 3)
    return Period(f"{year:04}-Q{quarter}", months.first, months.last, "quarter")


def half_period(year: int, half: int) -> Period:
    """One half year, 1 or 2, written as an interval of months."""
    return replace(_months(year, half * 6 - 5, 6), unit="half")


def season_period(year: int, season: int) -> Period:
    """One season, 21 to 24; winter begins in December of its year."""
    months = _months(year, SEASONS[season], 3)
    return Period(f"{year:04}-{season}", months.first, months.last, "season")


def decade_period(year: int) -> Period:
    """The decade that begins with a year."""
    first = make_date(year, 1, 1)
    return Period(f"{year // 10:03}X", first, make_date(year + 9, 12, 31), "decade")


def century_period(century: int) -> Period:
    """A century by its number: 19 is 18XX."""
    first = make_date(max(1, (century - 1) * 100), 1, 1)
    return Period(f"{century - 1:02}XX", first, make_date((century - 1) * 100 + 99, 12, 31), "century")


def clock_period(day: date, hour: int, minute: int | None) -> Period:
    """A clock time of a day; 24:00 is its end."""
    if not (0 <= hour <= 23 and 0 <= (minute or 0) <= 59) and (hour, minute or 0) != (24, 0):
        raise UnresolvedTimeError("no such clock time")
    text = f"{day.isoformat()}T{hour:02}:{minute or 0:02}"
    return Period(text, day, day, "minute" if minute else "hour")


def interval(left: Period, right: Period) -> Period:
    """From the beginning of one period to the end of another."""
    if left.first and right.last and left.first > right.last:
        raise UnresolvedTimeError("ends before it begins")
    if left.text == right.text:
        return left
    return Period(f"{left.text}/{right.text}", left.first, right.last, "interval")


def open_after(left: Period) -> Period:
    """From a period on, with no end."""
    return Period(f"{left.text}/..", left.first, None, "interval")


def about(period: Period) -> Period:
    """The same, said vaguely; a clock time, a week or an interval carries no such mark."""
    if "/" in period.text or "T" in period.text or "~" in period.text or period.unit == "week":
        return period
    return replace(period, text=f"{period.text}~")


def shift_days(day: date, n_days: int) -> date:
    """A day so many days later."""
    try:
        return day + timedelta(days=n_days)
    except OverflowError as exc:
        raise UnresolvedTimeError("no such date") from exc


def shift_months(day: date, n_months: int) -> Period:
    """The month so many months after the one that holds a day."""
    year, month = divmod(day.year * 12 + day.month - 1 + n_months, 12)
    return month_period(year, month + 1)


def same_day(day: date, n_months: int) -> date:
    """The same day of another month, or the last one that month has."""
    month = shift_months(day, n_months).start
    return month.replace(day=min(day.day, monthrange(month.year, month.month)[1]))


def _months(year: int, month: int, n_months: int) -> Period:
    first = month_period(year, month)
    return interval(first, shift_months(first.start, n_months - 1))
