import pytest

from tests.time.builders import value_of


@pytest.mark.parametrize(
    ("text", "sentence", "value"),
    [
        ("周三", "会议将于周三举行", "2020-07-15"),
        ("週三", "會議將於週三舉行", "2020-07-15"),
        ("周三", "双方周三举行了会议", "2020-07-08"),
        ("周三", "预计周三公布数据", "2020-07-15"),
        ("周三", "原定周三举行的会议取消了", "2020-07-08"),
        ("周三", "法案周三将付诸表决", "2020-07-15"),
        ("周末", "集会定于周末举行", "2020-07-11/2020-07-12"),
        ("20日", "新规将于20日生效", "2020-07-20"),
        ("20日", "新规20日生效", "2020-06-20"),
        ("2月", "奥运会推迟到2月举行", "2020-02"),
        ("8月21日", "影片延至8月21日上映", "2020-08-21"),
        ("周五", "周五（7月3日）发表声明", "2020-07-03"),
        ("今天", "记者今天7月8日发自巴黎", "2020-07-08"),
        ("昨天", "昨天周三举行了会议", "2020-07-08"),
    ],
)
def test_words_around_tell_the_direction(text: str, sentence: str, value: str) -> None:
    assert value_of(text, sentence=sentence) == value


def test_a_deadline_is_not_behind_the_holiday_of_today() -> None:
    assert value_of("七一", sentence="预料法律赶在七一前通过", on="2020-07-01") == "2020-07-01"


@pytest.mark.parametrize(
    ("text", "before", "sentence", "value"),
    [
        ("2日", "2020-01-01", "分别在1月1日和2日两度询问", "2020-01-02"),
        ("9月8日", "2019-09-06/2019-09-07", "9月8日返回之后", "2019-09-08"),
        ("12月27日", "2019-12-31", "最迟在12月27日已经知道", "2019-12-27"),
        ("星期二", "2020-07-13", "下星期一和星期二将开会", "2020-07-14"),
        ("周三", "2020-07-15", "即便周三有变", "2020-07-15"),
        ("31日", "2019-12-27", "去年12月27日得知、31日通报", "2019-12-31"),
    ],
)
def test_date_follows_the_one_said_before(text: str, before: str, sentence: str, value: str) -> None:
    assert value_of(text, before=before, sentence=sentence) == value
