import random
from dataclasses import replace

from kg.model.train.augment import Augmenter, rewrite
from tests.model.train.builders import make_gold


def _texts(article) -> list[str]:
    return [article.sentences[s][start:end] for (s, start, end), _ in article.mentions]


def test_rewrite_moves_every_span_behind_a_change() -> None:
    changed = rewrite(make_gold(), {1: [(6, 8, "欧阳娜娜")]})
    assert changed.sentences[1] == "中国外交部长欧阳娜娜、敏昂莱会谈。"
    assert _texts(changed)[2:] == ["中国", "中国外交部", "欧阳娜娜", "敏昂莱"]
    s, start, end = changed.events[1].span
    assert changed.sentences[s][start:end] == "会谈"


def test_rewrite_drops_spans_inside_a_change() -> None:
    changed = rewrite(make_gold(), {1: [(0, 5, "外办")]})
    assert _texts(changed) == ["秦刚", "缅甸", "外办", "秦刚", "敏昂莱"]


def test_rewrite_moves_undecided_spans() -> None:
    changed = rewrite(replace(make_gold(), unsure=[(1, 12, 14)]), {1: [(6, 8, "欧阳娜娜")]})
    ((s, start, end),) = changed.unsure
    assert changed.sentences[s][start:end] == "会谈"


def test_rewrite_without_edits_gives_the_article_itself() -> None:
    gold = make_gold()
    assert rewrite(gold, {}) is gold


def test_augmenter_keeps_every_mention_of_a_swapped_entity_alike() -> None:
    names = {"PER": ["欧阳娜娜"], "GPE": ["突尼斯"]}
    for seed in range(30):
        changed = Augmenter(names, random.Random(seed))(make_gold())
        people = {changed.sentences[s][b:e] for (s, b, e), entity in changed.mentions if entity == "e1"}
        assert len(people) == 1, (seed, people)
        assert len(changed.events) == 2


def test_augmenter_leaves_nested_names_alone() -> None:
    for seed in range(30):
        changed = Augmenter({"ORG": ["某某公司"], "GPE": ["突尼斯"]}, random.Random(seed))(make_gold())
        assert any(text in ("中国外交部", "中國外交部") for text in _texts(changed))


def test_names_run_together_lose_their_separator_and_nothing_else() -> None:
    gold = replace(make_gold(), titles=[])
    joined = [Augmenter({}, random.Random(seed))(gold) for seed in range(60)]
    assert any("秦刚敏昂莱会谈" in a.sentences[1] or "秦剛敏昂萊會談" in a.sentences[1] for a in joined)
    assert all(len(a.mentions) == 6 for a in joined)


def test_two_joined_names_may_be_joined_by_another_word() -> None:
    gold = replace(make_gold(), sentences=["秦刚访问缅甸", "中国外交部长秦刚与敏昂莱会谈。"])
    joined = {Augmenter({}, random.Random(seed))(gold).sentences[1][8] for seed in range(200)}
    assert {"与", "同", "和", "跟"} <= joined
