import pytest

from kg.errors import InputError
from kg.export.view.neighbourhood import SearchIndex, neighbourhood
from kg.export.view.search import fold, search_keys
from tests.graph_factory import small_graph


def test_keys_hold_both_scripts_pinyin_and_initials() -> None:
    keys = search_keys(["昂山素季", "緬甸"]).split("\n")
    assert {"angshansuji", "assj", "缅甸", "miandian", "md"} <= set(keys)
    assert "緬甸" not in keys


def test_names_without_chinese_need_no_keys() -> None:
    assert search_keys(["NATO", "Élysée"]) == ""


@pytest.mark.parametrize(
    ("text", "folded"), [("ＮＡＴＯ", "nato"), ("Élysée", "elysee"), ("\ud800x", "?x"), ("ß", "ss")]
)
def test_fold_makes_one_of_widths_cases_and_marks(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize("words", ["秦刚", "秦剛", "qingang", "qin gang", "Q28417240"])
def test_index_finds_by_every_way_of_writing(words: str) -> None:
    assert SearchIndex(small_graph()).find(words)[0]["name"] == "秦刚"


def test_index_puts_the_whole_name_first_and_keeps_to_the_limit() -> None:
    index = SearchIndex(small_graph())
    assert [row["name"] for row in index.find("昂山")] == ["昂山", "昂山素季"]
    assert len(index.find("昂", limit=1)) == 1
    assert index.find("  ") == []
    with pytest.raises(InputError, match="not between 1 and 100"):
        index.find("昂", limit=1000)


def test_neighbourhood_is_the_data_of_a_page_around_one_entity() -> None:
    data = neighbourhood(small_graph(), "昂山")
    assert data["entities"]["name"][0] == "昂山"
    assert data["meta"]["focus"] == "entity/Q191096"
    assert "内比都" not in data["entities"]["name"]
