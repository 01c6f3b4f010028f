import pyoxigraph as ox
import pytest

from kg.export.terms import clean_text, day, decimal, described, moment, wikidata
from kg.export.urls import safe_url


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://a.example/b?c=d#e", "https://a.example/b?c=d#e"),
        ("HTTP://A.example/", "HTTP://A.example/"),
        (" https://a.example/新闻 1.html ", "https://a.example/%E6%96%B0%E9%97%BB%201.html"),
        ('https://a.example/"><script>', "https://a.example/%22%3E%3Cscript%3E"),
        ("https://a.example/100%", "https://a.example/100%25"),
        ("https://a.example/%E6%96%B0", "https://a.example/%E6%96%B0"),
        ("https://a.example/a#b#c", "https://a.example/a#b%23c"),
        ("https://a.example/\x00\ud800\u202e", "https://a.example/%00%3F%E2%80%AE"),
        ("https://a.example:8080/[x]{y}|\\^`", "https://a.example:8080/%5Bx%5D%7By%7D%7C%5C%5E%60"),
        ("javascript:alert(1)", None),
        ("data:text/html,<script>", None),
        ("//a.example/", None),
        ("https://", None),
        ("https:///path", None),
        ("https://user@evil.example/", None),
        ("https://a.example/" + "x" * 100_000, None),
        ("", None),
    ],
)
def test_fault_9_url_is_encoded_or_refused(url, expected):
    assert safe_url(url) == expected
    if expected:
        assert ox.NamedNode(expected).value == expected


def test_text_keeps_its_length_when_cleaned():
    assert clean_text("a\x00b\ud800c\n\t\ufffe\x9f\x85") == "a\ufffdb\ufffdc\n\t\ufffd\ufffd\x85"


@pytest.mark.parametrize(
    ("number", "text"), [(0.9, "0.9"), (1.0, "1"), (0.123456, "0.1235"), (-0.00001, "0"), (100.0, "100")]
)
def test_decimal_is_written_in_its_shortest_form(number, text):
    assert decimal(number).text == text


def test_moments_keep_their_offset():
    assert moment("2023-05-02T14:30:00+08:00").text == "2023-05-02T14:30:00+08:00"
    assert moment("2023-05-02").text == "2023-05-02T00:00:00Z"
    assert moment("2023-05-02T14:30:00.5+00:00").text == "2023-05-02T14:30:00Z"
    assert moment("soon") is None
    assert moment(None) is None


def test_days_exist_or_are_left_out():
    assert day("2020-02-29T10:00").text == "2020-02-29"
    assert day("2019-02-29") is None
    assert day(None) is None


def test_items_and_languages():
    assert wikidata("Q836") == "http://www.wikidata.org/entity/Q836"
    assert wikidata("Q836> <x") is None
    assert described("国家").language == "zh"
    assert described("state").language == "en"
