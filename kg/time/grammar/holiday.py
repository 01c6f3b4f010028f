"""Holidays and days of remembrance: 春节, 除夕, 双十节, 七一, 独立日, 去年中秋, 农历正月初五.

An expression in half-width simplified characters enters, numerals still as written, for 十一 is no 11 here.
"""

import re
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from typing import Final

from kg.time.choose import choose_year
from kg.time.lunar import lunar_day, new_year
from kg.time.numerals import plain_text, read_numeral
from kg.time.period import Period, UnresolvedTimeError, day_period, interval, make_date, shift_days
from kg.time.scene import Scene

_SOLAR: Final = {
    **dict.fromkeys(("元旦", "元旦节", "新年第一天"), (1, 1)),
    **dict.fromkeys(("情人节",), (2, 14)),
    **dict.fromkeys(("妇女节", "国际妇女节", "三八妇女节", "三八节", "三八"), (3, 8)),
    **dict.fromkeys(("愚人节",), (4, 1)),
    **dict.fromkeys(("五一", "五一节", "劳动节", "国际劳动节", "五一劳动节", "五一国际劳动节"), (5, 1)),
    **dict.fromkeys(("五四", "五四青年节"), (5, 4)),
    **dict.fromkeys(("儿童节", "六一", "六一儿童节"), (6, 1)),
    **dict.fromkeys(("六四", "六四周年纪念日", "六四纪念日"), (6, 4)),
    **dict.fromkeys(("七一", "香港回归纪念日", "香港主权移交纪念日", "建党节", "香港回归日", "党的生日"), (7, 1)),
    **dict.fromkeys(("美国独立日", "独立日", "美国国庆日", "美国国庆节", "独立纪念日", "美国国庆"), (7, 4)),
    **dict.fromkeys(("七七", "七七事变纪念日", "抗战纪念日", "卢沟桥事变纪念日"), (7, 7)),
    **dict.fromkeys(("巴士底日", "法国国庆日", "法国国庆节", "法国国庆"), (7, 14)),
    **dict.fromkeys(("八一", "建军节", "八一建军节"), (8, 1)),
    **dict.fromkeys(("日本投降日", "日本战败日", "光复节"), (8, 15)),
    **dict.fromkeys(("抗战胜利纪念日", "九三", "九三阅兵日"), (9, 3)),
    **dict.fromkeys(("教师节",), (9, 10)),
    **dict.fromkeys(("九一八", "九一八纪念日"), (9, 18)),
    **dict.fromkeys(
        ("十一", "国庆", "国庆节", "国庆日", "十一国庆节", "十一国庆", "中国国庆节", "中国国庆日"), (10, 1)
    ),
    **dict.fromkeys(("双十", "双十节", "双十国庆", "双十国庆节", "中华民国国庆日"), (10, 10)),
    **dict.fromkeys(("万圣节",), (10, 31)),
    **dict.fromkeys(("双十一", "双11", "光棍节"), (11, 11)),
    **dict.fromkeys(("双十二", "双12"), (12, 12)),
    **dict.fromkeys(("国家公祭日", "南京大屠杀纪念日"), (12, 13)),
    **dict.fromkeys(("平安夜", "圣诞夜", "圣诞前夕", "圣诞节前夕"), (12, 24)),
    **dict.fromkeys(("圣诞", "圣诞节", "圣诞日", "耶诞节"), (12, 25)),
    **dict.fromkeys(("节礼日",), (12, 26)),
    **dict.fromkeys(("跨年夜", "新年前夕", "元旦前夕", "除夕夜(公历)"), (12, 31)),
}
_LUNAR: Final = {
    **dict.fromkeys(
        ("春节", "农历新年", "农历年", "旧历新年", "中国新年", "中国农历新年", "大年初一", "农历春节", "华人新年"),
        (1, 1),
    ),
    **dict.fromkeys(("元宵节", "元宵", "上元节"), (1, 15)),
    **dict.fromkeys(("龙抬头",), (2, 2)),
    **dict.fromkeys(("端午", "端午节", "端阳节", "龙舟节"), (5, 5)),
    **dict.fromkeys(("七夕", "七夕节"), (7, 7)),
    **dict.fromkeys(("中元节", "盂兰节", "鬼节"), (7, 15)),
    **dict.fromkeys(("中秋", "中秋节", "中秋夜"), (8, 15)),
    **dict.fromkeys(("重阳", "重阳节"), (9, 9)),
    **dict.fromkeys(("腊八", "腊八节"), (12, 8)),
}
#: The nth weekday (0 is Monday) of a month; -1 is the last.
_NTH: Final = {
    **dict.fromkeys(("母亲节",), (5, 6, 2)),
    **dict.fromkeys(("阵亡将士纪念日", "美国阵亡将士纪念日"), (5, 0, -1)),
    **dict.fromkeys(("父亲节",), (6, 6, 3)),
    **dict.fromkeys(("美国劳动节", "美国劳工节"), (9, 0, 1)),
    **dict.fromkeys(("感恩节", "美国感恩节"), (11, 3, 4)),
}
_EVES: Final = frozenset({"除夕", "除夕夜", "大年三十", "年三十", "年夜", "农历除夕"})
#: 清明 by the usual rule of the solar terms of this century: the share of a day that its date moves on in a year.
_QINGMING: Final = (4.81, 0.2422)

_NAMES: Final = sorted([*_SOLAR, *_LUNAR, *_NTH, *_EVES, "清明", "清明节", "复活节", "冬至"], key=len, reverse=True)
_AFTER: Final = (
    "(?P<after>当天|当日|那天|这一天|这天|那一天|之际|期间|假期|长假|黄金周|前夕|前一天|前一日|翌日|次日|第二天"
    "|之夜|夜|晚上|晚|当晚|长周末|周末|凌晨|上午|早上|下午|前|后|之前|之后)?"
)
_HOLIDAY: Final = re.compile(
    rf"(?P<before>.*?)的?(?P<nth>\d+周年|[一二三四五六七八九十百]+周年)?(?P<name>{'|'.join(_NAMES)})"
    rf"(?P<years>(?:\d+|[一二三四五六七八九十百]+)周年)?(?:纪念日|纪念|日)?{_AFTER}"
)
_TRANSFER: Final = re.compile(
    r"(?:香港)?(?:主权)?(?:移交|回归)(?:中国)?(?:.{1,6}周年(?:纪念日|日)?|纪念日|日)(?P<after>前夕|当天|当日|前一天)?"
)
_FARMERS: Final = re.compile(
    r"(?P<before>.*?)(?:农历|旧历|阴历|夏历)?(?P<leap>闰)?(?P<month>正|腊|冬|大年|[一二三四五六七八九十]{1,2})月?"
    r"(?P<day>初[一二三四五六七八九十]|[一二三四五六七八九十廿]{1,3})日?"
)
_MONTHS: Final = {"正": 1, "大年": 1, "冬": 11, "腊": 12}
_LEADING: Final = re.compile("^(?:在|于|自|从|到|至|直到|截至|每年)")


def read_holiday(text: str, scene: Scene) -> Period | None:
    """The day of a holiday, or None if the text names none."""
    text = _LEADING.sub("", text)
    transfer = _TRANSFER.fullmatch(text)
    if transfer:
        return _beside(_nearest(lambda year: make_date(year, 7, 1), scene), transfer["after"])
    found = _HOLIDAY.fullmatch(text)
    if found and not _is_plain_date(found):
        return _named(found, scene)
    found = _FARMERS.fullmatch(text)
    if found and _is_lunar(text):
        return _farmers(found, scene)
    return None


def _is_plain_date(found: re.Match[str]) -> bool:
    """二〇二〇年十一 is a holiday, but 二十一 is not."""
    before = found["before"]
    return bool(before) and before[-1] in "一二三四五六七八九十百千〇零" and found["name"][0] in "一二三四五六七八九十"


def _named(found: re.Match[str], scene: Scene) -> Period | None:
    name, before = found["name"], found["before"]
    if not before:
        day = _nearest(lambda year: _day_of(name, year), scene)
        return _beside(day, found["after"])
    frame = scene.read(plain_text(before))
    if frame.unit == "day":
        day = frame.start
    elif frame.unit == "year":
        day = _day_of(name, frame.start.year)
    else:
        return None
    return _beside(day, found["after"])


def _beside(day: date, after: str | None) -> Period:
    if after in {"前夕", "前一天", "前一日"}:
        return day_period(shift_days(day, -1))
    if after in {"翌日", "次日", "第二天"}:
        return day_period(shift_days(day, 1))
    if after in {"长周末", "周末"}:
        return _weekend(day)
    return day_period(day)


def _weekend(day: date) -> Period:
    """The Saturday and Sunday nearest to a holiday."""
    nearest = (day.weekday() + 2) % 7
    saturday = shift_days(day, -nearest if nearest <= 3 else 7 - nearest)
    return interval(day_period(saturday), day_period(shift_days(saturday, 1)))


def _day_of(name: str, year: int) -> date:
    if name in _SOLAR:
        return make_date(year, *_SOLAR[name])
    if name in _LUNAR:
        return lunar_day(year, *_LUNAR[name])
    if name in _EVES:
        return shift_days(new_year(year), -1)
    if name in _NTH:
        return _nth_weekday(year, *_NTH[name])
    if name == "复活节":
        return _easter(year)
    if name == "冬至":
        return make_date(year, 12, 22 if year % 4 == 3 else 21)
    base, step = _QINGMING
    past = year - 2000
    return make_date(year, 4, int(base + step * past) - past // 4)


def _nth_weekday(year: int, month: int, weekday: int, nth: int) -> date:
    first = make_date(year, month, 1)
    day = shift_days(first, (weekday - first.weekday()) % 7)
    if nth > 0:
        return shift_days(day, 7 * (nth - 1))
    last = shift_days(day, 28)
    return last if last.month == month else shift_days(day, 21)


def _easter(year: int) -> date:
    """Source: the Gregorian computus of Meeus, Jones and Butcher."""
    century = year // 100
    golden = year % 19
    correction = (8 * century + 13) // 25
    epact = (19 * golden + century - century // 4 - correction + 15) % 30
    epact -= epact // 28 * (1 - epact // 28 * (29 // (epact + 1)) * ((21 - golden) // 11))
    weekday = (year + year // 4 + epact + 2 - century + century // 4) % 7
    days = epact - weekday
    month = 3 + (days + 40) // 44
    return make_date(year, month, days + 28 - 31 * (month // 4))


def _nearest(of_year: Callable[[int], date], scene: Scene) -> date:
    """The day of the year that is meant; one that not every year has, such as a leap month's, of a year near."""
    year = scene.today.year
    try:
        return of_year(choose_year(scene, of_year(year)))
    except UnresolvedTimeError:
        for near in (year, year - 1, year + 1):
            with suppress(UnresolvedTimeError):
                return of_year(near)
    raise UnresolvedTimeError("no such day in these years")


def _is_lunar(text: str) -> bool:
    return any(word in text for word in ("农历", "旧历", "阴历", "夏历", "正月", "腊月", "大年", "初"))


def _farmers(found: re.Match[str], scene: Scene) -> Period:
    month = _MONTHS.get(found["month"]) or read_numeral(found["month"])
    day = read_numeral(found["day"].removeprefix("初"))
    leap = bool(found["leap"])
    if found["before"]:
        year = scene.read(plain_text(found["before"])).start.year
        return day_period(lunar_day(year, month, day, is_leap=leap))
    return day_period(_nearest(lambda year: lunar_day(year, month, day, is_leap=leap), scene))
