"""From one time to another, and up to or after one: 7月11日至12日, 2019年6月以来, 1949年至今, 年底前, 去年同期."""

import re
from datetime import date
from typing import Final

from kg.time.edtf import read_edtf
from kg.time.grammar.rule import Rule, rules
from kg.time.period import (
    Period,
    UnresolvedTimeError,
    clock_period,
    day_period,
    interval,
    open_after,
    shift_days,
    shift_months,
    week_period,
    year_period,
)
from kg.time.scene import Scene

_UNIT_OF: Final = re.compile(r"\d{1,4}(年代?|月|日|号|世纪|时|点|季度?)")
_WEEKDAY: Final = re.compile("(?:周|星期|礼拜)[1-7日天]")


def _range(found: re.Match[str], scene: Scene) -> Period | None:
    left, right = found["left"], found["right"]
    if left[-1].isdigit() and not _WEEKDAY.search(left):
        unit = _unit_for(left, right)
        if unit is None:
            return None
        left += unit
    right = _whole_year(left, right)
    begin = scene.read(left, frame=scene.frame)
    if right == "今":
        return interval(begin, day_period(scene.today))
    end = scene.read(right, frame=_frame_for(begin, right), previous=begin)
    return interval(_first(begin), _last(_not_before(begin, end, right)))


def _seasonal(found: re.Match[str], scene: Scene) -> Period | None:
    """2020/21年度: a year of sport, school or harvest."""
    right = int(found["left"][:2] + found["right"])
    return interval(year_period(int(found["left"])), year_period(right)) if right == int(found["left"]) + 1 else None


def _unit_for(left: str, right: str) -> str | None:
    """The unit that 1 in 1-5月 and 11 in 7月11至12日 leave to the right side."""
    if len(re.findall(r"\d+", left)[-1]) == 4:
        return "年"
    if "月" in left:
        return "日"
    found = _UNIT_OF.search(right)
    return found[1] if found else None


def _whole_year(left: str, right: str) -> str:
    """2013至14年 and 2018-19 end in a year of the same century."""
    if re.fullmatch(r"\d{4}年", left) and re.fullmatch(r"\d\d(?:年(?:间|期间|度)?|[2两]年|)", right):
        return left[:2] + right[:2] + "年"
    return right


def _frame_for(begin: Period, right: str) -> Period | None:
    """What the right side leaves unsaid lies in the left one."""
    first = begin.first
    if first is None:
        return None
    if re.match(r"\d{1,2}[日号]", right):
        return shift_months(first, 0)
    if _WEEKDAY.match(right):
        return week_period(first)
    if re.match(r"\d{1,2}月", right):
        return Period(f"{first.year:04}", date(first.year, 1, 1), date(first.year, 12, 31), "year")
    if begin.unit in {"hour", "minute"} and re.match(r"\d{1,2}[时点:]|上午|中午|下午|晚上|晚间|傍晚|深夜|晚", right):
        return day_period(first)
    return None


def _not_before(begin: Period, end: Period, right: str) -> Period:
    """30日至2日 and 11月至2月 run on into the next month or year."""
    if begin.hour is not None and end.hour is not None and end.first == begin.first and end.hour < begin.hour:
        return _later_clock(begin, end, right)
    if begin.first is None or end.last is None or begin.first <= end.last:
        return end
    if re.fullmatch(r"\d{1,2}[日号]", right) and end.first:
        following = shift_months(end.first, 1)
        return day_period(following.start.replace(day=end.first.day))
    if re.fullmatch(r"\d{1,2}月份?(?:\d{1,2}[日号])?", right) and end.first:
        year = end.first.year + 1
        made = read_edtf(f"{year:04}{end.text[4:]}")
        return made or end
    if _WEEKDAY.match(right) and end.first:
        return day_period(shift_days(end.first, 7))
    return end


def _later_clock(begin: Period, end: Period, right: str) -> Period:
    """晚8时至10时 ends at 22, 晚10时至2时 on the next day."""
    hour, minute = end.hour or 0, int(end.text[14:16])
    if not right[0].isdigit():
        return clock_period(shift_days(end.start, 1), hour, minute)
    if begin.hour is not None and hour % 12 + 12 > begin.hour:
        return clock_period(end.start, hour % 12 + 12, minute)
    return clock_period(shift_days(end.start, 1), hour % 12, minute)


def _weekdays(found: re.Match[str], scene: Scene) -> Period:
    """本周三、四."""
    begin = scene.read(found["week"] + found["first"])
    end = scene.read("周" + found["last"], frame=week_period(begin.start))
    return interval(begin, end)


def _first(period: Period) -> Period:
    return _side(period, 0)


def _last(period: Period) -> Period:
    return _side(period, -1)


def _side(period: Period, side: int) -> Period:
    """One end of what is an interval itself, such as 中旬."""
    if "/" not in period.text:
        return period
    made = read_edtf(period.text.split("/")[side])
    if made is None:
        raise UnresolvedTimeError("open interval")
    return made


def since(begin: Period, scene: Scene) -> Period:
    """From a period up to the anchor; one that is still running counts from its first day."""
    today = day_period(scene.today)
    begin = _first(begin)
    if begin.first is None or begin.first > scene.today:
        raise UnresolvedTimeError("begins after the article")
    if begin.unit not in {"hour", "minute", "day"} and begin.last and begin.last >= scene.today:
        return interval(day_period(begin.first), today)
    return interval(begin, today)


def _since(found: re.Match[str], scene: Scene) -> Period:
    return since(scene.read(found["x"], after="以来"), scene)


def _starting(found: re.Match[str], scene: Scene) -> Period:
    """自70年代起: up to now, where it has begun."""
    begin = scene.read(found["x"])
    return since(begin, scene) if begin.first and begin.first <= scene.today and begin.unit != "day" else begin


def _before(found: re.Match[str], scene: Scene) -> Period:
    return scene.read(found["x"], after="前")


def _after(found: re.Match[str], scene: Scene) -> Period:
    return open_after(_first(scene.read(found["x"])))


def _same_period(found: re.Match[str], scene: Scene) -> Period:
    """去年同期: what was said before, in that year; without one, up to the same day."""
    year = scene.read(found["x"]).start.year
    told = scene.previous
    if (
        told is None
        or told.first is None
        or told.unit not in {"day", "week", "month", "quarter", "half", "season", "interval", "year"}
    ):
        told = interval(day_period(date(scene.today.year, 1, 1)), day_period(scene.today))
    shift = year - (told.first or scene.today).year
    return _shifted(told, shift)


def _shifted(told: Period, n_years: int) -> Period:
    text = re.sub(r"(?<![-\d])\d{4}(?=$|[-/~])", lambda y: f"{int(y[0]) + n_years:04}", told.text)
    made = read_edtf(text)
    if made is None:
        raise UnresolvedTimeError("no such date")
    return made


RULES: Final[tuple[Rule, ...]] = rules(
    (r"(?P<x>.+?)(?:以来|至今|迄今|到现在|到目前|到如今|来(?<=年来))", _since),
    (r"(?P<x>.*?(?:\d年|[去今前]年|\d月|\d[日号]))[^\d年月日]{1,20}(?:以来|至今)", _since),
    (r"自从?(?P<x>.+?)(?:开始|起)", _starting),
    (r"(?P<x>.+年)的?同期", _same_period),
    (r"(?P<week>.{0,3}(?:周|星期|礼拜))(?P<first>[1-7])(?:、|和|及|与|至|到|-)(?P<last>[1-7日天])", _weekdays),
    (r"(?P<left>(?:19|20)\d\d)/(?P<right>\d\d)(?:年度?|[^\d]{2,3}年度?)?", _seasonal),
    (r"(?P<left>.+?)(?:至|到|直至|直到|-|—+|–|~|～|和|与|及|以及|、)(?P<right>.+)", _range),
    (r"(?P<x>.+?)(?:之前|以前|前)", _before),
    (r"(?P<x>.+?)(?:之后|以后|过后|(?<!前)后)", _after),
)
