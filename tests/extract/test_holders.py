import pytest

from kg.extract.holders import is_anybodys


def is_free(sentence: str, title: str) -> bool:
    start = sentence.index(title)
    return is_anybodys(sentence, start, start + len(title))


@pytest.mark.parametrize(
    ("sentence", "title"),
    [
        ("公司的一位高管说，布劳恩已经离职。", "高管"),
        ("国防部一名高级官员表示", "官员"),
        ("某银行经理说", "经理"),
        ("王毅出席上合组织外长会议。", "外长"),
        ("东盟外长会在雅加达开幕", "外长"),
    ],
)
def test_a_title_of_nobody_in_particular(sentence: str, title: str) -> None:
    assert is_free(sentence, title)


@pytest.mark.parametrize(
    ("sentence", "title"),
    [
        ("朴元淳曾是一名人权律师", "人权律师"),
        ("香港唯一一位人大常委谭耀宗说", "人大常委"),
        ("外长王毅抵达", "外长"),
        ("两国外长会见了总理", "外长"),
        ("中国外长会晤对方", "外长"),
        ("另一名统筹者说", "统筹者"),
    ],
)
def test_a_title_that_says_who_it_is(sentence: str, title: str) -> None:
    assert not is_free(sentence, title)
