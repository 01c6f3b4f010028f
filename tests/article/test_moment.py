"""Times as pages write them."""

from zoneinfo import ZoneInfo

import pytest

from kg.article.moment import from_milliseconds, from_text, load_zone
from kg.errors import SettingsError

SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2023-05-02T14:30:00+08:00", "2023-05-02T06:30:00+00:00"),
        ("2023-05-02T14:30:00.123Z", "2023-05-02T14:30:00+00:00"),
        ("2023-05-02 14:30", "2023-05-02T06:30:00+00:00"),
        ("2023/5/2", "2023-05-01T16:00:00+00:00"),
        ("2023年5月2日 14:30", "2023-05-02T06:30:00+00:00"),
        ("Tue, 02 May 2023 06:30:00 GMT", "2023-05-02T06:30:00+00:00"),
        ("2023-02-30", None),
        ("2023-05-02T25:00:00", None),
        ("1970-01-01", None),
        ("昨天", None),
        ("", None),
        ("9" * 200, None),
    ],
)
def test_texts(text: str, moment: str | None) -> None:
    assert from_text(text, zone=SHANGHAI) == moment


def test_text_without_zone_needs_one() -> None:
    assert from_text("2023-05-02 14:30", zone=None) is None


@pytest.mark.parametrize(
    ("stamp", "moment"), [(1683000000000, "2023-05-02T04:00:00+00:00"), (1683000000, None), (0, None)]
)
def test_stamps(stamp: int, moment: str | None) -> None:
    assert from_milliseconds(stamp) == moment


def test_unknown_zone_is_a_setting_to_mend() -> None:
    with pytest.raises(SettingsError, match="Mars/Olympus"):
        load_zone("Mars/Olympus")
