import random

import pytest

from kg.model.train.patterns import Maker, read_patterns
from kg.schema import EVENT_TYPES, MODALITIES, RELATION_TYPES, ROLES

NAMES = {
    kind: [f"{first}{n}" for n in "一二三四五六七八九十" * 3 for first in firsts]
    for kind, firsts in (("PER", "赵钱孙李"), ("GPE", "东西南北"), ("ORG", "甲乙丙丁"))
}


@pytest.mark.parametrize("pattern", read_patterns())
def test_every_pattern_makes_a_sound_article(pattern: str) -> None:
    maker = Maker(NAMES, random.Random(1))
    (article,) = maker.make([pattern] * 7, 1)
    assert not set("".join(article.sentences)) & set("{}[]<>|=~@")
    for (s, start, end), entity in article.mentions:
        assert article.sentences[s][start:end] == article.names[entity]
    fillers = {entity for _, entity in article.mentions} | {value for _, value in article.times}
    assert article.events or article.relations
    for event in article.events:
        assert event.type in EVENT_TYPES
        assert event.modality in MODALITIES
        assert {role for role, _ in event.arguments} <= set(ROLES)
        assert {filler for _, filler in event.arguments} <= fillers
        assert event.source is None or event.source in fillers
    for subject, kind, object_, _ in article.relations:
        assert article.types[subject] in RELATION_TYPES[kind].subjects
        assert article.types[object_] in RELATION_TYPES[kind].objects
    for _, holder, of in article.titles:
        assert article.types[holder or ""] == "PER"
        assert of is None or of in article.types


def test_the_same_seed_makes_the_same_articles() -> None:
    first, second = (Maker(NAMES, random.Random(3)).make(read_patterns(), 5) for _ in range(2))
    assert first == second
