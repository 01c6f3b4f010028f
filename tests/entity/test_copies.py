import random

from kg.entity import source_groups
from kg.entity.copies import likeness

WORDS = "河水上涨居民撤离救援队伍抵达现场专家表示天气转好交通恢复学校停课商店关门市长讲话记者采访"


def text(seed: int, length: int = 600) -> str:
    source = random.Random(seed)
    return "".join(source.choice(WORDS) for _ in range(length))


def test_a_copy_with_another_headline_and_a_cut_end_is_one_source() -> None:
    wire = text(1)
    groups = source_groups({"b": "本报讯\n" + wire, "a": wire[:540] + "（完）", "c": text(2)})
    assert groups == {"a": "a", "b": "a", "c": "c"}


def test_traditional_and_simplified_copies_are_one_source() -> None:
    base = text(3)
    assert source_groups({"x": base, "y": base.replace("学", "學").replace("关", "關")}) == {"x": "x", "y": "x"}


def test_short_texts_are_copies_only_if_they_are_equal() -> None:
    notice = "以上内容由本台编辑整理。"
    groups = source_groups({"a": notice, "b": notice, "c": notice + "明天继续。"})
    assert groups == {"a": "a", "b": "a", "c": "c"}


def test_other_articles_do_not_change_the_groups() -> None:
    wire = text(4)
    few = {"a": wire, "b": wire[:570]}
    more = few | {f"z{i}": text(100 + i) for i in range(30)}
    groups = source_groups(more)
    assert {key: groups[key] for key in few} == source_groups(few) == {"a": "a", "b": "a"}


def test_likeness_of_short_strings() -> None:
    assert likeness("同一句话同一句话", "同一句话同一句话") == 1.0
    assert likeness("短", "长") == 0.0
