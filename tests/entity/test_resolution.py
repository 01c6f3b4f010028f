import random

import pytest

from kg.entity import LocalContext, NameIndex, Resolution, context_of, resolve_article, resolve_entities
from kg.entity.matching import MAX_PAIRS, find_matches
from kg.entity.units import make_blocks, make_units
from kg.records import LocalEntity
from tests.entity.builders import context, extraction, facts, local

Contexts = dict[str, LocalContext]


def resolve(locals_: list[LocalEntity], index: NameIndex, contexts: Contexts | None = None) -> Resolution:
    return resolve_entities(locals_, contexts=contexts or {}, index=index)


def test_linked_things_are_joined_by_their_item(index: NameIndex) -> None:
    found = resolve([local("川普", doc="a", qid="Q22686"), local("特朗普", doc="b", qid="Q22686")], index)
    (entity,) = found.entities
    assert entity.id == "entity/Q22686"
    assert entity.names == ("川普", "特朗普")
    assert entity.label_en == "Donald Trump"


def test_places_have_coordinates_and_country(index: NameIndex) -> None:
    (entity,) = resolve([local("仰光", "GPE", doc="a", qid="Q37995")], index).entities
    assert entity.country == "Q836"
    assert entity.latitude == pytest.approx(16.8, abs=0.2)


def test_an_office_holder_is_one_person(index: NameIndex) -> None:
    a, b = local("赵立坚", doc="a"), local("赵立坚", doc="b")
    same = context("中国", titles=("发言人",), bodies=("中国外交部",))
    found = resolve([a, b], index, {a.id: same, b.id: same})
    assert len(found.entities) == 1
    assert found.judgements[0].verdict == "same"
    assert "发言人" in found.entities[0].reasons[0]


def test_namesakes_with_nothing_in_common_stay_apart(index: NameIndex) -> None:
    a, b = local("王伟", doc="a"), local("王伟", doc="b")
    found = resolve([a, b], index, {a.id: context("江苏"), b.id: context("北京国安")})
    assert len({entity.id for entity in found.entities}) == 2


def test_a_doubtful_pair_is_shown_and_not_joined(index: NameIndex) -> None:
    a, b = local("张展", doc="a"), local("张展", doc="b")
    shared = context("陈秋实")
    found = resolve([a, b], index, {a.id: shared, b.id: shared})
    assert len(found.entities) == 2
    (pair,) = found.review
    assert pair.verdict == "unsure"
    assert 0.55 <= pair.score < 0.8
    assert "陈秋实" in pair.reason


def test_two_things_of_one_article_are_never_joined(index: NameIndex) -> None:
    first = local("香港民意研究所", "ORG", doc="a")
    second = local("民意研究所", "ORG", doc="a", surfaces=("香港民意研究所",))
    assert len(resolve([first, second], index).entities) == 2


def test_types_that_contradict_are_not_joined(index: NameIndex) -> None:
    found = resolve([local("青藏高原之声", "ORG", doc="a"), local("青藏高原之声", "PER", doc="b")], index)
    assert len(found.entities) == 2


def test_last_part_joins_the_only_person_who_has_it(index: NameIndex) -> None:
    full, short = local("摩根·奥尔塔古斯", doc="a"), local("奥尔塔古斯", doc="b")
    same = context("伊朗", titles=("发言人",))
    assert len(resolve([full, short], index, {full.id: same, short.id: same}).entities) == 1


def test_last_part_of_two_people_joins_neither(index: NameIndex) -> None:
    people = [local("约翰·麦卡伦", doc="a"), local("玛丽·麦卡伦", doc="b"), local("麦卡伦", doc="c")]
    same = context("渥太华", titles=("大使",), bodies=("加拿大",))
    assert len(resolve(people, index, {p.id: same for p in people}).entities) == 3


def many(n: int) -> tuple[list[LocalEntity], Contexts]:
    locals_, contexts = [], {}
    for i in range(n):
        person = local("许章润", doc=f"d{i}")
        locals_.append(person)
        contexts[person.id] = context("清华大学法学院", f"路人{i}", titles=("教授",))
        common = local("李强", doc=f"d{i}")
        locals_.append(common)
        contexts[common.id] = context(f"小村{i}")
    return locals_, contexts


def test_order_of_articles_does_not_matter(index: NameIndex) -> None:
    locals_, contexts = many(20)
    expected = resolve(locals_, index, contexts)
    for seed in range(3):
        shuffled = locals_[:]
        random.Random(seed).shuffle(shuffled)
        assert resolve(shuffled, index, contexts) == expected


def test_unrelated_articles_change_nothing(index: NameIndex) -> None:
    locals_, contexts = many(10)
    before = resolve(locals_, index, contexts)
    others = [local(f"某{i}研究院", "ORG", doc=f"x{i}") for i in range(30)]
    after = resolve([*locals_, *others], index, contexts)
    ids = {entity.id: entity for entity in after.entities}
    assert all(ids[entity.id] == entity for entity in before.entities)


def test_a_large_block_is_not_compared_pair_by_pair(index: NameIndex) -> None:
    locals_, contexts = many(MAX_PAIRS * 5)
    units = make_units(locals_, contexts, index)
    matches = find_matches(units, make_blocks(units), is_hub=lambda _: False, is_known=lambda _k, _t: False)
    assert len(matches) < 3 * len(locals_)
    assert sum(entity.name == "许章润" for entity in resolve(locals_, index, contexts).entities) == 1


def test_namesakes_keep_their_ids_when_others_come(index: NameIndex) -> None:
    people = [local("王伟", doc=key) for key in "abc"]
    few, more = resolve(people[:2], index), resolve(people, index)
    anchored = {e.members: e.id for e in few.entities} | {}
    kept = [e for e in more.entities if anchored.get(e.members) == e.id]
    assert len(kept) >= 1
    assert len({e.id for e in more.entities}) == 3


def test_context_is_read_from_the_article(index: NameIndex) -> None:
    found = extraction("[ORG:中国外交部]发言人[PER:赵立坚]谈[GPE:印度]", titles=(("发言人", "赵立坚", "中国外交部"),))
    entities = resolve_article(found, index=index)
    contexts = context_of(facts(found, entities, published="2020-07-01T08:00:00+08:00"))
    person = next(e for e in entities if e.name == "赵立坚")
    about = contexts[person.id]
    assert about.titles == ("发言人",)
    assert about.bodies == ("中国外交部",)
    assert set(about.neighbours) == {"中国外交部", "Q668"}
    assert (about.published, about.sentence) == ("2020-07-01", found.document.text)


def test_nothing_gives_nothing(index: NameIndex) -> None:
    assert resolve([], index) == Resolution()


def test_two_single_latin_words_still_have_a_name(index: NameIndex) -> None:
    things = [local("Horror_Zoo", doc="a", surfaces=("Horror_Zoo", "Zoo"))]
    assert [entity.name for entity in resolve_entities(things, contexts={}, index=index).entities] == ["Horror_Zoo"]
