"""Weeks, weekdays and weekends: 周四, 上周五, 下星期一, 本周, 这个周末, 7月5日当周."""

import re
from datetime import date
from typing import Final

from kg.time.choose import choose_weekday
from kg.time.grammar.rule import Rule, rules
from kg.time.period import Period, day_period, interval, shift_days, week_period
from kg.time.scene import Scene

_NAMES: Final = {c: n for n, c in enumerate("123456")} | dict.fromkeys("日天7", 6)
_WHICH: Final = r"(?P<which>上上1?个?|下下1?个?|前上|上1?个?|下1?个?|本|这1?个?|今个?|当|同|该|那|次|前1?)?"
_WEEK: Final = r"(?:周|星期|礼拜)"
_STEPS: Final = {"上上": -2, "前上": -2, "上": -1, "下下": 2, "下": 1, "次": 1, "本": 0, "这": 0, "今": 0}
_WEEKDAY: Final = re.compile(rf"{_WHICH}{_WEEK}(?P<day>[1-7日天])(?!报|刊)的?")
_SATURDAY: Final = 5


def take_weekday(text: str, scene: Scene, frame: Period | None) -> tuple[Period, str] | None:
    """The weekday that a text begins with, of the named week or the nearest one."""
    found = _WEEKDAY.match(text)
    if found is None:
        return None
    if frame is not None:
        return _in_frame(found, frame, text)
    weekday = _NAMES[found["day"]]
    day = shift_days(_monday(found["which"], scene), weekday) if found["which"] else choose_weekday(scene, weekday)
    return day_period(day), text[found.end() :]


def _in_frame(found: re.Match[str], frame: Period, text: str) -> tuple[Period, str] | None:
    """周二 of a range that began on a day, or the name of a day that was read already."""
    rest = text[found.end() :]
    if frame.unit == "day":
        return frame, rest
    if frame.unit == "week":
        return day_period(shift_days(frame.start, _NAMES[found["day"]])), rest
    return None


def _monday(which: str, scene: Scene) -> date:
    steps = _STEPS.get(which[:2], _STEPS.get(which[0]))
    if steps is None or which[0] == "次":
        told = scene.previous.first if scene.previous else None
        base = told or scene.today
        steps = {"次": 1, "前": -1}.get(which[0], 0)
    else:
        base = scene.today
    return shift_days(base, 7 * steps - base.weekday())


def _week(found: re.Match[str], scene: Scene) -> Period:
    which = found["which"]
    if which == "前1" and scene.previous and scene.previous.unit == "week":
        return week_period(shift_days(scene.previous.start, -7))
    return week_period(_monday(which, scene))


def _weekend(found: re.Match[str], scene: Scene) -> Period:
    saturday = shift_days(_monday(found["which"], scene), _SATURDAY) if found["which"] else _nearest_saturday(scene)
    return interval(day_period(saturday), day_period(shift_days(saturday, 1)))


def _nearest_saturday(scene: Scene) -> date:
    today = scene.today
    this = shift_days(today, _SATURDAY - today.weekday())
    return this if today.weekday() >= _SATURDAY or scene.is_ahead else shift_days(this, -7)


def _week_of(found: re.Match[str], scene: Scene) -> Period:
    return week_period(scene.read(found["day"]).start)


def _nth(found: re.Match[str], scene: Scene) -> Period | None:
    """6月的第三个星期日."""
    month = scene.read(found["month"])
    if month.unit != "month":
        return None
    first = shift_days(month.start, (_NAMES[found["day"]] - month.start.weekday()) % 7)
    if found["last"]:
        return day_period(shift_days(first, 28 if shift_days(first, 28).month == first.month else 21))
    day = shift_days(first, 7 * (int(found["n"]) - 1))
    return day_period(day) if day.month == first.month else None


RULES: Final[tuple[Rule, ...]] = rules(
    (rf"{_WHICH}{_WEEK}(?:末|日)?末", _weekend),
    (rf"{_WHICH}{_WEEK}6(?:、|和|及|与)?(?:{_WEEK})?[日天]", _weekend),
    (
        r"(?P<which>上上1?个?|下下1?个?|前上|上1?个?|下1?个?|本|这1?个?|今个?|当|同|该|那1?|次|前1)"
        r"(?:周|星期|礼拜)(?:内|里|初|底|中|稍早|稍晚|稍后|伊始|早些时候|晚些时候|较早前|较早时|前半段|后半段|以内|之内|期间)?",
        _week,
    ),
    (r"(?P<day>.{2,12}?)(?:的?当周|那1?周|的?1周|所在的?1?周|那个?星期)", _week_of),
    (rf"(?P<month>.*月)的?(?:第(?P<n>[1-5])|(?P<last>最后1))个?{_WEEK}(?P<day>[1-7日天])", _nth),
)
