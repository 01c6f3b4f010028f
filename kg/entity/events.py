"""The same event in several sentences and outlets.

``EventReport`` records enter; event id -> node leaves. Reports are joined only where type, modality, parties and time
agree; what they disagree about (numbers, places, who says so) stays with each report. When in doubt they stay apart:
GDELT counted one kidnapping 366 times, but a node that holds two events can't be mended by a reader.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from itertools import combinations, pairwise
from typing import Final

from networkx.utils import UnionFind

from kg.entity.copies import likeness
from kg.entity.reports import EventReport
from kg.records import digest

#: Reports without a day of their own are of one event only if their articles are this near.
NEAR: Final = timedelta(days=2)
#: All reports of one event lie within this; a chain of near days must not grow into a month.
SPAN: Final = timedelta(days=6)
#: Two statements are one if their sentences have this share of shingles in common.
SAME_SENTENCE: Final = 0.6

#: Acts in words: the same two states exchange them daily, so the parties alone don't make one event.
_WORDS: Final = frozenset({"SAY", "CRITICIZE", "SUPPORT", "REQUEST", "REJECT"})
#: What happens to a person or body once: the one it happens to is enough.
_ONCE: Final = frozenset({"DIE", "ARREST", "RELEASE", "APPOINT", "RESIGN", "INJURE"})
#: Where a place and a day are enough.
_PLACED: Final = frozenset({"DISASTER", "ACCIDENT", "COUP"})

#: What is counted and quoted every day.
_DAILY: Final = frozenset({"EPIDEMIC", "MARKET"})

_CLASS: Final = {"actual": "actual", "planned": "planned", "possible": "planned", "negated": "negated"}

#: A block up to this size is compared pair by pair, a larger one along its order in time.
_MAX_PAIRS: Final = 30
_DAYS: Final = 3


def merge_events(reports: Iterable[EventReport], *, sources: Mapping[str, str] | None = None) -> dict[str, str]:
    """The node of each event.

    Args:
        reports: In any order.
        sources: Article id -> source: two copies of one report tell the same events.

    Returns:
        Event id -> ``event/<digest>`` of the earliest of its reports, so that a later report changes no id.
    """
    ordered = sorted(reports, key=lambda r: (r.published or "9999", r.id))
    groups = _Groups(ordered)
    of = sources or {}
    for block in _blocks(ordered, of):
        pairs = combinations(block, 2) if len(block) <= _MAX_PAIRS else pairwise(block)
        for left, right in pairs:
            if is_same(left, right, is_copy=of.get(left.article, "") == of.get(right.article, " ")):
                groups.join(left, right)
    return {report.id: f"event/{digest(groups.first(report).id)}" for report in ordered}


def is_same(left: EventReport, right: EventReport, *, is_copy: bool = False) -> bool:
    """Whether two reports are of one event.

    Args:
        left, right: The reports.
        is_copy: Whether their articles are copies of one source.
    """
    if left.type != right.type or _CLASS[left.modality] != _CLASS[right.modality] or not _times_agree(left, right):
        return False
    if any(_conflict(left, right, role) for role in ("agent", "target", "place")):
        return False
    shared = {role for role in ("agent", "target", "place", "topic") if left.fillers(role) & right.fillers(role)}
    is_one_article = left.article == right.article
    if left.type in _WORDS:
        return _same_words(left, right, shared, is_one_article)
    if is_copy and not is_one_article and left.trigger == right.trigger and shared:
        return True
    if left.type in _ONCE and "target" in shared | (
        {"agent"} & shared if left.type in {"APPOINT", "RESIGN"} else set()
    ):
        return True
    if left.type in _PLACED and "place" in shared:
        return True
    if left.type in {"MEET", "AGREE"}:
        return len(left.fillers("agent") & right.fillers("agent")) >= 2
    if is_one_article and left.trigger == right.trigger and shared & {"agent", "target"}:
        return True
    return len(shared) >= 2 and bool(set(left.trigger) & set(right.trigger)) and _is_telling(left, right)


def _is_telling(left: EventReport, right: EventReport) -> bool:
    """Whether what two reports share belongs to one event and not to every second one of that week.

    Two states sanction each other again and again, and cases are counted daily: there the day must be given too.
    """
    if left.article == right.article or (left.begin and left.begin == right.begin):
        return True
    if left.type in _DAILY:
        return False
    kinds = {type_ for role, entity, type_ in left.arguments if entity in right.fillers(role)}
    return bool(kinds - {"GPE", "LOC"})


def _same_words(left: EventReport, right: EventReport, shared: set[str], is_one_article: bool) -> bool:
    """Statements: one speaker in one article on one thing, or all but the same sentence elsewhere."""
    if "agent" not in shared:
        return False
    if is_one_article and left.type == "SAY" and left.trigger == right.trigger:
        return left.fillers("agent") == right.fillers("agent")
    if is_one_article and left.type != "SAY" and "target" in shared:
        return True
    return likeness(left.sentence, right.sentence) >= SAME_SENTENCE


def _conflict(left: EventReport, right: EventReport, role: str) -> bool:
    a, b = left.fillers(role), right.fillers(role)
    return bool(a) and bool(b) and not a & b


def _times_agree(left: EventReport, right: EventReport) -> bool:
    a, b = left.day(), right.day()
    if left.begin and right.begin:
        return left.begin <= right.until and right.begin <= left.until
    if a is None or b is None:
        return left.article == right.article
    if left.begin or right.begin:
        given, other = (left, right) if left.begin else (right, left)
        near = _apart(given.published, other.published) <= NEAR
        # A report that gives no day speaks of the news of its day.
        return near and (left.article == right.article or abs(a - b) <= NEAR)
    return abs(a - b) <= NEAR


def _apart(left: str, right: str) -> timedelta:
    if not left or not right:
        return timedelta(0)
    return abs(date.fromisoformat(left) - date.fromisoformat(right))


def _blocks(reports: Iterable[EventReport], sources: Mapping[str, str]) -> Iterator[list[EventReport]]:
    """Reports that share what ``is_same`` asks for, in order of time; every pair of near days is in some block."""
    blocks: dict[tuple[str, ...], list[EventReport]] = defaultdict(list)
    for report in reports:
        for key in _keys(report, sources):
            blocks[key].append(report)
    for key in sorted(blocks):
        if len(blocks[key]) > 1:
            yield blocks[key]


def _keys(report: EventReport, sources: Mapping[str, str]) -> Iterator[tuple[str, ...]]:
    head = (report.type, _CLASS[report.modality])
    terms = sorted({f"{role} {entity}" for role, entity, _ in report.arguments if role != "time"})
    for term in terms:
        yield (*head, "article", report.article, term)
        yield (*head, "source", sources.get(report.article, report.article), report.trigger, term)
    day = report.day()
    if day is None:
        return
    bucket = day.toordinal() // _DAYS
    for number in (bucket, bucket + 1):
        if report.type in _WORDS:
            yield (*head, str(number), "sentence", report.sentence[:12])
            yield (*head, str(number), "sentence", report.sentence[-12:])
            continue
        for pair in combinations(terms, 2):
            yield (*head, str(number), *pair)
        if report.type in _ONCE | _PLACED:
            for term in terms:
                yield (*head, str(number), term)


class _Groups:
    """Reports that are one event; a group holds together as a whole: one span of days."""

    def __init__(self, reports: Iterable[EventReport]) -> None:
        self._sets = UnionFind()
        self._first: dict[str, EventReport] = {}
        self._days: dict[str, tuple[date, date] | None] = {}
        self._given: dict[str, tuple[str, str]] = {}
        for report in reports:
            day = report.day()
            self._first[report.id] = report
            self._days[report.id] = (day, day) if day else None
            self._given[report.id] = (report.begin, report.until)

    def first(self, report: EventReport) -> EventReport:
        """The earliest report of the event."""
        return self._first[self._sets[report.id]]

    def join(self, left: EventReport, right: EventReport) -> None:
        """Unite two groups if their days, as far as they are given, go together."""
        a, b = self._sets[left.id], self._sets[right.id]
        if a == b:
            return
        given = _common(self._given[a], self._given[b])
        days = [d for d in (self._days[a], self._days[b]) if d]
        span = (min(d[0] for d in days), max(d[1] for d in days)) if days else None
        if given is None or (span and span[1] - span[0] > SPAN):
            return
        self._sets.union(a, b)
        root = self._sets[a]
        self._given[root] = given
        self._days[root] = span
        self._first[root] = min(self._first[a], self._first[b], key=lambda r: (r.published or "9999", r.id))


def _common(left: tuple[str, str], right: tuple[str, str]) -> tuple[str, str] | None:
    """The days that two intervals have in common; None if there is none, the other one if one is open."""
    if not left[0] or not right[0]:
        return left if left[0] else right
    begin, until = max(left[0], right[0]), min(left[1], right[1])
    return (begin, until) if begin <= until else None
