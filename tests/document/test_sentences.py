"""Text cut into sentences."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.document import make_document, split_sentences
from kg.document.sentences import MAX_SENTENCE
from tests.factory import make_article


def _sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in split_sentences(text)]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("甲。乙！丙？丁", ["甲。", "乙！", "丙？", "丁"]),
        ("他说：“甲。”乙。", ["他说：“甲。”", "乙。"]),
        ("「甲。」乙。", ["「甲。」", "乙。"]),
        ("“甲？”他问。", ["“甲？”", "他问。"]),
        ("“‘甲？’”他问。", ["“‘甲？’”", "他问。"]),
        ("“甲。”，他说。", ["“甲。”，他说。"]),
        ("“甲。”。乙。", ["“甲。”。", "乙。"]),
        ("《去不去？》一文。乙。", ["《去不去？》一文。", "乙。"]),
        ("甲（原文如此！）乙。", ["甲（原文如此！）乙。"]),
        ("什么？！甲……乙。。。丙", ["什么？！", "甲……乙。。。", "丙"]),
        ('甲说："乙。"丙。', ['甲说："乙。"', "丙。"]),
        ('甲。"乙。"丙', ["甲。", '"乙。"', "丙"]),
        ("见 https://a.example.org/?q=1 页。", ["见 https://a.example.org/?q=1 页。"]),
        ("甲?乙!丙", ["甲?", "乙!", "丙"]),
        ("增长3.5%。 　乙。", ["增长3.5%。", "乙。"]),
        ("甲。 ”乙", ["甲。", "”乙"]),
        ("甲。\n\n 乙 \n", ["甲。", "乙"]),
        ("甲。“", ["甲。“"]),
        ("", []),
        (" \n ", []),
        ("。", ["。"]),
    ],
)
def test_ends_of_sentences(text: str, sentences: list[str]) -> None:
    assert _sentences(text) == sentences


def test_long_sentence_is_cut_at_its_last_strong_pause() -> None:
    text = "字" * 190 + "；" + "字" * 100 + "，" + "字" * 200 + "。"
    assert [len(sentence) for sentence in _sentences(text)] == [191, 302]


def test_long_sentence_without_pause_is_cut_hard() -> None:
    assert [len(sentence) for sentence in _sentences("字" * 1000)] == [400, 400, 200]


def test_a_million_characters_are_cut_in_one_go() -> None:
    assert sum(len(sentence) for sentence in _sentences("字，" * 500_000)) == 1_000_000


def test_headline_is_sentence_0_whatever_marks_it_has() -> None:
    document = make_document(make_article("甲。乙。", title="去？不去！", key="k"))
    assert document.has_headline
    assert [document.text[start:end] for start, end in document.sentences] == ["去？不去！", "甲。", "乙。"]
    assert (document.id, document.published) == ("k", "2023-05-02T08:00:00+00:00")


def test_article_without_headline_opens_with_its_text() -> None:
    document = make_document(make_article("甲。乙。", title=""))
    assert not document.has_headline
    assert [document.text[start:end] for start, end in document.sentences] == ["甲。", "乙。"]


@settings(deadline=None)
@given(st.lists(st.sampled_from([*'甲乙a1。！？!?”』」’"，；…）》 \n\t', "字" * 150]), max_size=60).map("".join))
def test_sentences_cover_all_that_is_not_white_space_in_order(text: str) -> None:
    spans = split_sentences(text)
    assert all(0 < end - start <= MAX_SENTENCE + 60 for start, end in spans)
    assert all(not text[start].isspace() and not text[end - 1].isspace() for start, end in spans)
    assert all(one[1] <= other[0] for one, other in pairwise(spans))
    assert "".join("".join(text[start:end].split()) for start, end in spans) == "".join(text.split())
