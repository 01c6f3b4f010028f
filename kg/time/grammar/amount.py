"""An amount of time: 三年, 两个半月, 几天, 20多年, 半年, 24小时.

The pattern is shared by everything that counts from a day; ``read_amount`` tells what it matched.
"""

import re
from dataclasses import dataclass
from typing import Final

PATTERN: Final = (
    r"(?P<about>约|大约|大概|近|将近|不到|超过|至少|整整)?"
    r"(?P<n>\d{1,3}|半|好几|10几|10多|几|数|多)(?P<more>多|余|来)?"
    r"(?:个?(?P<more3>多)?(?P<half>半)?(?P<month>(?<=[个半几数多])月)|个?(?P<half2>半)?(?P<unit>年|周|星期|礼拜|天|日|小时|钟头|分钟))"
    r"(?P<half3>半)?(?P<more2>多)?(?:的?时间)?(?P<so>左右)?"
)
#: Days of a unit.
DAYS: Final = {"周": 7, "星期": 7, "礼拜": 7, "天": 1, "日": 1}
#: What 几 and 数 count, for the edge of a vague interval.
SOME: Final = 3


@dataclass(frozen=True, slots=True)
class Amount:
    """So many units.

    Attributes:
        n: Whole units; None for 几 and its like.
        unit: 年, 月, 周, 天, 小时 or another key of the grammar.
        has_half: Whether half a unit more is meant; of 半年, half a year alone.
        is_about: Whether it is said vaguely.
        least: What 几 (3) and 十几 (13) stand for, else n.
    """

    n: int | None
    unit: str
    has_half: bool
    is_about: bool
    least: int

    @property
    def months(self) -> int | None:
        """The amount in months, where it is one."""
        if self.n is None or self.unit not in {"年", "月"} or (self.unit == "月" and self.has_half):
            return None
        return self.n * 12 + 6 * self.has_half if self.unit == "年" else self.n

    @property
    def days(self) -> int | None:
        """The amount in whole days, where it is one."""
        return None if self.n is None or self.unit not in DAYS or self.has_half else self.n * DAYS[self.unit]


def read_amount(found: re.Match[str]) -> Amount | None:
    """The amount that ``PATTERN`` matched; None for 多年, which says nothing."""
    word = found["n"]
    if word == "多":
        return None
    is_half = word == "半"
    n = int(word) if word.isdigit() else 0 if is_half else None
    least = 10 + SOME if word.startswith("10") and n is None else SOME
    return Amount(
        n=n,
        unit=found["unit"] or "月",
        has_half=is_half or any(found[name] for name in ("half", "half2", "half3")),
        is_about=n is None or any(found[name] for name in ("about", "more", "more2", "more3", "so")),
        least=least if n is None else n,
    )
