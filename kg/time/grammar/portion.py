"""Portions of a year or a month: 上半年, 第二季度, 夏天, 年底, 头3个月, 月初, 中旬, 80年代, 21世纪."""

import re
from typing import Final

from kg.time.choose import part_year
from kg.time.grammar.rule import Rule, rules
from kg.time.period import (
    Period,
    about,
    century_period,
    day_period,
    decade_period,
    half_period,
    interval,
    make_date,
    month_period,
    quarter_period,
    season_period,
    shift_months,
    year_period,
)
from kg.time.scene import Scene

_SEASON_WORDS: Final = {"春": 21, "夏": 22, "暑": 22, "秋": 23, "冬": 24}
_LATER: Final = "稍早|早些时候|较早前?|稍早时候|稍晚|晚些时候|稍后|较后|早前"
_OF_YEAR: Final = re.compile(
    r"(?P<half>[上下前后])半年(?!前|后|来)"
    r"|第?(?P<quarter>[1-4首末])季度?(?!度)|Q(?P<q>[1-4])"
    r"|(?P<season>[春夏秋冬])(?:[天季日]|(?=$|[初末]))(?:初|末|里)?|(?P<holiday>暑)[期假]"
    r"|(?:年|岁)?(?P<end>[底末终])|(?P<open>年?初)|(?P<mid>年?中)(?!旬)"
    r"|(?P<edge>[头前后首]|最后)(?P<n>\d{1,2})个?(?P<unit>月|季度?)"
    rf"|(?P<rest>{_LATER}|全年|整年|1整年|年内|年里|内)"
)
_OF_MONTH: Final = re.compile(
    r"月?(?P<third>[上中下])旬|月?(?P<word>初期?|中|底)|月?(?P<last>末)|(?P<half>[上下前后])半个?月|[头前首](?P<n>\d{1,2})[天日]"
    rf"|(?P<rest>{_LATER}|内|里|全月|整个?月)"
)
_THIS_QUARTER: Final = {"上": -1, "下": 1}
_ROMAN: Final = "(?:公元|西元)?"


def take_portion(text: str, scene: Scene, frame: Period | None) -> tuple[Period, str] | None:
    """The portion of the year or month read so far that a text begins with; without a frame, of the year it fits."""
    if frame is None or frame.unit == "year":
        found = _OF_YEAR.match(text)
        if found and (
            frame is not None
            or (not found["rest"] and not (found["end"] or found["open"] or found["mid"]))
            or text.startswith(("年", "岁"))
        ):
            return _of_year(found, scene, frame), text[found.end() :]
    if frame is None and text.startswith(("月", "上旬", "中旬", "下旬", "上半月", "下半月", "前半月", "后半月")):
        frame = shift_months(scene.today, 0)
    if frame is not None and frame.unit == "month":
        found = _OF_MONTH.match(text)
        if found:
            return _of_month(found, frame), text[found.end() :]
    return None


def _of_year(found: re.Match[str], scene: Scene, frame: Period | None) -> Period:
    def year(month: int) -> int:
        return int(frame.text[:4]) if frame else part_year(scene, month)

    if found["half"]:
        half = 1 if found["half"] in "上前" else 2
        return half_period(year(half * 6 - 5), half)
    if found["quarter"] or found["q"]:
        quarter = {"首": 1, "末": 4}.get(found["quarter"]) or int(found["quarter"] or found["q"])
        return quarter_period(year(quarter * 3 - 2), quarter)
    if found["season"] or found["holiday"]:
        season = _SEASON_WORDS[found["season"] or found["holiday"]]
        return _season(season, scene, frame)
    if found["end"]:
        return month_period(year(12), 12)
    if found["open"]:
        return about(month_period(year(1), 1))
    if found["mid"]:
        return about(month_period(year(6), 6))
    if found["n"]:
        n_months = int(found["n"]) * (1 if found["unit"] == "月" else 3)
        return _first_months(year(1), n_months, is_first="后" not in found["edge"])
    rest = frame or year_period(scene.today.year)
    return about(rest) if "早" in found["rest"] else rest


def _season(season: int, scene: Scene, frame: Period | None) -> Period:
    if frame:
        return season_period(int(frame.text[:4]), season)
    year = part_year(scene, season * 3 - 60)
    if season == 24 and scene.today.month <= 2 and not scene.is_ahead:
        year = scene.today.year - 1
    return season_period(year, season)


def _first_months(year: int, n_months: int, *, is_first: bool) -> Period:
    if n_months == 3:
        return quarter_period(year, 1 if is_first else 4)
    if not 1 <= n_months <= 12:
        return month_period(year, n_months)
    begin = 1 if is_first else 13 - n_months
    return interval(month_period(year, begin), month_period(year, begin + n_months - 1))


def _of_month(found: re.Match[str], month: Period) -> Period:
    year, number = month.start.year, month.start.month
    if found["third"]:
        return _third(month, found["third"])
    if found["n"]:
        return interval(day_period(month.start), day_period(make_date(year, number, int(found["n"]))))
    if found["half"]:
        if found["half"] in "上前":
            return interval(day_period(month.start), day_period(make_date(year, number, 15)))
        return interval(day_period(make_date(year, number, 16)), _last_day(month))
    return _last_day(month) if found["last"] else month


def _third(month: Period, third: str) -> Period:
    first = month.start.replace(day={"上": 1, "中": 11, "下": 21}[third])
    last = _last_day(month) if third == "下" else day_period(first.replace(day=first.day + 9))
    return interval(day_period(first), last)


def _last_day(month: Period) -> Period:
    return day_period(month.last or month.start)


def _decade(found: re.Match[str], scene: Scene) -> Period | None:
    number = int(found["decade"])
    start = number if len(found["decade"]) == 4 else _century_start(found["century"], number, scene) + number
    decade = decade_period(start // 10 * 10)
    part = found["part"] or ""
    if "后" in part or "末" in part:
        return interval(_year(start + 5), _year(start + 9))
    return decade


def _century_start(word: str | None, decade: int, scene: Scene) -> int:
    if word and word[0].isdigit():
        return (int(word.rstrip("世纪")) - 1) * 100
    this = (scene.today.year if scene.anchor else 2000) // 100 * 100
    if word:
        return this - 100 if word[0] == "上" else this
    return this if decade + this <= (scene.today.year if scene.anchor else 2029) else this - 100


def _year(number: int) -> Period:
    return Period(f"{number:04}", make_date(number, 1, 1), make_date(number, 12, 31), "year")


def _century(found: re.Match[str], scene: Scene) -> Period | None:
    if found["number"]:
        number = int(found["number"])
        return century_period(number) if 1 <= number <= 99 else None
    number = scene.today.year // 100 + 1
    return century_period(number + {"上": -1, "下": 1}.get(found["word"][0], 0))


def _quarter_by_word(found: re.Match[str], scene: Scene) -> Period:
    month = shift_months(scene.today, 3 * _THIS_QUARTER.get(found["word"][0], 0)).start
    return quarter_period(month.year, (month.month + 2) // 3)


RULES: Final[tuple[Rule, ...]] = rules(
    ("(?P<word>上1?个?|下1?个?|本|这1?个?|当前|当)季度", _quarter_by_word),
    (
        _ROMAN + r"(?P<century>\d{1,2}世纪|[上本]个?世纪)?的?(?P<decade>\d{4}|\d0)年代的?"
        r"(?P<part>初期?|早期|前期|中期?|中叶|中后期|后期|晚期|末期?)?",
        _decade,
    ),
    (
        _ROMAN + r"(?:(?P<number>\d{1,2})|(?P<word>[上本下这]1?个?))世纪的?"
        r"(?:初期?|早期|前期|中期?|中叶|后期|晚期|末期?|末叶|上半叶|下半叶|前半叶|后半叶)?",
        _century,
    ),
)
