from datetime import date, datetime, timedelta

from hypothesis import example, given, settings
from hypothesis import strategies as st

from kg.time import TimeValue, anchor_of, dateline_day, interval_of, resolve_time
from kg.time.numerals import plain_text
from tests.time.builders import SHANGHAI, told

PIECES = (
    *"年月日号周星期礼拜天今昨明前后上下本这当同次翌至到和、初底末中半旬季春夏秋冬早晚时点分约自起内几多两十百千零〇○",
    *"0123456789-./:~()（）",
    *(
        "以来",
        "之前",
        "世纪",
        "年代",
        "去年",
        "民国",
        "公元前",
        "农历",
        "正月",
        "闰",
        "除夕",
        "过去",
        "未来",
        "第",
        "GMT",
        "期间",
        "个",
    ),
)
EXPRESSIONS = st.lists(st.sampled_from(PIECES), max_size=9).map("".join)
MOMENTS = st.datetimes(min_value=datetime(1, 1, 1), max_value=datetime(9999, 12, 31)).map(
    lambda moment: moment.replace(tzinfo=SHANGHAI)
)
PRECISIONS = frozenset(
    ("", "minute", "hour", "day", "week", "month", "season", "quarter", "half", "year", "decade", "century", "interval")
)
BEFORE = st.sampled_from(
    (None, "2020", "2019-12-31", "2020-W27", "2018~/2020", "2020-07/..", "0001", "9999-12-31", "-0220")
)


@settings(deadline=None, max_examples=400)
@given(EXPRESSIONS, MOMENTS, BEFORE)
@example("后年", datetime(9999, 1, 1, tzinfo=SHANGHAI), None)
@example("前年", datetime(1, 1, 1, tzinfo=SHANGHAI), None)
@example("上周", datetime(1, 1, 1, tzinfo=SHANGHAI), None)
@example("次日", datetime(2020, 1, 1, tzinfo=SHANGHAI), "9999-12-31")
def test_nothing_raises_and_no_interval_is_backwards(text: str, anchor: datetime, before: str | None) -> None:
    value = resolve_time(text, anchor=anchor, context=f"将于{text}举行", previous=told(before) if before else None)
    assert (value.value is None) == bool(value.note)
    if value.begin and value.until:
        assert date.fromisoformat(value.begin) <= date.fromisoformat(value.until)


@settings(deadline=None, max_examples=200)
@given(EXPRESSIONS, MOMENTS)
def test_a_value_reads_back_to_the_same_days(text: str, anchor: datetime) -> None:
    value = resolve_time(text, anchor=anchor)
    if value.value is not None:
        assert interval_of(value.value) == (value.begin, value.until, value.precision)


@settings(deadline=None, max_examples=200)
@given(st.text(max_size=40), st.text(max_size=40), st.none() | MOMENTS)
def test_any_text_is_taken(text: str, context: str, anchor: datetime | None) -> None:
    assert isinstance(resolve_time(text, anchor=anchor, context=context), TimeValue)
    assert isinstance(plain_text(text), str)
    assert interval_of(text)[2] in PRECISIONS
    assert anchor is None or dateline_day(text, anchor) is None or isinstance(dateline_day(text, anchor), datetime)


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 1, 1)))
def test_every_date_is_read_as_itself(day: date) -> None:
    noon = anchor_of("2020-07-10T12:00:00+08:00", "Asia/Shanghai")
    for text in (f"{day.year}年{day.month}月{day.day}日", day.isoformat(), f"{day.year}/{day.month}/{day.day}"):
        assert resolve_time(text, anchor=noon).value == day.isoformat()


@given(st.dates(min_value=date(1990, 1, 1), max_value=date(2050, 1, 1)), st.integers(min_value=-3, max_value=3))
def test_weekday_without_a_week_is_the_last_one(day: date, step: int) -> None:
    target = day + timedelta(days=step)
    value = resolve_time(f"周{'一二三四五六日'[target.weekday()]}", anchor=datetime(day.year, day.month, day.day, 9))
    found = date.fromisoformat(value.value or "")
    assert found.weekday() == target.weekday()
    assert 0 <= (day - found).days < 7
