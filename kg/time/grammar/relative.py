"""A point counted from a day: 三年前, 两周后, 半年前, 几天前, 十几年后."""

import re
from datetime import date
from typing import Final

from kg.time.grammar.amount import DAYS, PATTERN, Amount, read_amount
from kg.time.grammar.rule import Rule, rules
from kg.time.period import Period, UnresolvedTimeError, about, day_period, shift_days, shift_months, year_period
from kg.time.scene import Scene

#: 3日前 is three days ago, 20日前 is before the 20th.
_FEW_DAYS: Final = 7
#: Days of half a month; half a week and less is lost in the vagueness of the month.
_HALF_MONTH: Final = 15


def _ago(found: re.Match[str], scene: Scene) -> Period | None:
    amount = read_amount(found)
    if amount is None or (amount.unit == "日" and amount.n is not None and amount.n > _FEW_DAYS):
        return None
    told = scene.said_before
    beside = told and told.unit == "day" and amount.unit in {"天", "日"}
    return _away(amount, told.start if told and beside else scene.today, -1, scene)


def _later(found: re.Match[str], scene: Scene) -> Period | None:
    """Counted from the time said before; without one, or where the words look ahead, from the anchor."""
    amount = read_amount(found)
    if amount is None or (amount.unit == "日" and amount.n is not None and amount.n > _FEW_DAYS):
        return None
    told = scene.previous
    from_anchor = told is None or told.first is None or (scene.is_ahead and not scene.said_before)
    return _away(amount, scene.today if told is None or from_anchor else told.start, 1, scene)


def _away(amount: Amount, base: date, sign: int, scene: Scene) -> Period:
    if amount.n is None:
        return about(_vaguely(amount, base, sign))
    period = _exactly(amount, base, sign, scene)
    return about(period) if amount.is_about else period


def _exactly(amount: Amount, base: date, sign: int, scene: Scene) -> Period:
    if amount.unit == "年" and not amount.has_half:
        return year_period(checked_year(base.year + sign * amount.least))
    if amount.months is not None:
        return shift_months(base, sign * amount.months)
    if amount.days is not None:
        return day_period(shift_days(base, sign * amount.days))
    if amount.unit == "月":
        return about(day_period(shift_days(shift_months(base, 0).start, sign * (_HALF_MONTH + 30 * amount.least))))
    if amount.unit in DAYS:
        return about(day_period(shift_days(base, sign * amount.least * DAYS[amount.unit])))
    return day_period(_hours_away(amount, base, sign, scene))


def _vaguely(amount: Amount, base: date, sign: int) -> Period:
    if amount.unit == "年":
        return year_period(checked_year(base.year + sign * amount.least))
    if amount.unit == "月":
        return shift_months(base, sign * amount.least)
    if amount.unit not in DAYS:
        return day_period(base)
    return shift_months(shift_days(base, sign * amount.least * DAYS[amount.unit]), 0)


def _hours_away(amount: Amount, base: date, sign: int, scene: Scene) -> date:
    hour = scene.anchor.hour if scene.anchor and base == scene.today else 12
    n_hours = amount.least if amount.unit != "分钟" else amount.least // 60
    return shift_days(base, (hour + sign * n_hours) // 24)


def checked_year(year: int) -> int:
    """The year, if there is such a one.

    Raises:
        UnresolvedTimeError: Before 1 or after 9999.
    """
    if not 1 <= year <= 9999:
        raise UnresolvedTimeError("no such year")
    return year


RULES: Final[tuple[Rule, ...]] = rules(
    (rf"{PATTERN}(?:之|以)?前", _ago),
    (rf"{PATTERN}(?:之|以|过)?后", _later),
)
