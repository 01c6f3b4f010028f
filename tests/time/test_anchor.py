import pytest

from kg.errors import SettingsError
from kg.time import anchor_of, dateline_day
from tests.time.builders import day


def test_publication_is_told_in_the_archives_zone() -> None:
    anchor = anchor_of("2020-07-05T19:41:00+00:00", "Asia/Shanghai")
    assert anchor is not None
    assert anchor.isoformat() == "2020-07-06T03:41:00+08:00"


def test_publication_without_offset_is_local() -> None:
    anchor = anchor_of("2020-07-05T19:41:00", "Asia/Taipei")
    assert anchor is not None
    assert anchor.isoformat() == "2020-07-05T19:41:00+08:00"


@pytest.mark.parametrize("published", [None, "", "yesterday", "2020-13-01", "0001-01-01T00:00:00+14:00"])
def test_unknown_publication_is_none(published: str | None) -> None:
    assert anchor_of(published, "Asia/Shanghai") is None


@pytest.mark.parametrize("zone", ["Mars/Base", "", "../etc/passwd"])
def test_unknown_zone_is_a_settings_error(zone: str) -> None:
    with pytest.raises(SettingsError, match="IANA"):
        anchor_of("2020-07-05T19:41:00+00:00", zone)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("（法新社耶路撒冷10日电） 卫生部今天通报", "2020-07-10"),
        ("（法新社耶路撒冷9日电） 卫生部今天通报", "2020-07-09"),
        ("标题一行\n（法新社象牙海岸阿必尚8日電） 银行", "2020-07-08"),
        ("路透上海7月9日 - 股市收涨", "2020-07-09"),
        ("路透7月7日 - 有分析指", "2020-07-07"),
        ("（中央社台北9日电）", "2020-07-09"),
        ("新华社北京7月10日电 记者", "2020-07-10"),
        ("新华社北京2020年7月9日电 记者", "2020-07-09"),
        ("（中央社记者某某台北11日专电）", "2020-07-11"),
    ],
)
def test_dateline_moves_the_day(text: str, expected: str) -> None:
    found = dateline_day(text, day("2020-07-10"))
    assert found is not None
    assert found.date().isoformat() == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "据法新社9日报道，会议举行",
        "（法新社巴黎25日电） 旧闻",
        "新华社北京6月2日电",
        "没有电头的正文，7月9日电视台播出",
        "标题\n" + "字" * 400 + "\n（法新社巴黎9日电）",
    ],
)
def test_what_is_no_fresh_dateline_moves_nothing(text: str) -> None:
    assert dateline_day(text, day("2020-07-10")) is None


def test_dateline_without_publication_time_says_nothing() -> None:
    assert dateline_day("（法新社巴黎9日电）", None) is None


def test_dateline_of_the_last_of_the_month_before() -> None:
    found = dateline_day("（法新社华盛顿30日电）", day("2020-07-02"))
    assert found is not None
    assert found.date().isoformat() == "2020-06-30"
