"""Short ways to a resolved value: everything here is written on Friday, 10 July 2020, unless a test says otherwise."""

from datetime import datetime
from zoneinfo import ZoneInfo

from kg.time import TimeValue, interval_of, resolve_time

SHANGHAI = ZoneInfo("Asia/Shanghai")
FRIDAY = datetime(2020, 7, 10, 12, tzinfo=SHANGHAI)


def day(text: str) -> datetime:
    """Noon of a day, local."""
    return datetime.fromisoformat(f"{text}T12:00:00+08:00")


def told(value: str) -> TimeValue:
    """A value said before."""
    begin, until, precision = interval_of(value)
    return TimeValue(value=value, begin=begin, until=until, precision=precision)


def value_of(text: str, *, on: str = "2020-07-10", sentence: str = "", before: str = "") -> str | None:
    """The EDTF value of an expression, written on a day, in a sentence, after another time."""
    previous = told(before) if before else None
    return resolve_time(text, anchor=day(on), context=sentence, previous=previous).value
