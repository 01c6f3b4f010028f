import random

import pytest

from kg.entity import EventReport, NameIndex, event_reports, merge_events, resolve_article
from kg.entity.events import is_same
from kg.records import Argument, Event, Extraction, TimeExpression
from tests.entity.builders import extraction, facts

QIN, MIN, WANG = ("entity/qin", "PER"), ("entity/min", "PER"), ("entity/wang", "PER")
CHINA, BURMA, YANGON = ("entity/Q148", "GPE"), ("entity/Q836", "GPE"), ("entity/Q37995", "GPE")


def report(
    key: str,
    type_: str = "MEET",
    *,
    article: str | None = None,
    published: str = "2023-05-02",
    begin: str = "",
    until: str = "",
    modality: str = "actual",
    trigger: str = "会见",
    sentence: str = "",
    **roles: tuple[tuple[str, str], ...],
) -> EventReport:
    arguments = sorted((role, *filler) for role, fillers in roles.items() for filler in fillers)
    return EventReport(
        id=key,
        article=article or f"article {key}",
        publisher="",
        published=published,
        type=type_,
        modality=modality,
        trigger=trigger,
        begin=begin,
        until=until or begin,
        arguments=tuple(arguments),
        sentence=sentence or f"句子{key}",
    )


def n_nodes(*reports: EventReport, sources: dict[str, str] | None = None) -> int:
    return len(set(merge_events(reports, sources=sources).values()))


def test_one_meeting_in_two_outlets_is_one_event() -> None:
    assert n_nodes(report("a", agent=(QIN, MIN)), report("b", agent=(MIN, QIN), published="2023-05-03")) == 1


@pytest.mark.parametrize(
    "other",
    [
        report("b", agent=(QIN, WANG)),
        report("b", agent=(QIN, MIN), modality="planned"),
        report("b", agent=(QIN, MIN), modality="negated"),
        report("b", agent=(QIN, MIN), published="2023-05-20"),
        report("b", agent=(QIN, MIN), begin="2023-05-09"),
        report("b", "VISIT", agent=(QIN, MIN)),
    ],
    ids=["parties", "planned", "negated", "published", "day", "type"],
)
def test_what_disagrees_stays_apart(other: EventReport) -> None:
    assert n_nodes(report("a", agent=(QIN, MIN), begin="2023-05-02"), other) == 2


def test_a_visit_needs_visitor_and_place() -> None:
    first = report("a", "VISIT", agent=(QIN,), target=(BURMA,))
    assert n_nodes(first, report("b", "VISIT", agent=(QIN,), target=(BURMA,), place=(YANGON,))) == 1
    assert n_nodes(first, report("b", "VISIT", agent=(QIN,), target=(("entity/Q668", "GPE"),))) == 2
    assert n_nodes(first, report("b", "VISIT", agent=(QIN,))) == 2


def test_an_arrest_is_known_by_who_is_arrested() -> None:
    person = (("entity/xu", "PER"),)
    assert n_nodes(report("a", "ARREST", target=person), report("b", "ARREST", target=person, agent=(CHINA,))) == 1


def test_statements_are_one_only_in_one_article_or_one_sentence() -> None:
    text = "外交部发言人在例行记者会上对此表示坚决反对并提出严正交涉"
    said = {"agent": (QIN,), "type_": "SAY", "trigger": "说"}
    assert n_nodes(report("a", **said), report("b", **said)) == 2
    assert n_nodes(report("a", article="x", **said), report("b", article="x", **said)) == 1
    assert n_nodes(report("a", sentence=text + "。", **said), report("b", sentence=text, **said)) == 1


def test_daily_criticism_of_two_states_is_not_one_event() -> None:
    days = [
        report(str(day), "CRITICIZE", agent=(CHINA,), target=(BURMA,), published=f"2023-05-0{day}")
        for day in range(1, 5)
    ]
    assert n_nodes(*days) == 4


def test_near_days_do_not_chain_into_a_month() -> None:
    days = [
        report(f"{day:02}", "ATTACK", agent=(CHINA,), target=(BURMA,), published=f"2023-05-{day:02}")
        for day in range(1, 29)
    ]
    assert n_nodes(*days) >= 4


def test_copies_of_one_report_tell_one_event() -> None:
    a, b = (report(key, "BUSINESS", agent=(QIN,), trigger="收购") for key in "ab")
    assert n_nodes(a, b) == 2
    assert n_nodes(a, b, sources={a.article: "s", b.article: "s"}) == 1


def test_without_a_date_only_one_article_tells_one_event() -> None:
    a = report("a", agent=(QIN, MIN), published="")
    assert n_nodes(a, report("b", agent=(QIN, MIN), published="")) == 2
    assert n_nodes(a, report("b", agent=(QIN, MIN), published="", article=a.article)) == 1


def test_id_is_that_of_the_first_report_and_order_does_not_matter() -> None:
    reports = [report(str(i), agent=(QIN, MIN), published=f"2023-05-0{1 + i % 3}") for i in range(9)]
    expected = merge_events(reports)
    for seed in range(3):
        shuffled = reports[:]
        random.Random(seed).shuffle(shuffled)
        assert merge_events(shuffled) == expected
    assert merge_events([*reports, report("z", agent=(QIN, MIN), published="2023-05-04")])["0"] == expected["0"]


def test_is_same_is_symmetric() -> None:
    a = report("a", "VISIT", agent=(QIN,), target=(BURMA,), begin="2023-05-02", until="2023-05-05")
    b = report("b", "VISIT", agent=(QIN,), target=(BURMA,))
    assert is_same(a, b)
    assert is_same(b, a)


def test_reports_are_read_from_an_article(index: NameIndex) -> None:
    found = extraction("[PER:秦刚]周二在[GPE:仰光]会见[PER:敏昂莱]")
    qin, yangon, min_ = found.mentions
    time = TimeExpression(
        id="t",
        document_id=found.document.id,
        start=2,
        end=4,
        text="周二",
        value="2023-05-02",
        begin="2023-05-02",
        until="2023-05-02",
        precision="day",
        score=0.9,
    )
    arguments = (("agent", qin.id), ("target", min_.id), ("place", yangon.id), ("time", "t"))
    event = Event(
        id="e",
        document_id=found.document.id,
        type="MEET",
        start=7,
        end=9,
        text="会见",
        sentence=(0, len(found.document.text)),
        modality="actual",
        source=None,
        arguments=tuple(Argument(role=role, filler=filler, score=0.9) for role, filler in arguments),
        score=0.9,
    )
    whole = Extraction(document=found.document, mentions=found.mentions, times=(time,), events=(event,))
    entities = resolve_article(whole, index=index)
    record = facts(whole, entities, published="2023-05-03T00:00:00+00:00")
    (read,) = event_reports(record, {entity.id: f"entity/{entity.name}" for entity in entities})
    assert read.fillers("agent") == {"entity/秦刚", "entity/敏昂莱"}
    assert read.fillers("place") == {"entity/仰光"}
    assert (read.begin, read.until, read.published) == ("2023-05-02", "2023-05-02", "2023-05-03")


def test_nothing_gives_nothing() -> None:
    assert merge_events([]) == {}


def test_daily_counts_need_the_day_too() -> None:
    cases = {"place": (BURMA,), "topic": (("entity/Q84263196", "MISC"),)}
    a, b = (report(key, "EPIDEMIC", trigger="感染", **cases) for key in "ab")
    assert n_nodes(a, b) == 2
    given = [report(key, "EPIDEMIC", trigger="感染", begin="2023-05-01", **cases) for key in "ab"]
    assert n_nodes(*given) == 1


def test_two_acts_on_one_law_are_two_events() -> None:
    law = {"target": (("entity/law", "MISC"),), "place": (BURMA,)}
    passed, carried_out = report("a", "LAW", trigger="通过", **law), report("b", "LAW", trigger="实施", **law)
    assert n_nodes(passed, carried_out) == 2
    assert n_nodes(passed, report("c", "LAW", trigger="表决通过", **law)) == 1


def test_sanctions_between_two_states_need_the_day_too() -> None:
    parties = {"agent": (CHINA,), "target": (BURMA,), "trigger": "制裁"}
    assert n_nodes(*(report(key, "SANCTION", **parties) for key in "ab")) == 2
    assert n_nodes(*(report(key, "SANCTION", begin="2023-05-02", **parties) for key in "ab")) == 1
