"""The explorer beside plain pyvis: how long to build, how long until it answers, how smoothly it moves.

    python benchmarks/view.py [--sizes 300 3000 20000] [--no-pyvis] [--json]

Both draw the same graph (hubs and groups as news makes them, three edges a node) in the same headless Chromium.
Build: graph in memory to file on disk. Usable: from opening the file to the answer to a first click. Frames: drawn
in a second while the graph is dragged, as it opens and with every node and line shown. Redraw: one true drawing of
everything, in milliseconds. There is no graphics card here.
"""

import argparse
import json
import random
import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import networkx as nx
from playwright.sync_api import Error, Page, sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from kg.export.html import write_html
from kg.schema import EVENT_TYPES, RELATION_TYPES
from kg.settings import Settings
from tests.graph_factory import GraphFactory

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
SURNAMES, GIVEN = "王李张刘陈杨黄赵吴周徐孙马朱胡林郭何高罗", "伟芳娜敏静丽强磊洋勇艳杰娟涛明超秀霞平刚桂英华玉兰飞红军"
PLACES, BODIES = "东江河山海南北中西安宁和平州城", ("大学", "委员会", "集团", "银行", "协会", "电视台", "法院")
#: Plain pyvis is not waited for longer than this.
PATIENCE_S = 60


def random_graph(n_nodes: int, n_edges: int, *, seed: int = 7) -> nx.MultiDiGraph:
    """Seven in ten nodes are entities, the rest events; ``n_edges`` counts what can be drawn."""
    chance = random.Random(seed)
    make = GraphFactory()
    entities = [_entity(make, chance, number) for number in range(max(n_nodes * 7 // 10, 4))]
    groups = [entities[start :: max(len(entities) // 60, 2)] for start in range(max(len(entities) // 60, 2))]
    articles = [
        make.article(str(number), published=f"2020-{1 + number % 12:02d}-{1 + number % 28:02d}", publisher="甲报")
        for number in range(max(n_nodes // 10, 3))
    ]
    n_drawn = 0
    for number in range(n_nodes - len(entities)):
        one, other, quote = _sentence(make, chance, entities, groups, articles)
        kind, day = chance.choice(list(EVENT_TYPES)), f"2020-{chance.randint(1, 12):02d}-{chance.randint(1, 28):02d}"
        make.event(f"事件{number}", kind, roles={"agent": [one], "target": [other]}, evidence=(quote,), begin=day)
        n_drawn += 3
    while n_drawn < n_edges:
        one, other, quote = _sentence(make, chance, entities, groups, articles)
        if chance.random() < 0.3:
            make.relation(one, chance.choice(list(RELATION_TYPES)), other, quote)
        else:
            make.cooccur([one, other], quote)
        n_drawn += 1
    return make.graph


def _entity(make: GraphFactory, chance: random.Random, number: int) -> str:
    kind = chance.choices(("PER", "GPE", "ORG", "LOC"), (45, 20, 28, 7))[0]
    stem = chance.choice(SURNAMES) if kind == "PER" else "".join(chance.choices(PLACES, k=2))
    tail = "".join(chance.choices(GIVEN, k=2)) if kind == "PER" else chance.choice(BODIES) if kind == "ORG" else "市"
    where = {"latitude": chance.uniform(-35, 60), "longitude": chance.uniform(-120, 150)} if kind == "GPE" else {}
    return make.entity(stem + tail, kind, qid=f"Q{10_000 + number}", **where)


def _sentence(
    make: GraphFactory, chance: random.Random, entities: list[str], groups: list[list[str]], articles: list[str]
) -> tuple[str, str, Any]:
    pool = entities if chance.random() < 0.12 else chance.choice(groups)
    # The power makes hubs: the first of a pool are drawn far more often than the last.
    one, other = 0, 0
    while one == other:
        one, other = (int(len(pool) * chance.random() ** 2.5) for _ in range(2))
    names = [make.graph.nodes[pool[i]]["name"] for i in (one, other)]
    quote = make.sentence(chance.choice(articles), f"{names[0]}当天与{names[1]}交换了意见，双方同意继续保持沟通。")
    for i, name in zip((one, other), names, strict=True):
        make.mention(pool[i], quote, name)
    return pool[one], pool[other], quote


def build_ours(graph: nx.MultiDiGraph, path: Path) -> float:
    start = time.perf_counter()
    write_html(graph, path, settings=Settings(), max_nodes=graph.number_of_nodes())
    return time.perf_counter() - start


def build_pyvis(graph: nx.MultiDiGraph, path: Path) -> float:
    from pyvis.network import Network

    start = time.perf_counter()
    network = Network(cdn_resources="in_line")
    shown = {key for key, data in graph.nodes(data=True) if data["kind"] != "article"}
    for key in sorted(shown):
        data = graph.nodes[key]
        network.add_node(key, label=data.get("name") or data.get("label"))
    for source, target, data in graph.edges(data=True):
        if source in shown and target in shown:
            network.add_edge(source, target, title=data["type"])
    path.write_text(network.generate_html(), encoding="utf-8")
    return time.perf_counter() - start


def open_ours(page: Page, path: Path) -> dict[str, float | None]:
    start = time.perf_counter()
    page.goto(path.as_uri(), timeout=120_000)
    page.wait_for_selector("body[data-ready]", timeout=120_000)
    page.wait_for_function("kg.graphView.scene !== undefined")
    spot = page.evaluate("kg.graphView.screenOf(kg.shown.nodes[0])")
    box = page.locator("#graph-canvas").bounding_box() or {"x": 0, "y": 0}
    page.mouse.click(box["x"] + spot["x"], box["y"] + spot["y"])
    page.wait_for_selector("#panel .entity-head")
    usable = time.perf_counter() - start
    page.keyboard.press("Escape")
    opening = frames_while_dragging(page, "#graph-canvas")
    page.evaluate(
        "kg.change({ limit: kg.model.nEntities, layers: ['relation', 'interaction', 'cooccurrence', 'minor'] })"
    )
    page.wait_for_timeout(600)
    everything = frames_while_dragging(page, "#graph-canvas")
    page.evaluate("kg.graphView.drawNow()")
    redraw = page.evaluate("kg.graphView.cost")
    return {"usable_s": usable, "frames_opening": opening, "frames_all": everything, "redraw_ms": redraw}


def open_pyvis(page: Page, path: Path) -> dict[str, float | None]:
    """The time until vis-network has settled; before, nodes run away from the pointer."""
    page.route("http*://**", lambda route: route.abort())
    start = time.perf_counter()
    try:
        page.goto(path.as_uri(), timeout=PATIENCE_S * 1000, wait_until="commit")
        # pyvis's own template hides its bar once vis-network reports that it has settled.
        bar = "document.getElementById('loadingBar')"
        page.wait_for_function(f"{bar} && {bar}.style.opacity === '0'", timeout=PATIENCE_S * 1000)
        usable = time.perf_counter() - start
        return {"usable_s": usable, "frames_opening": None, "frames_all": frames_while_dragging(page, "#mynetwork")}
    except Error:
        return {"usable_s": None, "frames_opening": None, "frames_all": None}


def frames_while_dragging(page: Page, selector: str, *, seconds: float = 2.0) -> float:
    box = page.locator(selector).bounding_box() or {"x": 0, "y": 0, "width": 800, "height": 600}
    page.evaluate(
        "if (!window.ticks) { window.ticks = []; "
        "(function tick(t) { ticks.push(t); requestAnimationFrame(tick); })(0); }"
    )
    x, y = box["x"] + box["width"] / 2, box["y"] + 12
    page.mouse.move(x, y)
    page.mouse.down()
    page.evaluate("ticks.length = 0")
    start = time.perf_counter()
    step = 0
    while time.perf_counter() - start < seconds:
        step += 1
        page.mouse.move(x + 60 * (step % 2), y + step % 40)
    n_frames, elapsed = page.evaluate("ticks.length"), time.perf_counter() - start
    page.mouse.up()
    return round(n_frames / elapsed, 1)


def measure(browser: Any, folder: Path, n_nodes: int, *, with_pyvis: bool) -> list[dict[str, Any]]:
    graph = random_graph(n_nodes, 3 * n_nodes)
    rows = []
    makers = [("newskg", build_ours, open_ours), ("pyvis", build_pyvis, open_pyvis)]
    for name, build, opening in makers if with_pyvis else makers[:1]:
        path = folder / f"{name}{n_nodes}.html"
        build_s = build(graph, path)
        context = browser.new_context(viewport={"width": 1440, "height": 900})
        row = {"tool": name, "nodes": n_nodes, "edges": 3 * n_nodes, "build_s": build_s}
        rows.append({**row, "megabytes": path.stat().st_size / 1e6, **opening(context.new_page(), path)})
        context.close()
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[300, 3_000, 20_000])
    parser.add_argument("--no-pyvis", action="store_true", help="measure the explorer alone")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        raise SystemExit("Chromium is not installed; apt-get install chromium")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        rows = [
            row
            for size in options.sizes
            for row in measure(browser, Path(folder), size, with_pyvis=not options.no_pyvis)
        ]
        browser.close()
    if options.json:
        print(json.dumps(rows))
        return
    columns = (
        "tool",
        "nodes",
        "edges",
        "build_s",
        "megabytes",
        "usable_s",
        "frames_opening",
        "frames_all",
        "redraw_ms",
    )
    print(" ".join(f"{name:>14}" for name in columns))
    for row in rows:
        print(" ".join(f"{_show(row.get(name)):>14}" for name in columns))


def _show(value: Any) -> str:
    return "-" if value is None else f"{value:.2f}" if isinstance(value, float) else str(value)


if __name__ == "__main__":
    main()
