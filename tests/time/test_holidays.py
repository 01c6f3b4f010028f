from datetime import date

import pytest

from kg.time import resolve_time
from kg.time.lunar import lunar_day, new_year
from kg.time.period import UnresolvedTimeError
from tests.time.builders import value_of

HOLIDAYS = [
    ("元旦", "2020-01-01"),
    ("情人节", "2020-02-14"),
    ("五一", "2020-05-01"),
    ("劳动节", "2020-05-01"),
    ("五四", "2020-05-04"),
    ("六四", "2020-06-04"),
    ("七一", "2020-07-01"),
    ("独立日", "2020-07-04"),
    ("美国独立日", "2020-07-04"),
    ("独立日周末", "2020-07-04/2020-07-05"),
    ("八一建军节", "2020-08-01"),
    ("九一八", "2020-09-18"),
    ("十一", "2020-10-01"),
    ("去年十一", "2019-10-01"),
    ("國慶節", "2020-10-01"),
    ("去年国庆", "2019-10-01"),
    ("双十节", "2020-10-10"),
    ("雙十節", "2020-10-10"),
    ("双十一", "2020-11-11"),
    ("平安夜", "2020-12-24"),
    ("圣诞节", "2020-12-25"),
    ("圣诞节前夕", "2020-12-24"),
    ("2018年圣诞节", "2018-12-25"),
    ("感恩节", "2020-11-26"),
    ("母亲节", "2020-05-10"),
    ("父亲节", "2020-06-21"),
    ("美国阵亡将士纪念日", "2020-05-25"),
    ("复活节", "2020-04-12"),
    ("2019年复活节", "2019-04-21"),
    ("清明节", "2020-04-04"),
    ("2019年清明", "2019-04-05"),
    ("春节", "2020-01-25"),
    ("春节期间", "2020-01-25"),
    ("农历新年", "2020-01-25"),
    ("大年初一", "2020-01-25"),
    ("除夕", "2020-01-24"),
    ("去年除夕", "2019-02-04"),
    ("明年春节", "2021-02-12"),
    ("2008年春节", "2008-02-07"),
    ("元宵节", "2020-02-08"),
    ("端午", "2020-06-25"),
    ("端午节当天", "2020-06-25"),
    ("2021年端午节", "2021-06-14"),
    ("七夕", "2020-08-25"),
    ("中秋节", "2020-10-01"),
    ("去年中秋", "2019-09-13"),
    ("重阳节", "2020-10-25"),
    ("正月初五", "2020-01-29"),
    ("农历八月十五", "2020-10-01"),
    ("2020年闰四月初一", "2020-05-23"),
    ("香港主权移交纪念日前夕", "2020-06-30"),
    ("周六独立日", "2020-07-04"),
]


@pytest.mark.parametrize(("text", "value"), HOLIDAYS)
def test_holiday(text: str, value: str) -> None:
    assert value_of(text) == value


@pytest.mark.parametrize(
    ("text", "on", "value"),
    [
        ("春节", "2020-12-30", "2021-02-12"),
        ("圣诞节", "2021-01-05", "2020-12-25"),
        ("元旦", "2020-12-20", "2021-01-01"),
        ("国庆节", "2020-01-05", "2019-10-01"),
    ],
)
def test_holiday_over_the_turn_of_the_year(text: str, on: str, value: str) -> None:
    assert value_of(text, on=on) == value


@pytest.mark.parametrize(
    ("year", "first"),
    [
        (1990, date(1990, 1, 27)),
        (2000, date(2000, 2, 5)),
        (2020, date(2020, 1, 25)),
        (2033, date(2033, 1, 31)),
        (2050, date(2050, 1, 23)),
    ],
)
def test_chinese_new_year(year: int, first: date) -> None:
    assert new_year(year) == first


def test_chinese_calendar_runs_on_without_a_gap() -> None:
    for year in range(1990, 2050):
        last = max(lunar_day(year, 12, day) for day in (29, *([30] if _has(year, 12, 30) else [])))
        assert (new_year(year + 1) - last).days == 1


def test_days_the_chinese_calendar_lacks_stay_text() -> None:
    for text in ("2020年闰五月初一", "1975年春节", "2051年除夕"):
        value = resolve_time(text, anchor=None)
        assert (value.value, value.begin) == (None, None)
        assert value.note


def _has(year: int, month: int, day: int) -> bool:
    try:
        lunar_day(year, month, day)
    except UnresolvedTimeError:
        return False
    return True
