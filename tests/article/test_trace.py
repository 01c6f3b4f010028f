"""Text that remembers where it stands."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.article.trace import Traced, decode_references, fold, join, literal, made_up, make_runs
from tests.article.builders import archived, check_offsets, read_text

_PIECES = (
    *(
        "中",
        "国",
        "a",
        "b",
        "，",
        "。",
        " ",
        "\n",
        "\t",
        "\u3000",
        "\xa0",
        "&amp;",
        "&nbsp;",
        "&#20013;",
        "&#x4e2d;",
        "&",
    ),
    *("<b>", "</b>", "\u200b", "<", ">", "\u202e", "<br>", "<p>", "</p>", "<!--x-->", "&lt"),
)
_TEXT = st.lists(st.sampled_from(_PIECES), max_size=40).map("".join)


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("a&amp;b", "a&b"),
        ("&#20013;&#x56FD;", "中国"),
        ("A&ampB", "A&B"),
        ("&copy2023", "©2023"),
        ("&notit;", "¬it;"),
        ("AT&T & x&y;", "AT&T & x&y;"),
        ("&#0;&#xD800;", "\ufffd\ufffd"),
        ("&", "&"),
        ("&#;", "&#;"),
    ],
)
def test_references_are_decoded_as_browsers_do(page: str, text: str) -> None:
    traced = decode_references(page, 0, len(page))
    assert traced.text == text
    assert len(traced.offsets) == len(text)


def test_decoded_character_stands_at_its_ampersand() -> None:
    assert list(decode_references("x&amp;y", 0, 7).offsets) == [0, 1, 6]


def test_fold_keeps_place_of_first_white_space() -> None:
    folded = fold(literal(" 甲 \n\u3000乙\u200b丙 ", 0, 10))
    assert folded.text == "甲 乙丙"
    assert list(folded.offsets) == [1, 2, 5, 7]


def test_fold_removes_bidi_marks_controls_and_lone_surrogates() -> None:
    page = "甲\u202e乙\x00丙\ud800丁\u2066戊"
    assert fold(literal(page, 0, len(page))).text == "甲乙丙丁戊"


def test_runs_break_at_references_and_made_up_characters() -> None:
    page = "ab&amp;c"
    runs = make_runs(
        join([literal(page, 0, 2), decode_references(page, 2, 8), made_up("\n"), literal(page, 0, 1)]), page
    )
    assert [(run.start, run.page_start, run.length) for run in runs] == [(0, 0, 2), (2, 2, 1), (3, 7, 1), (5, 0, 1)]


def test_no_text_has_no_runs() -> None:
    assert make_runs(Traced(), "") == ()


@settings(deadline=None)
@given(title=_TEXT, body=_TEXT, second=_TEXT)
def test_every_character_of_any_page_keeps_its_place(title: str, body: str, second: str) -> None:
    title = title.replace("\n", " ").replace("<b>", "[").replace("</b>", "](")
    page = archived(f"<div><span>{body}</span><br>末<p>{second}</div>", title=f"题{title}题")
    article = read_text(page)
    check_offsets(article, page)
    assert article.text == "\n".join(article.text.split("\n"))
    assert "  " not in article.text
