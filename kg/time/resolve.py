"""One expression to its value: noise off, rules tried in order, whatever stays open told in a note.

A mention's text, its anchor and surroundings enter; a ``TimeValue`` leaves, and nothing is ever raised.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from kg.time import edtf
from kg.time.grammar import clock, date, day, holiday, interval, portion, relative, stretch, vague, week
from kg.time.grammar.rule import Rule, read_first
from kg.time.noise import is_rough, simpler_forms, without_marks
from kg.time.numerals import half_width, plain_text
from kg.time.period import NotUnderstoodError, Period, UnresolvedTimeError, about
from kg.time.scene import Scene

#: Longer mentions are clauses, not expressions; the longest annotated one has 26 characters.
_LONGEST: Final = 60
#: 自2019年1月1日至今以来: deeper nesting is no language.
_DEEPEST: Final = 6
#: Precisions that become an interval where 以来 stands after the expression; a quarter is a stretch itself.
_SINCE: Final = frozenset({"day", "month", "decade"})

#: In this order: the first that understands all of an expression reads it.
_RULES: Final[tuple[Rule, ...]] = (
    *clock.RULES,
    *date.DIGIT_RULES,
    *portion.RULES,
    *relative.RULES,
    *stretch.RULES,
    *vague.RULES,
    *week.RULES,
    *date.RULES,
    *day.RULES,
    *interval.RULES,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeValue:
    """What a time expression stands for.

    Attributes:
        value: EDTF or ISO 8601, or None if it can't be told.
        begin, until: First and last day (ISO dates, inclusive), None if unknown or open.
        precision: As in ``TimeExpression``; empty if unresolved.
        note: Why there is no value; empty if there is one.
    """

    value: str | None
    begin: str | None = None
    until: str | None = None
    precision: str = ""
    note: str = ""


def resolve_time(
    text: str,
    *,
    anchor: datetime | None,
    context: str = "",
    start: int | None = None,
    previous: TimeValue | None = None,
) -> TimeValue:
    """The value of a Chinese time expression.

    Args:
        text: The expression as it stands in the article.
        anchor: When the article was written, in the zone its days are counted in; without it only what names its own
            year is resolved.
        context: The sentence: its words tell 将于周五 from 周五曾.
        start: Where the expression stands in the sentence; without it, its first occurrence.
        previous: The time resolved before it: what 同日, 次日 and 当年 count from.
    """
    at = context.find(text) if start is None else start
    before, after = (context[:at], context[at + len(text) :]) if context and at >= 0 else ("", "")
    told = edtf.read_edtf(previous.value) if previous and previous.value else None
    scene = Scene(
        anchor=anchor,
        before=plain_text(before[-_LONGEST:]),
        after=plain_text(after[:_LONGEST]),
        previous=told,
        reader=_read,
    )
    try:
        period = _resolve(text, scene)
    except UnresolvedTimeError as exc:
        return TimeValue(value=None, note=str(exc))
    begin, until, precision = edtf.days_of(period)
    return TimeValue(value=period.text, begin=begin, until=until, precision=precision)


def _resolve(text: str, scene: Scene) -> Period:
    if len(text) > _LONGEST:
        raise UnresolvedTimeError("too long for a time expression")
    period = holiday.read_holiday(without_marks(half_width(text)), scene)
    if period is None:
        period = scene.read(without_marks(plain_text(text)))
    if scene.is_since and period.unit in _SINCE:
        return interval.since(period, scene)
    return period


def _read(text: str, scene: Scene) -> Period:
    """The period that a text, or a part of one, names: as it stands, or in the first simpler form understood."""
    if scene.depth <= _DEEPEST and (text, scene.frame) not in scene.failed:
        for form in simpler_forms(text):
            period = read_first(form, scene, _RULES)
            if period is not None:
                return about(period) if is_rough(text) else period
    scene.failed.add((text, scene.frame))
    raise NotUnderstoodError("not understood")
