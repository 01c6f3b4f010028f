"""Days by their distance: 今天, 昨晚, 大前天, 当天, 同日, 次日, 前一天, 即日, 上日."""

import re
from datetime import date
from typing import Final

from kg.time.grammar.rule import Rule, rules
from kg.time.period import Period, UnresolvedTimeError, day_period, make_date, shift_days
from kg.time.scene import Scene

_FROM_ANCHOR: Final = {
    **dict.fromkeys(("今天", "今日", "今儿", "即日", "本日", "今"), 0),
    **dict.fromkeys(("昨天", "昨日", "昨儿", "昨"), -1),
    **dict.fromkeys(("前天", "前日", "前"), -2),
    "大前天": -3,
    **dict.fromkeys(("明天", "明日", "明儿", "明"), 1),
    **dict.fromkeys(("后天", "后日"), 2),
    "大后天": 3,
}
_FROM_TOLD: Final = {
    **dict.fromkeys(
        (
            "当天",
            "当日",
            "同日",
            "同天",
            "同1天",
            "同一天",
            "同1日",
            "这1天",
            "这天",
            "那天",
            "那1天",
            "该日",
            "是日",
            "此日",
            "首日",
            "当",
            "同",
            "首天",
        ),
        0,
    ),
    **dict.fromkeys(("次日", "翌日", "隔天", "隔日", "第2天", "第2日", "后1天", "翌", "次", "转天", "第二天"), 1),
    **dict.fromkeys(("前1天", "前1日", "此前1天", "此前1日", "前1", "前那天", "前夕", "前夜"), -1),
}
_LONG: Final = sorted((w for w in [*_FROM_ANCHOR, *_FROM_TOLD] if len(w) > 1 and w != "前1"), key=len, reverse=True)
_DAY: Final = re.compile(
    f"(?P<word>{'|'.join(_LONG)}"
    "|(?:[今昨明当翌次同前]|前1)(?=[早晨晚夜凌深上下中午清傍])(?!.[上中下]旬|.半)|[今昨明翌](?=$))的?"
)
_WEEKDAY: Final = re.compile("^[(,，]?(?:周|星期|礼拜)([1-7日天])")
_SUNDAY: Final = str.maketrans("日天", "77")
#: Days that a text may be older than its publication, or dated ahead.
_OLD_TEXT: Final = 3
_NEAREST_FIRST: Final = (0, -1, 1, -2, 2, -3, 3)
#: From the trading day before a Monday back to Friday.
_SATURDAY: Final = 5


def _then(found: re.Match[str], scene: Scene) -> Period:
    """当时: the time said before, whatever it was."""
    if scene.previous is None:
        raise UnresolvedTimeError("no time said before")
    return scene.previous


RULES: Final[tuple[Rule, ...]] = rules(("当时|那时|彼时|届时|到时|同时|此时|这时|其时", _then))


def take_relative_day(text: str, scene: Scene, frame: Period | None) -> tuple[Period, str] | None:
    """The day that a text begins with, told from the anchor or from the time said before."""
    if text.startswith(("上日", "上1交易日", "上个交易日", "前1交易日")):
        rest = re.sub("^(?:上日|上1交易日|上个交易日|前1交易日)", "", text)
        return day_period(_trading_day(scene.today)), rest
    found = _DAY.match(text)
    if found is None:
        return None
    word, rest = found["word"], text[found.end() :]
    if word in _FROM_ANCHOR and not (frame and frame.unit in {"day", "interval"}):
        return _from_anchor(word, scene, frame), rest
    if word in _FROM_TOLD and (frame is None or frame.unit == "day"):
        return day_period(shift_days(_told(scene, frame), _FROM_TOLD[word])), rest
    return None


def _from_anchor(word: str, scene: Scene, frame: Period | None) -> Period:
    day = shift_days(scene.today, _FROM_ANCHOR[word])
    if frame is None:
        return day_period(_confirmed(day, scene))
    if frame.unit != "year":
        raise UnresolvedTimeError("contradicts itself")
    return day_period(make_date(int(frame.text[:4]), day.month, day.day))


def _confirmed(day: date, scene: Scene) -> date:
    """今天 beside 2020年7月4日 or 周六 is that day: a text may be older than its publication."""
    beside = scene.beside(day, _OLD_TEXT)
    if beside:
        return beside
    weekday = _WEEKDAY.match(scene.after)
    if weekday is None:
        return day
    wanted = "1234567".find(weekday[1].translate(_SUNDAY))
    return next(near for n in _NEAREST_FIRST if (near := shift_days(day, n)).weekday() == wanted)


def _told(scene: Scene, frame: Period | None) -> date:
    told = frame or scene.previous
    if told and told.first and told.unit in {"day", "hour", "minute"}:
        return told.first
    if told and told.last and told.unit == "interval" and len(told.text.partition("/")[2]) >= len("2020-07-06"):
        return told.last
    return scene.today


def _trading_day(today: date) -> date:
    day = shift_days(today, -1)
    return shift_days(day, _SATURDAY - 1 - day.weekday()) if day.weekday() >= _SATURDAY else day
