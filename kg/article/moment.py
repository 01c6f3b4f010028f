"""Publication times in the forms that pages use -> ISO 8601 at +00:00, or None."""

import re
from datetime import UTC, datetime, tzinfo
from email.utils import parsedate_to_datetime
from typing import Final
from zoneinfo import ZoneInfo

from kg.errors import SettingsError

#: Outside these years a stamp is a mistake (0, seconds for milliseconds, microseconds), not a time. The clock is not
#: asked, so that the same page always gives the same article.
_FIRST: Final = datetime(1990, 1, 1, tzinfo=UTC)
_LAST: Final = datetime(2100, 1, 1, tzinfo=UTC)
_ISO: Final = re.compile(
    r"(\d{4})[-/.年]\s*(\d{1,2})[-/.月]\s*(\d{1,2})日?(?:[\sT]*(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*(Z|[+-]\d{2}:?\d{2})?)?"
)


def load_zone(name: str) -> tzinfo:
    """The time zone of that name.

    Raises:
        SettingsError: There is no such zone.
    """
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as exc:
        raise SettingsError(f"--timezone: no time zone {name}; give one such as Asia/Shanghai") from exc


def from_milliseconds(stamp: int) -> str | None:
    """The time of a stamp in milliseconds since 1970; None if absurd, such as seconds for milliseconds."""
    if not _FIRST.timestamp() <= stamp / 1000 < _LAST.timestamp():
        return None
    return _written(datetime.fromtimestamp(stamp // 1000, UTC))


def from_text(text: str, *, zone: tzinfo | None) -> str | None:
    """The time that a text gives as ISO 8601 or as in mail headers.

    Args:
        text: Such as ``2023-05-02T14:30:00+08:00``, ``2023年5月2日 14:30`` or ``Tue, 02 May 2023 06:30:00 GMT``.
        zone: Zone of a text that names none; None refuses such texts.
    """
    text = text.strip()[:80]
    match = _ISO.fullmatch(text)
    try:
        moment = _from_iso(match) if match else parsedate_to_datetime(text)
    except (ValueError, OverflowError, TypeError):
        return None
    if moment.tzinfo is None:
        if zone is None:
            return None
        moment = moment.replace(tzinfo=zone)
    return _written(moment) if _FIRST <= moment < _LAST else None


def _from_iso(match: "re.Match[str]") -> datetime:
    year, month, day, hour, minute, second, offset = match.groups()
    moment = datetime(int(year), int(month), int(day), int(hour or 0), int(minute or 0), int(second or 0))
    if offset:
        written = "+0000" if offset == "Z" else offset.replace(":", "")
        moment = moment.replace(tzinfo=datetime.strptime(written, "%z").tzinfo)
    return moment


def in_zone(published: str, zone: tzinfo) -> str:
    """The same time as clocks in the zone show it: its first ten characters are the day on which people read it."""
    return datetime.fromisoformat(published).astimezone(zone).isoformat()


def _written(moment: datetime) -> str:
    return moment.astimezone(UTC).replace(microsecond=0).isoformat()
