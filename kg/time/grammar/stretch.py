"""Stretches that end or begin now: 过去24小时, 近两年, 未来10年, 66年来, 4个月以来, 这两天."""

import re
from datetime import date
from typing import Final

from kg.time.grammar.amount import DAYS, PATTERN, SOME, Amount, read_amount
from kg.time.grammar.relative import checked_year
from kg.time.grammar.rule import Rule, rules
from kg.time.period import Period, about, day_period, interval, shift_days, shift_months, year_period
from kg.time.scene import Scene

_INSIDE: Final = "(?:之?内|里|间|期间|中|当中)?"
#: 这一天 and 此前一天 are days, not stretches.
_ONE_DAY: Final = frozenset({"这", "此前", "之前"})
_NEAR: Final = frozenset({"近", "最近", "这"})
#: 近几年 and 近几个月 reach back less far than 过去几年: two, not three.
_NEAR_SOME: Final = SOME - 1
#: Stretches of up to so many months are told in months, longer ones in years.
_IN_MONTHS: Final = 24


def _past(found: re.Match[str], scene: Scene) -> Period | None:
    amount = read_amount(found)
    if amount is None or (amount.unit in DAYS and amount.n == 1 and found["word"] in _ONE_DAY):
        return None
    if amount.n is None:
        return _some_past(amount, scene.today, is_near=found["word"] in _NEAR)
    return _back(amount, scene.today)


def _for_now(found: re.Match[str], scene: Scene) -> Period | None:
    """66年来: the same without 过去; 多年来 and 数月来 say too little."""
    amount = read_amount(found)
    if amount is None or (amount.n is None and amount.unit != "月"):
        return None
    return _some_past(amount, scene.today, is_near=False) if amount.n is None else _back(amount, scene.today)


def _back(amount: Amount, today: date) -> Period | None:
    end_month, n = shift_months(today, 0), amount.least
    if amount.months is not None and (amount.unit == "月" or amount.months <= _IN_MONTHS):
        return interval(_edge(shift_months(today, -amount.months), amount), end_month)
    if amount.unit == "年":
        return interval(_edge(year_period(checked_year(today.year - n)), amount), year_period(today.year))
    if amount.unit in DAYS:
        # 过去三天 counts today; 过去一周 reaches back to the same weekday.
        n_days = n - 1 if DAYS[amount.unit] == 1 else n * DAYS[amount.unit]
        return interval(day_period(shift_days(today, -n_days)), day_period(today))
    if amount.unit in {"小时", "钟头"}:
        return interval(day_period(shift_days(today, -max(1, n // 24))), day_period(today))
    return day_period(today) if amount.unit == "分钟" else None


def _some_past(amount: Amount, today: date, *, is_near: bool) -> Period:
    n = _NEAR_SOME if is_near else amount.least
    if amount.unit == "年":
        return interval(about(year_period(checked_year(today.year - n))), year_period(today.year))
    if amount.unit == "月":
        return interval(about(shift_months(today, -n)), shift_months(today, 0))
    n_days = 0 if is_near else _NEAR_SOME * DAYS.get(amount.unit, 0)
    return about(shift_months(shift_days(today, -n_days), 0))


def _coming(found: re.Match[str], scene: Scene) -> Period | None:
    amount, today = read_amount(found), scene.today
    if amount is None:
        return None
    if amount.months is not None and (amount.unit == "月" or amount.months <= 12):
        return interval(shift_months(today, 0), _edge(shift_months(today, amount.months), amount))
    if amount.unit == "年":
        return interval(year_period(today.year), _edge(year_period(checked_year(today.year + amount.least)), amount))
    if amount.unit == "月":
        return interval(shift_months(today, 0), about(shift_months(today, amount.least)))
    if amount.unit not in DAYS:
        return interval(day_period(today), day_period(shift_days(today, max(1, amount.least // 24))))
    last = shift_days(today, amount.least * DAYS[amount.unit])
    if amount.n is None:
        return interval(day_period(today), about(shift_months(last, 0)))
    return interval(day_period(shift_days(today, DAYS[amount.unit] == 1)), day_period(last))


def _edge(period: Period, amount: Amount) -> Period:
    return about(period) if amount.is_about else period


RULES: Final[tuple[Rule, ...]] = rules(
    (rf"(?P<word>过去|近|最近|这|此前|之前|刚刚过去)的?{PATTERN}(?:以来|来|{_INSIDE})", _past),
    (rf"(?P<word>未来|今后|往后|接下来|接下去)的?{PATTERN}{_INSIDE}", _coming),
    (rf"{PATTERN}(?:以来|来|之?间)", _for_now),
)
