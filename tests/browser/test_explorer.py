"""What a reader does in the explorer, done in a real browser."""

import csv
import io
from pathlib import Path
from typing import Any

import pytest

from tests.browser.conftest import Opener, search
from tests.graph_factory import synthetic_graph

pytestmark = pytest.mark.browser

QIN, HLAING, MYANMAR = "entity/Q28417240", "entity/Q10895574", "entity/Q836"


def names(page: Any) -> list[str]:
    return page.evaluate("kg.shown.nodes.map((node) => kg.nameOf(node))")


def n_events(page: Any) -> int:
    return page.evaluate("kg.shown.event.reduce((a, b) => a + b, 0)")


def download(page: Any, name: str) -> Path:
    page.click("#export-menu summary")
    with page.expect_download() as found:
        page.click(f"[data-export={name}]")
    return Path(found.value.path())


def test_page_opens_without_a_request_an_error_or_a_broken_rule(open_graph: Opener) -> None:
    opened = open_graph()
    for view in ("timeline", "map", "list", "graph"):
        opened.page.click(f"[data-view={view}]")
    opened.page.wait_for_timeout(150)
    opened.assert_quiet()


@pytest.mark.parametrize("words", ["秦刚", "秦剛", "qingang", "qg", "Qin Gang", "Ｑin gang", "Q28417240"])
def test_search_finds_a_person_by_name_script_sound_english_and_item(open_graph: Opener, words: str) -> None:
    page = open_graph().page
    search(page, words)
    assert page.inner_text("#panel h2").strip() == "秦刚"


def test_search_is_driven_by_the_keyboard(open_graph: Opener) -> None:
    page = open_graph().page
    page.keyboard.press("/")
    page.keyboard.type("昂")
    page.keyboard.press("ArrowDown")
    chosen = page.inner_text("#hits [aria-selected=true] b")
    assert page.get_attribute("#search", "aria-activedescendant") == "hit-1"
    page.keyboard.press("Enter")
    assert page.inner_text("#panel h2").strip() == chosen
    page.keyboard.press("Escape")
    assert page.evaluate("kg.state.sel") is not None
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("Escape")
    assert page.evaluate("kg.state.sel") is None


def test_who_did_he_meet_and_where_does_it_say_so_in_three_steps(open_graph: Opener) -> None:
    opened = open_graph()
    page = opened.page
    search(page, "秦刚")
    page.click("#panel .chip:has-text('会晤')")
    page.click("#panel .rows .grow >> nth=0")
    assert page.inner_text("#panel h2").strip() == "秦刚、敏昂莱会晤"
    quotes = page.locator("#panel blockquote").all_inner_texts()
    assert "秦刚当天会晤了敏昂莱，就中缅边境交换意见。" in quotes
    assert page.locator("#panel mark.trigger").first.inner_text() == "会晤"
    assert set(page.locator("#panel .party").all_inner_texts()) >= {"秦刚", "敏昂莱", "内比都"}
    link = page.locator("#panel .evidence a").first
    assert link.get_attribute("href") == "https://news.example.com/meeting" or "visit" in link.get_attribute("href")
    assert link.get_attribute("rel") == "noopener noreferrer nofollow"
    opened.assert_quiet()


def test_event_panel_says_modality_source_outlet_and_confidence_in_words(open_graph: Opener) -> None:
    page = open_graph().page
    search(page, "敏昂莱否认会见昂山素季")
    text = page.inner_text("#panel")
    for words in ("否定", "说法来源", "敏昂莱", "丙报", "2023-05-04", "90%", "报道于"):
        assert words in text


def test_entity_panel_has_offices_relations_articles_and_wikidata(open_graph: Opener) -> None:
    page = open_graph().page
    search(page, "秦刚")
    text = page.inner_text("#panel")
    for words in ("外长", "2023-05-02 – 2023-05-03", "接替", "王毅", "秦刚访问缅甸", "甲报"):
        assert words in text
    assert page.get_attribute("#panel a[href*=wikidata]", "href") == "https://www.wikidata.org/wiki/Q28417240"


def test_click_on_a_node_opens_it_and_click_on_a_line_shows_both_ends(open_graph: Opener) -> None:
    page = open_graph().page
    page.wait_for_timeout(100)
    place = "kg.graphView.screenOf(kg.model.keyToNode.get('%s'))"
    a, b = page.evaluate(place % QIN), page.evaluate(place % HLAING)
    box = page.locator("#graph-canvas").bounding_box()
    page.mouse.click(box["x"] + a["x"], box["y"] + a["y"])
    assert page.inner_text("#panel h2").strip() == "秦刚"
    page.evaluate("kg.change({ sel: null })")
    page.evaluate("([a, b]) => kg.selectPair(kg.model.keyToNode.get(a), kg.model.keyToNode.get(b))", [QIN, HLAING])
    assert "会晤" in page.inner_text("#panel")
    assert "秦刚当天会晤了敏昂莱" in page.inner_text("#panel")
    middle = page.evaluate("(([a, b]) => kg.graphView.pick((a.x + b.x) / 2, (a.y + b.y) / 2))", [a, b])
    assert middle is not None


def test_filters_by_entity_type_event_type_modality_outlet_and_confidence(open_graph: Opener) -> None:
    page = open_graph().page
    everything = n_events(page)
    page.click("[data-filter=hiddenTypes][data-value=PER]")
    assert "秦刚" not in names(page)
    page.click("#reset")
    assert "秦刚" in names(page)
    page.click("summary:has-text('外交')", position={"x": 120, "y": 8})
    page.click("[data-filter=hiddenEvents][data-value=MEET]")
    assert n_events(page) == everything - 3
    page.click("#reset")
    page.click("[data-filter=hiddenModalities][data-value=actual]")
    assert n_events(page) == 2
    page.click("#reset")
    page.click("[data-filter=hiddenOutlets][data-value=乙报]")
    assert 0 < n_events(page) < everything
    page.click("#reset")
    page.evaluate("kg.change({ confidence: 95 })")
    assert n_events(page) == 0


def test_brush_over_the_bars_chooses_a_period(open_graph: Opener) -> None:
    page = open_graph().page
    box = page.locator("#strip-canvas").bounding_box()
    page.mouse.move(box["x"] + box["width"] * 0.5, box["y"] + 30)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] - 2, box["y"] + 30, steps=4)
    page.mouse.up()
    state = page.evaluate("kg.state")
    assert state["from"] > "2022-01-01"
    assert "昂山素季被捕" not in page.evaluate("Array.from(kg.shown.event, (ok, v) => ok ? kg.eventLabel(v) : '')")
    assert "from=" in page.url
    page.click(".strip-bar button")
    assert page.evaluate("kg.state.from") is None


def test_path_between_two_entities_is_found_and_listed(open_graph: Opener) -> None:
    page = open_graph().page
    search(page, "王毅")
    page.click("#panel .actions button:has-text('找路径')")
    assert "请选择另一个实体" in page.inner_text("#banner")
    search(page, "敏昂莱")
    steps = page.locator("#panel .path .name").all_inner_texts()
    assert steps[0].strip() == "王毅"
    assert steps[-1].strip() == "敏昂莱"
    assert "p=" in page.url


def test_focus_shows_one_node_with_its_neighbours_and_back_again(open_graph: Opener) -> None:
    page = open_graph().page
    search(page, "昂山")
    page.click("#panel .actions button >> nth=0")
    assert "内比都" not in names(page)
    assert {"昂山", "昂山素季"} <= set(names(page))
    page.click("#banner button")
    assert "内比都" in names(page)


def test_expand_adds_neighbours_beyond_the_opening_view_and_collapse_takes_them_away(open_graph: Opener) -> None:
    page = open_graph(synthetic_graph(300), hash_="#top=10").page
    before = len(names(page))
    page.evaluate("kg.toggle('expanded', kg.keyOf(0))")
    assert len(names(page)) > before
    page.evaluate("kg.toggle('expanded', kg.keyOf(0))")
    assert len(names(page)) == before


def test_address_keeps_the_state_and_back_undoes_a_step(open_graph: Opener) -> None:
    page = open_graph().page
    search(page, "秦刚")
    page.click("[data-view=timeline]")
    page.click("[data-filter=hiddenTypes][data-value=ORG]")
    address = page.url
    page.go_back()
    assert page.evaluate("kg.state.hiddenTypes") == []
    page.go_back()
    assert page.is_visible("#graph-canvas")
    page.goto("about:blank")
    page.goto(address)
    page.wait_for_selector("body[data-ready]")
    assert page.is_visible("#lanes-canvas")
    assert page.inner_text("#panel h2").strip() == "秦刚"
    assert "东盟" not in names(page)


@pytest.mark.parametrize(
    "hash_", ["#n=entity%2Fnone", "#v=<script>&t=~~&c=1e9&z=,,", "#%E0%A4%A", "#n=%E0%A4%A&from=2020-13-99", "#top=-5"]
)
def test_broken_address_opens_the_whole_graph(open_graph: Opener, hash_: str) -> None:
    opened = open_graph(hash_=hash_)
    assert "秦刚" in names(opened.page)
    opened.assert_quiet()


def test_english_interface_names_and_events(open_graph: Opener) -> None:
    page = open_graph().page
    page.click("#language")
    assert page.get_attribute("html", "lang") == "en"
    search(page, "秦刚")
    assert page.inner_text("#panel h2").strip() == "Qin Gang"
    assert "Offices" in page.inner_text("#panel")
    assert page.title() == "News graph"
    missing = page.evaluate("Object.keys(kg.words.zh).filter((key) => kg.words.en[key] === undefined)")
    assert missing == []


def test_dark_theme_follows_the_system_and_the_button(open_graph: Opener) -> None:
    page = open_graph(color_scheme="dark").page
    dark = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.click("#top .icon:not(.filters-toggle)")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != dark
    assert page.get_attribute("html", "data-theme") == "light"


def test_png_svg_and_tables_hold_what_is_seen(open_graph: Opener) -> None:
    opened = open_graph()
    page = opened.page
    page.click("[data-filter=hiddenTypes][data-value=ORG]")
    assert download(page, "png").read_bytes().startswith(b"\x89PNG")
    svg = download(page, "svg").read_text("utf-8")
    assert svg.startswith("<svg")
    assert "秦刚" in svg
    assert "东盟" not in svg
    nodes = list(csv.DictReader(io.StringIO(download(page, "csvNodes").read_text("utf-8-sig"))))
    assert {row["name"] for row in nodes} == set(names(page))
    edges = list(csv.DictReader(io.StringIO(download(page, "csvEdges").read_text("utf-8-sig"))))
    assert any(row["kind"] == "office" and row["title"] == "外长" and row["quote"] for row in edges)
    opened.assert_quiet()


def test_map_timeline_and_list_share_the_selection(open_graph: Opener) -> None:
    page = open_graph().page
    page.click("[data-view=map]")
    hit = page.evaluate("kg.map.hits.find((hit) => kg.nameOf(hit.node) === '缅甸')")
    box = page.locator("#map-canvas").bounding_box()
    page.mouse.click(box["x"] + hit["x"], box["y"] + hit["y"])
    chosen = page.inner_text("#panel h2").strip()
    assert chosen in ("缅甸", "内比都")
    page.click("[data-view=list]")
    assert chosen in page.inner_text(".list-note")
    page.click("#view-list tbody .plain >> nth=0")
    assert page.locator("#view-list tr.chosen").count() == 1
    page.click("[data-view=timeline]")
    assert page.evaluate("kg.lanes.hits.length") > 0
    assert page.evaluate("kg.graphView.scene === undefined || kg.selectedNode() >= kg.model.nEntities")


def test_list_sorts_by_each_column(open_graph: Opener) -> None:
    page = open_graph().page
    page.click("[data-view=list]")
    page.click("#view-list th button >> nth=0")
    times = page.locator("#view-list td.when").all_inner_texts()
    assert times[0] == "2021-02-01"
    assert page.get_attribute("#view-list th >> nth=0", "aria-sort") == "ascending"


def test_keyboard_moves_through_the_graph(open_graph: Opener) -> None:
    page = open_graph().page
    page.focus("#graph-canvas")
    page.keyboard.press("Enter")
    first = page.evaluate("kg.state.sel.node")
    visited = set()
    for key in ("ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"):
        page.keyboard.press(key)
        visited.add(page.evaluate("kg.state.sel.node"))
    assert visited - {first}
    assert page.get_attribute("#graph-canvas", "aria-label")
    assert page.evaluate(
        "[...document.querySelectorAll('button, input, canvas')].every((e) => "
        "e.textContent.trim() || e.getAttribute('aria-label') || e.closest('label') || e.placeholder)"
    )


def test_phone_width_has_no_sideways_scroll_and_the_panel_slides_up(open_graph: Opener) -> None:
    page = open_graph(viewport={"width": 390, "height": 780}).page
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    search(page, "秦刚")
    assert page.locator("#panel").bounding_box()["y"] > 200
    page.click(".filters-toggle")
    page.wait_for_timeout(250)
    assert page.locator("#filters").bounding_box()["x"] == 0


def test_printed_entity_page_is_the_panel_alone(open_graph: Opener) -> None:
    page = open_graph().page
    search(page, "秦刚")
    page.emulate_media(media="print")
    assert page.is_visible("#panel")
    assert not page.is_visible("#stage")
    assert not page.is_visible("#panel .actions")
