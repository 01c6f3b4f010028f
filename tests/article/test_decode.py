"""Which encoding a page is in."""

import codecs

import pytest

from kg.article import decode_page
from kg.article.page import UnreadableError
from tests.article.builders import archived, read_bytes

SIMPLIFIED = archived("<p>中国外交部说，两国在会谈中同意加强合作，这是政变以来的第一次。</p>")
TRADITIONAL = archived("<p>總統說，這個國家的經濟發展與兩岸關係，將會是這次會議的主要問題。</p>", title="總統發表談話")


@pytest.mark.parametrize(
    ("page", "encoding"),
    [
        (SIMPLIFIED, "utf-8"),
        (SIMPLIFIED, "utf-8-sig"),
        (SIMPLIFIED, "gb18030"),
        (SIMPLIFIED, "utf-16"),
        (SIMPLIFIED, "utf-16-le"),
        (SIMPLIFIED, "utf-16-be"),
        (SIMPLIFIED, "utf-32"),
        (TRADITIONAL, "big5"),
        (TRADITIONAL, "gb18030"),
        (TRADITIONAL, "utf-8"),
    ],
)
def test_encodings(page: str, encoding: str) -> None:
    assert decode_page(page.encode(encoding)) == page
    articles, skips = read_bytes(page.encode(encoding))
    assert len(articles) == 1
    assert skips == []


def test_declared_encoding_wins_over_guess() -> None:
    page = '<meta charset="gb2312"><p>镕</p>'
    assert decode_page(page.encode("gb18030")) == page


@pytest.mark.parametrize("name", ["utf-8", "rot13", "hex", "no-such-thing", "../../etc"])
def test_wrong_declaration_does_no_harm(name: str) -> None:
    page = SIMPLIFIED.replace("<p>", f'<meta charset="{name}"><p>')
    assert decode_page(page.encode("gb18030")) == page


def test_a_few_broken_bytes_do_not_change_the_encoding() -> None:
    data = SIMPLIFIED.encode()
    at = data.index("会谈".encode())
    text = decode_page(data[:at] + b"\xe4\xbd" + data[at:])
    assert "中国外交部说" in text
    assert text.count("\ufffd") == 1


def test_lone_surrogates_and_nul_do_not_reach_the_text() -> None:
    articles, _ = read_bytes(archived("<p>甲\ud800乙\x00丙</p>").encode("utf-8", "surrogatepass"))
    assert articles[0].paragraphs[0].replace("\ufffd", "") == "甲乙丙"


@pytest.mark.parametrize(
    "data", [b"\x89PNG\r\n\x1a\n" + bytes(200), b"%PDF-1.4 text", bytes(range(32)) * 40, b"\x00" * 500]
)
def test_binary_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableError, match=r"not text"):
        decode_page(data)


def test_mark_of_another_width_is_not_text_of_the_page() -> None:
    assert decode_page(codecs.BOM_UTF8 + b"abc") == "abc"
