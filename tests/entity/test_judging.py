import pytest

from kg.entity import LocalContext, NameIndex, Resolution, make_judgement, resolve_entities
from kg.entity.judging import settle
from kg.records import Judgement, LocalEntity
from tests.entity.builders import context, local


def resolve(
    locals_: list[LocalEntity],
    judgements: list[Judgement],
    index: NameIndex,
    contexts: dict[str, LocalContext] | None = None,
) -> Resolution:
    return resolve_entities(locals_, contexts=contexts or {}, judgements=judgements, index=index)


def judge(left: str, right: str, verdict: str, by: str = "anna", at: str = "2026-01-01T00:00:00+00:00") -> Judgement:
    return make_judgement(left, right, verdict, by=by, at=at, reason="checked")


@pytest.fixture
def namesakes() -> list[LocalEntity]:
    return [local("王伟", doc=key) for key in ("a", "b", "c")]


def test_same_joins_and_says_why(namesakes: list[LocalEntity], index: NameIndex) -> None:
    first, second, *_ = resolve(namesakes, [], index).entities
    after = resolve(namesakes, [judge(first.id, second.id, "same")], index)
    joined = next(e for e in after.entities if len(e.members) == 2)
    assert joined.reasons[0] == "the same by anna: checked"
    assert after.conflicts == []


def test_different_splits_what_the_program_joined(index: NameIndex) -> None:
    people = [local("赵立坚", doc=key) for key in "abcd"]
    a, b, c, d = people
    one, other = context("中国", "印度", titles=("发言人",)), context("中国", "武汉大学", titles=("发言人",))
    contexts = {a.id: one, b.id: one, c.id: other, d.id: other}
    assert len(resolve(people, [], index, contexts).entities) == 1
    after = resolve(people, [judge(a.id, c.id, "different")], index, contexts)
    members = sorted(sorted(e.members) for e in after.entities)
    assert members == sorted([sorted((a.id, b.id)), sorted((c.id, d.id))])


def test_a_local_entity_can_be_told_from_its_item(index: NameIndex) -> None:
    people = [local("王毅", doc=key, qid="Q701801") for key in "abc"]
    for person in people:
        after = resolve(people, [judge(person.id, "Q701801", "different")], index)
        by_qid = {e.qid: e.members for e in after.entities}
        assert by_qid[None] == (person.id,)
        assert len(by_qid["Q701801"]) == 2


def test_the_only_one_that_was_taken_for_an_item_loses_it(index: NameIndex) -> None:
    person = local("王毅", doc="a", qid="Q701801")
    (entity,) = resolve([person], [judge(person.id, "entity/Q701801", "different")], index).entities
    assert entity.qid is None
    assert entity.reasons[0] == "different by anna: checked"


def test_different_wins_along_a_chain(namesakes: list[LocalEntity], index: NameIndex) -> None:
    a, b, c = (e.id for e in resolve(namesakes, [], index).entities)
    log = [judge(a, b, "same"), judge(b, c, "same"), judge(a, c, "different")]
    after = resolve(namesakes, log, index)
    assert len(after.entities) == 2
    assert len(after.conflicts) == 1
    assert "different by anna" in after.conflicts[0]


def test_a_person_and_a_country_are_never_the_same(index: NameIndex) -> None:
    both = [local("韩国瑜", doc="a"), local("韩国", "GPE", doc="b")]
    ids = [e.id for e in resolve(both, [], index).entities]
    after = resolve(both, [judge(*ids, "same")], index)
    assert len(after.entities) == 2
    assert "PER" in after.conflicts[0]


def test_where_people_disagree_it_stays_apart_and_is_told(namesakes: list[LocalEntity], index: NameIndex) -> None:
    a, b, _ = (e.id for e in resolve(namesakes, [], index).entities)
    log = [judge(a, b, "same"), judge(a, b, "different", by="bert")]
    for order in (log, log[::-1], log + log):
        after = resolve(namesakes, order, index)
        assert len(after.entities) == 3
        assert "people disagree" in after.conflicts[0]


def test_a_person_s_last_word_counts(namesakes: list[LocalEntity], index: NameIndex) -> None:
    a, b, _ = (e.id for e in resolve(namesakes, [], index).entities)
    settled, conflicts = settle([judge(a, b, "different"), judge(a, b, "same")])
    assert [j.verdict for j in settled] == ["same"]
    assert conflicts == []


def test_a_judgement_on_absent_articles_waits(namesakes: list[LocalEntity], index: NameIndex) -> None:
    before = resolve(namesakes, [], index)
    after = resolve(namesakes, [judge("entity/0000", "entity/1111", "same")], index)
    assert after.entities == before.entities


def test_a_judgement_survives_articles_that_change_the_ids(index: NameIndex) -> None:
    old = [local("王伟", doc=key) for key in ("a", "b")]
    first, second = resolve(old, [], index).entities
    log = [judge(first.id, second.id, "same")]
    many = [local("王伟", doc=f"n{i}") for i in range(5)]
    shared = context("东海舰队", "海空卫士", titles=("飞行员",), bodies=("解放军海军",))
    after = resolve([*old, *many], log, index, {p.id: shared for p in many})
    joined = next(e for e in after.entities if old[0].id in e.members or old[1].id in e.members)
    assert "the same by anna: checked" in joined.reasons


def test_a_judged_pair_is_not_shown_again(index: NameIndex) -> None:
    pair = [local("张展", doc="a"), local("张展", doc="b")]
    contexts = {p.id: context("陈秋实") for p in pair}
    (shown,) = resolve(pair, [], index, contexts).review
    assert resolve(pair, [judge(shown.left, shown.right, "unsure")], index, contexts).review == []
