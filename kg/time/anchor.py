"""The day an article counts from: its publication in the archive's zone, or the day of its dateline.

The publication time and the beginning of the text enter; a local ``datetime`` leaves.
"""

import re
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from kg.errors import SettingsError
from kg.time.numerals import plain_text

_AGENCIES: Final = (
    r"(?:法新社|路透社?|中央社|新华社|美联社|中新社|中通社|中新网|共同社"
    r"|韩联社|塔斯社|俄新社|彭博社?|德新社|安莎社|埃菲社)"
)
# A dateline stands at the head of the body; the longest place in one seen has 14 characters.
_DATELINE: Final = re.compile(
    rf"(?:^|[(【\[])\s*{_AGENCIES}(?:记者)?[^。，,；;0-9]{{0,16}}?"
    r"(?:(?P<year>\d{4})年)?(?:(?P<month>\d{1,2})月)?\s*(?P<day>\d{1,2})日(?=\s*(?:电|讯|专电|[-—–]))"
)
#: Where to look: a headline, an outlet's tag and a caption may come first.
_HEAD: Final = 400
#: A dateline older than this is another article's, quoted.
_MAX_AGE: Final = timedelta(days=7)


def anchor_of(published: str | None, timezone: str) -> datetime | None:
    """The publication time in the archive's zone; None if unknown.

    Args:
        published: ISO 8601; without an offset it is taken for local already.
        timezone: IANA name, such as ``Asia/Shanghai``.

    Raises:
        SettingsError: No such zone.
    """
    try:
        zone = ZoneInfo(timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as exc:
        raise SettingsError(f"--timezone: {timezone} is no time zone; give an IANA name such as Asia/Shanghai") from exc
    if not published:
        return None
    try:
        moment = datetime.fromisoformat(published)
        return moment.astimezone(zone) if moment.tzinfo else moment.replace(tzinfo=zone)
    except (ValueError, OverflowError):
        return None


def dateline_day(text: str, anchor: datetime | None) -> datetime | None:
    """The day of an agency's dateline, such as 法新社耶路撒冷10日电, near the beginning of a text; None without one.

    A dateline is believed up to a week before the publication, or one day after it, for zones east of the archive's.
    """
    if anchor is None:
        return None
    for line in text[:_HEAD].splitlines():
        found = _DATELINE.search(plain_text(line))
        if found:
            return _nearest(anchor, found)
    return None


def _nearest(anchor: datetime, found: re.Match[str]) -> datetime | None:
    for n_days in (0, *range(-1, -_MAX_AGE.days - 1, -1), 1):
        try:
            moment = anchor + timedelta(days=n_days)
        except OverflowError:
            continue
        wanted = (found["year"], found["month"], found["day"])
        if all(
            want is None or int(want) == have
            for want, have in zip(wanted, (moment.year, moment.month, moment.day), strict=True)
        ):
            return moment
    return None
