"""Words that place something near now: 近日, 最近, 近年来, 不久前, 目前."""

import re
from typing import Final

from kg.time.grammar.rule import Rule, rules
from kg.time.period import Period, about, day_period, interval, shift_days, shift_months, year_period
from kg.time.scene import Scene

#: 近年 reaches back two years; 前几天 lies some three days back.
_RECENT_YEARS: Final = 2
_SOME_DAYS: Final = 3


def _month(found: re.Match[str], scene: Scene) -> Period:
    return about(shift_months(scene.today, 0))


def _days_ago(found: re.Match[str], scene: Scene) -> Period:
    return about(shift_months(shift_days(scene.today, -_SOME_DAYS), 0))


def _the_other_day(found: re.Match[str], scene: Scene) -> Period:
    return about(shift_months(shift_days(scene.today, -1), 0))


def _years(found: re.Match[str], scene: Scene) -> Period:
    year = scene.today.year
    return interval(about(year_period(year - _RECENT_YEARS)), year_period(year))


def _now(found: re.Match[str], scene: Scene) -> Period:
    return about(day_period(scene.today))


def _two_years(found: re.Match[str], scene: Scene) -> Period:
    year = scene.today.year
    first, last = {"今明": (0, 1), "去今": (-1, 0), "明后": (1, 2)}[found["pair"]]
    return interval(year_period(year + first), year_period(year + last))


def _two_days(found: re.Match[str], scene: Scene) -> Period:
    first, last = {"今明": (0, 1), "昨今": (-1, 0), "明后": (1, 2)}[found["pair"]]
    return interval(day_period(shift_days(scene.today, first)), day_period(shift_days(scene.today, last)))


RULES: Final[tuple[Rule, ...]] = rules(
    (
        "近日以?来?|最近|近期|近来|近段时间|近1段时间|最近1段时间|最近一段时间|连日来?|日来|不久前|不久之前|早前|稍早前|前不久|新近|这段时间"
        "|这几天|这些天|近些天|近几天|最近几天|这几日|连日以来|近几日|近几周来?|最近几周来?|近几个?星期来?|近数周来?|这阵子|前1阵子|刚刚",
        _month,
    ),
    ("日前", _the_other_day),
    ("前几天|前些天|前几日|前些日子|数日前|几日前", _days_ago),
    ("近年以?来?|近些年以?来?|近几年以?来?|最近几年以?来?|近数年来?|这几年来?|这些年来?", _years),
    ("目前|现在|如今|当前|眼下|现时|此刻|当下", _now),
    ("(?P<pair>今明|去今|明后)(?:两|2|二)?年", _two_years),
    ("(?P<pair>今明|昨今|明后)(?:两|2|二)?[天日]", _two_days),
)
