"""Clock times and parts of the day: 晚8时, 下午两点半, 9:30, 凌晨, 中午, 07:38 GMT."""

import re
from dataclasses import replace
from typing import Final

from kg.time.grammar.rule import Rule, rules
from kg.time.period import Period, clock_period, day_period
from kg.time.scene import Scene

_NOON: Final = "中午|正午|午间|晌午"
_PART: Final = re.compile(
    rf"(?P<part>凌晨|清晨|黎明|拂晓|破晓|1大早|一大早|一早|大早|早晨|早上|早间|上午|午前|{_NOON}|午后|下午|傍晚|黄昏|晚上|晚间|夜晚"
    "|夜间|夜里|入夜|深夜|午夜|半夜|子夜|凌晨时分|早|晨|晚|夜|白天|白昼|稍早|稍晚|早些时候|晚些时候|较早前|稍后|后半夜|前半夜)"
    "(?:时分|前后|稍早|稍晚|早些时候|晚些时候|之?前|过后)?(?:约|大约|大概|接近|将近|近)?(?:午夜(?:之?前)?)?"
)
_CLOCK: Final = re.compile(
    r"(?:约|大约)?(?P<hour>\d{1,2})(?:[:：](?P<sharp>\d\d)(?:[:：]\d\d)?|[时点](?:钟|整|正)?"
    r"(?:(?P<half>半)|(?P<quarter>[13])刻|(?P<minute>\d{1,2})分?(?:\d{1,2}秒)?)?)"
    r"(?:许|左右|多|过后|前后|整|之?前|分)?"
)
_AFTERNOON: Final = frozenset(
    {"午后", "下午", "傍晚", "黄昏", "晚上", "晚间", "晚", "夜间", "夜里", "夜", "入夜", "深夜", "午夜", "半夜", "子夜"}
)
#: Before this hour of the clock, 夜里 and 深夜 are of the morning.
_SMALL_HOURS: Final = 6


def take_clock(text: str, scene: Scene, frame: Period | None) -> tuple[Period, str] | None:
    """The part of the day and the clock time that a text begins with; without a frame, of the day said before."""
    part = _PART.match(text)
    rest = text[part.end() :] if part else text
    clock = _CLOCK.match(rest)
    if (part is None and clock is None) or (frame is not None and frame.unit != "day"):
        return None
    day = frame or _day_of(scene)
    if clock is None:
        return _part_of(day, part[0] if part else ""), rest
    hour, minute = int(clock["hour"]), _minute(clock)
    hour = _to_24(hour, part["part"]) if part else _like_before(hour, scene, day)
    return clock_period(day.start, hour, minute), rest[clock.end() :]


def _day_of(scene: Scene) -> Period:
    told = scene.previous
    if told and told.unit in {"day", "hour", "minute"} and told.first:
        return day_period(told.first)
    return day_period(scene.today)


def _part_of(day: Period, words: str) -> Period:
    """Noon and midnight are clock times, but 午夜前 is not; other parts of the day leave it the day."""
    if words in _NOON.split("|"):
        return clock_period(day.start, 12, None)
    return clock_period(day.start, 24, None) if words == "午夜" else day


def _minute(clock: re.Match[str]) -> int | None:
    if clock["half"]:
        return 30
    if clock["quarter"]:
        return int(clock["quarter"]) * 15
    number = clock["minute"] or clock["sharp"]
    return int(number) if number else None


def _to_24(hour: int, part: str) -> int:
    if part in _NOON.split("|"):
        return hour + 12 if hour <= 2 else hour
    if part not in _AFTERNOON:
        return 0 if hour == 12 and part in {"凌晨", "清晨"} else hour
    if part in {"夜里", "半夜", "深夜", "午夜", "子夜", "夜"} and hour < _SMALL_HOURS:
        return hour
    if hour == 12 and part not in {"下午", "午后"}:
        return 24
    return hour + 12 if hour < 12 else hour


def _like_before(hour: int, scene: Scene, day: Period) -> int:
    """Three after 下午两点 is fifteen too."""
    told = scene.previous
    if told is None or told.hour is None or told.first != day.first or hour >= 12:
        return hour
    return hour + 12 if told.hour > 12 else hour


def _zulu(found: re.Match[str], scene: Scene) -> Period | None:
    """07:38 GMT and 1809 GMT, of the anchor's day."""
    text = re.sub(r"^(\d\d)(\d\d)$", r"\1:\2", found["x"])
    period = scene.read(text, previous=None)
    if period.first is None or period.hour is None:
        return None
    return replace(period, text=f"{period.text}Z")


RULES: Final[tuple[Rule, ...]] = rules(
    (r"(?P<x>.+?)\s?(?:GMT|UTC)", _zulu),
    (r"(?:格林[尼威]治|世界|国际)(?:标准|协调)?时间(?P<x>.+)", _zulu),
)
