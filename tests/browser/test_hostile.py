"""Pages that mean harm stay text, whatever the graph's strings hold."""

from pathlib import Path
from typing import Any

import networkx as nx
import pytest

from kg.export.network import to_pyvis
from tests.browser.conftest import Opener, search
from tests.graph_factory import small_graph

pytestmark = pytest.mark.browser

EVIL = (
    "<script>window.hit=1</script>",
    "</script><script>window.hit=1</script>",
    "<img src=x onerror=window.hit=1>",
    "{{7*7}}${7*7}<%=7*7%>",
    "\u2028\u2029window.hit=1//",
    "<!--<script>",
    "]]>--></style><svg onload=window.hit=1>",
)


def poison(graph: nx.MultiDiGraph, text: str) -> nx.MultiDiGraph:
    """Every free string of the graph becomes the text."""
    for _, data in graph.nodes(data=True):
        for name in ("name", "label", "title", "description", "label_en", "publisher"):
            if data.get(name):
                data[name] = text + data[name]
        if data.get("names"):
            data["names"] = tuple(text + name for name in data["names"])
    return graph


@pytest.mark.parametrize("text", EVIL)
def test_text_of_an_article_never_becomes_markup(open_graph: Opener, text: str) -> None:
    opened = open_graph(poison(small_graph(), text))
    page = opened.page
    search(page, "qingang")
    for view in ("list", "map", "timeline", "graph"):
        page.click(f"[data-view={view}]")
    assert page.evaluate("window.hit") is None
    assert page.locator("main script, main img, main svg[onload]").count() == 0
    assert "49" not in page.inner_text("#panel h2")
    opened.assert_quiet()


def test_address_that_runs_code_is_no_link(open_graph: Opener) -> None:
    graph = small_graph()
    for bad, (_, data) in zip(
        ["javascript:alert(1)", "data:text/html,x", " JaVaScRiPt:alert(1)", "vbscript:x"],
        [item for item in graph.nodes(data=True) if item[1]["kind"] == "article"],
        strict=True,
    ):
        data["url"] = bad
    opened = open_graph(graph)
    search(opened.page, "秦刚访问缅甸")
    hrefs = opened.page.eval_on_selector_all("a", "links => links.map((a) => a.href)")
    assert hrefs == []
    assert "无网址" in opened.page.inner_text("#panel")
    opened.assert_quiet()


def test_bidi_marks_and_controls_are_shown_not_obeyed(open_graph: Opener) -> None:
    graph = small_graph()
    graph.nodes["entity/Q28417240"]["name"] = "秦\u202e刚\u200b\x00"
    page = open_graph(graph).page
    search(page, "qingang")
    assert page.inner_text("#panel h2").strip() == "秦␣刚␣␣"


def test_lone_surrogates_survive_the_way_into_the_page(open_graph: Opener) -> None:
    opened = open_graph(small_graph())
    search(opened.page, "onerror")
    assert opened.page.inner_text("#panel h2").strip() == '<img src=x onerror="alert(1)">'
    opened.assert_quiet()


def test_policy_stops_a_script_that_someone_adds(open_graph: Opener) -> None:
    page = open_graph().page
    outcome: list[Any] = page.evaluate(
        """() => {
            const found = [];
            try { document.body.innerHTML = '<b>x</b>'; found.push('markup'); } catch { found.push('refused'); }
            const script = document.createElement('script');
            try {
                script.textContent = 'window.hit = 1';
                document.body.append(script);
            } catch { found.push('refused'); }
            return [...found, window.hit === undefined];
        }"""
    )
    assert outcome == ["refused", "refused", True]


def test_page_that_pyvis_writes_is_the_same_safe_explorer(open_graph: Opener, tmp_path: Path) -> None:
    network = to_pyvis(small_graph(), heading="<script>window.hit=1</script>", select_menu=True)
    network.add_node("mine", label="<b>手工</b>", group="PER")
    network.add_edge("mine", "entity/Q836", label="我的关系")
    network.write_html(str(tmp_path / "net.html"))
    opened = open_graph.open_file(tmp_path / "net.html")  # type: ignore[attr-defined]
    search(opened.page, "手工")
    assert opened.page.inner_text("#panel h2").strip() == "<b>手工</b>"
    assert "我的关系" in opened.page.inner_text("#panel")
    assert opened.page.evaluate("window.hit") is None
    opened.assert_quiet()


def test_damaged_data_is_told_in_one_line(open_graph: Opener, tmp_path: Path) -> None:
    from kg.export.html import html_page

    page_text = html_page(small_graph(), max_nodes=100).replace('{"format":1', '{"format":99', 1)
    (tmp_path / "old.html").write_text(page_text, "utf-8")
    context = open_graph()
    context.page.goto((tmp_path / "old.html").as_uri())
    assert "请重新生成 graph.html" in context.page.inner_text(".fatal")
