import pytest

from kg.time import resolve_time
from tests.time.builders import FRIDAY

IMPOSSIBLE = [
    "民国108年2月30日",
    "2019年2月29日",
    "6月31日",
    "2019年13月",
    "13月",
    "7月0日",
    "7月32日",
    "25:00",
    "24:30",
    "9:75",
    "晚上8时70分",
    "0年",
    "2021-2017年",
    "2020-13-01",
    "20201341",
    "6月第六个星期一",
]
NOT_TOLD = [
    "",
    "　",
    "三天",
    "三天内",
    "每年",
    "多年来",
    "数十年前",
    "两千年前",
    "12019年",
    "20年",
    "108年",
    "以前",
    "长期",
    "期间",
    "北京",
    "二战期间",
    "第",
    "年月日",
    "至",
    "前后左右",
    "第五季度",
    "周八",
]
WITHOUT_ANCHOR = [
    "今天",
    "昨晚",
    "周四",
    "去年",
    "7月9日",
    "9日",
    "本月",
    "近日",
    "三年前",
    "9:30",
    "春节",
    "上半年",
    "当天",
]


@pytest.mark.parametrize("text", IMPOSSIBLE + NOT_TOLD)
def test_what_cannot_be_told_has_a_note_and_no_date(text: str) -> None:
    value = resolve_time(text, anchor=FRIDAY)
    assert (value.value, value.begin, value.until, value.precision) == (None, None, None, "")
    assert value.note


@pytest.mark.parametrize("text", WITHOUT_ANCHOR)
def test_without_publication_time_relative_expressions_stay_text(text: str) -> None:
    value = resolve_time(text, anchor=None)
    assert (value.value, value.note) == (None, "publication time unknown")


@pytest.mark.parametrize(
    ("text", "value"),
    [("2019年5月4日", "2019-05-04"), ("2002-2003年", "2002/2003"), ("民国109年", "2020"), ("2019年春节", "2019-02-05")],
)
def test_without_publication_time_absolute_expressions_are_resolved(text: str, value: str) -> None:
    assert resolve_time(text, anchor=None).value == value


@pytest.mark.parametrize(
    "text", ["自" * 30 + "前" * 30, "前后以来起左右" * 8, "1月到" * 20, "(" * 59, "周" * 60, "9" * 60]
)
def test_nonsense_is_given_up_quickly(text: str) -> None:
    assert resolve_time(text, anchor=FRIDAY, context=text * 2).note != "" or len(text) < 60
