"""JioNLP, another reader of Chinese time, as an oracle: the same days, or a reason why not.

Only what both claim to read is compared: first and last day. What stands in ``DISAGREEMENTS`` must go on disagreeing,
so that a reason that no longer holds is noticed.
"""

import warnings
from collections.abc import Callable
from datetime import date, datetime, timedelta
from itertools import product

import pytest

from kg.time import resolve_time
from tests.time.builders import SHANGHAI

Oracle = Callable[[str, datetime], tuple[str, str]]

ANCHORS = [
    date(2019, 1, 31),
    date(2020, 2, 29),
    date(2020, 7, 10),
    date(2020, 12, 31),
    date(2021, 1, 1),
    date(2023, 5, 2),
]
ON_ANY_DAY = [
    *("今天", "昨天", "前天", "大前天", "明天", "后天", "大后天", "昨晚", "昨天下午", "三天前", "十天后", "过去24小时"),
    *("本周", "上周", "上上周", "下周", "本周四", "上周五", "上周日", "下周一", "下下周一", "上周三晚"),
    *("今年", "去年", "前年", "明年", "后年", "今明两年", "去年9月", "明年3月", "前年12月"),
    *("上半年", "去年下半年", "今年上半年", "第二季度", "去年四季度", "本季度", "上季度", "下季度", "今年头两个月"),
    *("90年代", "上世纪80年代", "21世纪", "19世纪", "上世纪"),
    *("上月12日", "下月3日", "本月7日", "今年2月3日", "去年12月31日", "上月中旬", "6月中旬", "2月下旬"),
    *(
        "2018年春节",
        "2020年端午节",
        "2021年中秋节",
        "2019年清明",
        "去年国庆",
        "2018年圣诞节",
        "2020年元宵节",
        "2020年重阳节",
    ),
    *("1949年10月1日", "二〇一八年五月", "2018年第三季度", "2015年5月2日至5日", "2002-2003年", "1949年10月1日至今"),
    *("2017年12月30日至2018年1月2日", "今年9月到明年6月", "2016年3月以来", "2018-06-04", "20180604"),
    *("上午九时", "晚上8时30分", "下午两点半", "凌晨零时", "昨晚9时许", "北京时间2018年7月9日20时"),
]
#: Expression, written on 10 July 2020, and why JioNLP has other days.
DISAGREEMENTS = [
    ("去年的今天", "JioNLP reads the year alone"),
    ("廿三日", "JioNLP takes it for a day of the Chinese calendar"),
    ("30日", "JioNLP looks ahead; news looks back"),
    ("周六", "JioNLP takes the weekday of this week; news looks back"),
    ("周末", "JioNLP has Sunday alone"),
    ("本周三、四", "JioNLP reads the first day alone"),
    ("上周三至周五", "JioNLP takes the second weekday of this week"),
    ("下周一到周三", "JioNLP takes the second weekday of this week, before the first"),
    ("7月5日当周", "JioNLP reads the day"),
    ("5月的最后一个星期一", "JioNLP reads a Monday of this week"),
    ("民国109年5月", "JioNLP has the year 109"),
    ("昭和20年", "JioNLP has 2020"),
    ("公元前221年", "JioNLP counts 221 years back"),
    ("6月初", "JioNLP has the first five days; we keep to the month"),
    ("10月底", "JioNLP has the last week; we keep to the month"),
    ("年初", "JioNLP has two months, we one"),
    ("年底", "JioNLP has two months, we one"),
    ("今年夏天", "JioNLP cuts at solar terms, EDTF's seasons at months"),
    ("1990年代", "JioNLP reads the year"),
    ("2014年第三季", "JioNLP needs 季度"),
    ("一周前", "JioNLP gives the week, we the day"),
    ("两个月前", "JioNLP gives two months, we one"),
    ("过去三天", "JioNLP counts three days before today, we today as the third"),
    ("过去3年", "JioNLP counts days, we calendar years"),
    ("未来10年", "JioNLP counts days, we calendar years"),
    ("15年来", "JioNLP ends today, we with the year"),
    ("晚上12点", "JioNLP has it on the next day, we at the end of this one"),
    ("7月5日24时", "JioNLP has it on the next day, we at the end of this one"),
    ("晚10时至2时", "JioNLP ends before it begins"),
    ("1-5月", "JioNLP reads 5 January"),
    ("28至30日", "JioNLP looks ahead; news looks back"),
    ("2015年10月至12月期间", "JioNLP reads the first month alone"),
    ("去年12月以來", "JioNLP does not know the traditional form"),
    ("2019年底至2020年初", "JioNLP has two months at either end, we one"),
    ("12月12日以来", "JioNLP begins in the future"),
    ("今年以来", "JioNLP leaves it open"),
    ("年底前", "JioNLP begins today; for us it is the deadline"),
    ("圣诞节前夕", "JioNLP reads the day itself"),
    ("2019年复活节", "JioNLP reads the year alone"),
    ("除夕", "JioNLP takes the next one; the last one is nearer"),
]


@pytest.fixture(scope="module")
def oracle() -> Oracle:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        jionlp = pytest.importorskip("jionlp")

    def read(text: str, anchor: datetime) -> tuple[str, str]:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            first, last = jionlp.parse_time(text, time_base=anchor.timestamp())["time"]
        return first[:10], last[:10]

    return read


def _noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=SHANGHAI)


def _ours(text: str, anchor: datetime) -> tuple[str | None, str | None]:
    value = resolve_time(text, anchor=anchor)
    return value.begin, value.until


@pytest.mark.parametrize("anchor", ANCHORS, ids=str)
def test_both_read_the_same_days(anchor: date, oracle: Oracle) -> None:
    noon = _noon(anchor)
    found = {text: (_ours(text, noon), oracle(text, noon)) for text in ON_ANY_DAY}
    assert {text: pair for text, pair in found.items() if pair[0] != pair[1]} == {}


def test_both_read_every_lunar_holiday_alike(oracle: Oracle) -> None:
    noon = _noon(date(2020, 7, 10))
    names = ("春节", "元宵节", "端午节", "七夕", "中秋节", "重阳节")
    texts = [f"{year}年{name}" for year, name in product(range(1991, 2050), names)]
    assert [text for text in texts if _ours(text, noon) != oracle(text, noon)] == []


def test_both_read_every_day_of_a_leap_year_alike(oracle: Oracle) -> None:
    noon = _noon(date(2020, 7, 10))
    days = [date(2020, 1, 1) + timedelta(days=n) for n in range(0, 366, 5)]
    texts = [f"今年{day.month}月{day.day}日" for day in days]
    assert [text for text in texts if _ours(text, noon) != oracle(text, noon)] == []


@pytest.mark.parametrize(("text", "reason"), DISAGREEMENTS)
def test_known_disagreement_still_holds(text: str, reason: str, oracle: Oracle) -> None:
    noon = _noon(date(2020, 7, 10))
    assert reason
    assert resolve_time(text, anchor=noon).value is not None
    assert _ours(text, noon) != oracle(text, noon)
