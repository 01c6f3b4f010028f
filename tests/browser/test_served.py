"""The explorer of ``kg serve``: a small page that loads more of a large graph; the server is played by a route."""

import json
from typing import Any
from urllib.parse import parse_qs, urlsplit

import networkx as nx
import pytest

from kg.export.html import html_page
from kg.export.view.neighbourhood import SearchIndex, neighbourhood
from kg.export.view.part import select_part
from kg.export.view.payload import build_payload
from tests.browser.conftest import Opener
from tests.graph_factory import small_graph, synthetic_graph

pytestmark = pytest.mark.browser


def serve(browser: Any, graph: nx.MultiDiGraph, *, fails: bool = False) -> Any:
    index = SearchIndex(graph)

    def answer(route: Any) -> None:
        url = urlsplit(route.request.url)
        values = {name: found[0] for name, found in parse_qs(url.query).items()}
        if url.path == "/":
            route.fulfill(body=html_page(graph, max_nodes=5, served=True), content_type="text/html; charset=utf-8")
        elif fails:
            route.fulfill(status=503, body="busy")
        elif url.path == "/api/neighbourhood":
            route.fulfill(body=json.dumps(neighbourhood(graph, values["key"])), content_type="application/json")
        else:
            route.fulfill(body=json.dumps(index.find(values["q"])), content_type="application/json")

    page = browser.new_context(viewport={"width": 1280, "height": 800}, locale="zh-CN").new_page()
    page.route("http://kg.test/**", answer)
    page.goto("http://kg.test/")
    page.wait_for_selector("body[data-ready]")
    return page


def test_entity_beyond_the_page_is_found_loaded_and_shown_with_its_sentences(browser: Any) -> None:
    page = serve(browser, small_graph())
    assert page.evaluate("kg.model.nEntities") == 5
    page.fill("#search", "wangyi")
    page.click("#hits .far")
    page.wait_for_selector("#panel h2:has-text('王毅')")
    assert "接替" in page.inner_text("#panel")
    page.click("#panel .verb >> nth=0")
    assert "秦刚接替了王毅" in page.inner_text("#panel blockquote >> nth=0")
    page.context.close()


def test_served_panel_links_to_sparql_and_the_entity_page(browser: Any) -> None:
    page = serve(browser, small_graph())
    page.evaluate("kg.select(0)")
    hrefs = page.eval_on_selector_all("#panel .served-links a", "links => links.map((a) => a.href)")
    assert hrefs[0].startswith("http://kg.test/entity/")
    assert hrefs[1] == "http://kg.test/sparql"
    page.context.close()


def test_server_that_fails_is_told_and_the_page_goes_on(browser: Any) -> None:
    page = serve(browser, small_graph(), fails=True)
    page.evaluate("kg.select(0)")
    page.click("#load-more")
    page.wait_for_selector("#banner:has-text('503')")
    page.click("[data-view=list]")
    assert page.is_visible("#view-list table")
    page.context.close()


def test_joined_parts_say_the_same_as_the_whole(open_graph: Opener) -> None:
    graph = synthetic_graph(60)
    whole = build_payload(graph, select_part(graph, max_nodes=500))
    page = open_graph(graph).page
    keys = whole["entities"]["key"][:6]
    statements = """(data) => {
        const { entities, events, edges, sentences } = data;
        const key = (i) => i < entities.key.length ? entities.key[i] : events.key[i - entities.key.length];
        return edges.source.map((s, e) => [key(s), key(edges.target[e]), edges.kind[e], edges.type[e],
            edges.evidence[e].filter((_, i) => i % 2 === 0).map((n) => sentences.text[n]).join()].join('|'));
    }"""
    joined = page.evaluate(
        "(parts) => parts.slice(1).reduce((out, part) => kg.joinData(out, part), parts[0])",
        [neighbourhood(graph, key) for key in keys],
    )
    everything = set(page.evaluate(statements, whole))
    found = page.evaluate(statements, joined)
    assert len(found) == len(set(found)) > 100
    assert set(found) <= everything
    assert page.evaluate("(data) => { const m = kg.load(data); return m.n === m.keyToNode.size; }", joined)
