"""Whole builds with the shipped model: determinism, increments, survival of faults."""

import hashlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import networkx as nx
import pytest

from kg.errors import ArticleError, ExportError, InputError
from kg.graph.store import load_graph
from kg.pipeline import build
from kg.settings import Settings, sample_dir

ONE = Settings(jobs=1)


def _digests(out: Path) -> dict[str, str]:
    return {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in sorted(out.iterdir()) if p.is_file()}


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    """Five pages of the sample in a folder that a test may change."""
    folder = tmp_path / "pages"
    chosen = sorted(path for path in sample_dir().rglob("*.md") if path.name != "README.md")[:5]
    for path in chosen:
        target = folder / path.relative_to(sample_dir())
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
    return folder


def _page(folder: Path) -> Path:
    return sorted(folder.rglob("*.md"))[0]


def test_every_export_is_written(sample_out: Path) -> None:
    names = {path.name for path in sample_out.iterdir() if path.is_file()}
    formats = {f"graph.{form}" for form in ("nq", "ttl", "jsonld", "graphml", "gexf", "html")}
    assert names == formats | {"nodes.csv", "edges.csv", "report.json"}


def test_the_report_says_what_was_read(sample_out: Path) -> None:
    report = json.loads((sample_out / "report.json").read_text(encoding="utf-8"))
    assert report["pages"] >= report["articles"] >= 15
    assert report["entities"]["PER"] > 10


def test_graph_files_open_in_networkx(sample_out: Path) -> None:
    graph = load_graph(sample_out / ".kg" / "graph.json")
    assert nx.read_graphml(sample_out / "graph.graphml").number_of_nodes() == graph.number_of_nodes()
    assert nx.read_gexf(sample_out / "graph.gexf").number_of_nodes() == graph.number_of_nodes()


def test_fault_2_workers_and_order_change_no_byte(pages: Path, tmp_path: Path) -> None:
    build([str(pages)], tmp_path / "one", settings=ONE)
    build([str(pages)], tmp_path / "two", settings=Settings(jobs=2))
    files = [str(path) for path in sorted(pages.rglob("*.md"))]
    assert _digests(tmp_path / "one") == _digests(tmp_path / "two")
    first, second = tmp_path / "order1", tmp_path / "order2"
    build(files, first, settings=ONE)
    random.Random(1).shuffle(files)
    build(files, second, settings=ONE)
    assert _digests(first) == _digests(second)


def test_a_second_build_reads_nothing_and_writes_nothing(pages: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert build([str(pages)], out, settings=ONE).n_extracted == 5
    before = {path: path.stat().st_mtime_ns for path in out.iterdir()}
    again = build([str(pages)], out, settings=ONE)
    assert (again.n_extracted, again.is_unchanged) == (0, True)
    assert {path: path.stat().st_mtime_ns for path in out.iterdir() if path.is_file()} == {
        path: at for path, at in before.items() if path.is_file()
    }


def test_files_of_formats_no_longer_asked_for_go_and_missing_ones_come_back(pages: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    build([str(pages)], out, settings=Settings(jobs=1, formats=("nq", "ttl", "csv")))
    build([str(pages)], out, settings=Settings(jobs=1, formats=("nq",)))
    assert {path.name for path in out.iterdir() if path.is_file()} == {"graph.nq", "report.json"}
    (out / ".kg" / "explorer.html").unlink()
    report = build([str(pages)], out, settings=Settings(jobs=1, formats=("nq",)))
    assert not report.is_unchanged
    assert (out / ".kg" / "explorer.html").exists()


def test_fault_3_a_deleted_page_takes_only_its_own_statements(pages: Path, tmp_path: Path) -> None:
    out, fresh = tmp_path / "out", tmp_path / "fresh"
    build([str(pages)], out, settings=ONE)
    _page(pages).unlink()
    report = build([str(pages)], out, settings=ONE)
    build([str(pages)], fresh, settings=ONE)
    assert (report.n_extracted, report.n_forgotten) == (0, 1)
    assert _digests(out) == _digests(fresh)


def test_fault_3_a_changed_page_is_read_again_and_no_other(pages: Path, tmp_path: Path) -> None:
    out, fresh = tmp_path / "out", tmp_path / "fresh"
    build([str(pages)], out, settings=ONE)
    page = _page(pages)
    page.write_bytes(page.read_bytes() + "<p>王毅周三在北京会见了李强。</p>".encode())
    assert build([str(pages)], out, settings=ONE).n_extracted == 1
    build([str(pages)], fresh, settings=ONE)
    assert _digests(out) == _digests(fresh)


def _write_lines(path: Path, *texts: str) -> None:
    """A .jsonl of articles that name neither address nor outlet and no time, so that each is warned about."""
    lines = (json.dumps({"title": text[:4], "text": text}, ensure_ascii=False) for text in texts)
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def _build_again(out: Path, paths: list[Path], fresh: Path) -> int:
    """Build over an older result; gives how many pages were read, once the bytes are those of a fresh build."""
    report = build([str(path) for path in paths], out, settings=ONE)
    build([str(path) for path in paths], fresh, settings=ONE)
    assert _digests(out) == _digests(fresh)
    return report.n_extracted


def test_a_line_on_top_moves_the_others_but_reads_none_again(tmp_path: Path) -> None:
    out, lines = tmp_path / "out", tmp_path / "a.jsonl"
    old = ("王毅周三在北京会见了李强。", "秦刚访问缅甸。")
    _write_lines(lines, *old)
    build([str(lines)], out, settings=ONE)
    _write_lines(lines, "普京星期一抵达上海。", *old)
    assert _build_again(out, [lines], tmp_path / "fresh") == 1
    messages = json.loads((out / "report.json").read_text(encoding="utf-8"))["messages"]
    assert [message.split(": ")[0] for message in messages] == [f"a.jsonl:000000{number}" for number in (1, 2, 3)]


def test_a_second_path_gives_the_first_a_longer_name_but_reads_it_not_again(pages: Path, tmp_path: Path) -> None:
    out, more = tmp_path / "out", tmp_path / "a.jsonl"
    (pages / "flat.html").write_text("<html><body><p>秦刚访问缅甸。</p></body></html>", encoding="utf-8")
    _write_lines(more, "王毅周三在北京会见了李强。")
    build([str(pages)], out, settings=ONE)
    assert _build_again(out, [pages, more], tmp_path / "fresh") == 1
    assert _build_again(out, [pages], tmp_path / "alone") == 0


def test_a_renamed_folder_names_the_outlet_anew_and_is_not_read_again(tmp_path: Path) -> None:
    news, out = tmp_path / "news", tmp_path / "out"
    (news / "日报").mkdir(parents=True)
    (news / "日报" / "1.html").write_text("<html><body><p>秦刚访问缅甸。</p></body></html>", encoding="utf-8")
    build([str(news)], out, settings=ONE)
    (news / "日报").rename(news / "晚报")
    assert _build_again(out, [news], tmp_path / "fresh") == 0
    publishers = dict(load_graph(out / ".kg" / "graph.json").nodes(data="publisher")).values()
    assert {name for name in publishers if name} == {"晚报"}


def test_a_page_that_gets_another_kind_is_read_again(tmp_path: Path) -> None:
    out, page = tmp_path / "out", tmp_path / "news" / "1.html"
    page.parent.mkdir()
    page.write_text("<p>秦刚访问缅甸。</p>", encoding="utf-8")
    build([str(page.parent)], out, settings=ONE)
    page.rename(page.with_suffix(".txt"))
    assert _build_again(out, [page.parent], tmp_path / "fresh") == 1


def test_out_inside_the_input_is_not_read_back(pages: Path) -> None:
    out = pages / "out"
    first = build([str(pages)], out, settings=ONE)
    again = build([str(pages)], out, settings=ONE)
    assert (first.n_pages, again.n_pages, again.is_unchanged) == (5, 5, True)
    assert first.skipped == again.skipped == {"build": 1}


def test_out_can_not_be_the_folder_of_the_pages(pages: Path) -> None:
    before = sorted(pages.rglob("*"))
    with pytest.raises(InputError, match="the folder of the pages itself"):
        build([str(pages)], pages / ".", settings=ONE)
    assert sorted(pages.rglob("*")) == before


def test_the_same_page_twice_is_one_article(pages: Path, tmp_path: Path) -> None:
    shutil.copyfile(_page(pages), pages / "zz-copy.md")
    report = build([str(pages)], tmp_path / "out", settings=ONE)
    assert report.skipped["duplicate"] == 1
    assert report.counts["articles"] == 5


def test_a_bad_page_is_told_and_the_rest_goes_on(pages: Path, tmp_path: Path) -> None:
    (pages / "empty.md").write_bytes(b"")
    (pages / "binary.html").write_bytes(bytes(range(256)) * 40)
    report = build([str(pages)], tmp_path / "out", settings=ONE)
    assert report.counts["articles"] == 5
    assert sum(report.skipped.values()) == 2
    assert any("empty.md" in message for message in report.messages)


@pytest.mark.slow
def test_fault_1_killed_builds_converge_to_the_same_bytes(pages: Path, tmp_path: Path) -> None:
    out, fresh = tmp_path / "out", tmp_path / "fresh"
    build([str(pages)], fresh, settings=ONE)
    script = (
        "from pathlib import Path; from kg.pipeline import build; from kg.settings import Settings\n"
        f"build([{str(pages)!r}], Path({str(out)!r}), settings=Settings(jobs=1))"
    )
    rng = random.Random(7)
    for _ in range(4):
        with subprocess.Popen([sys.executable, "-c", script], stderr=subprocess.DEVNULL) as process:
            time.sleep(rng.uniform(0.8, 4.0))
            os.kill(process.pid, signal.SIGKILL)
        finals = {path.name for path in out.iterdir()} - {".kg"} if out.exists() else set()
        assert all((fresh / name).read_bytes() == (out / name).read_bytes() for name in finals), "no half file"
    build([str(pages)], out, settings=ONE)
    assert _digests(out) == _digests(fresh)


def test_fault_4_an_unwritable_folder_is_one_clear_error(pages: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ExportError, match="can't be written"):
        build([str(pages)], tmp_path / "file" / "out", settings=ONE)


def test_fault_4_a_failed_write_leaves_the_old_exports(
    pages: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    build([str(pages)], out, settings=ONE)
    before = _digests(out)
    _page(pages).unlink()

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device", "graph.gexf")

    monkeypatch.setitem(__import__("kg.outputs", fromlist=["WRITERS"]).WRITERS, "gexf", {"graph.gexf": full})
    with pytest.raises(ExportError, match="No space left"):
        build([str(pages)], out, settings=ONE)
    assert _digests(out) == before


def test_fault_12_missing_and_empty_inputs_are_named(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(ArticleError, match="nowhere"):
        build([str(tmp_path / "nowhere")], tmp_path / "out", settings=ONE)
    with pytest.raises(ArticleError, match="empty"):
        build([str(tmp_path / "empty")], tmp_path / "out", settings=ONE)


def test_since_and_until_leave_articles_out(pages: Path, tmp_path: Path) -> None:
    some = build([str(pages)], tmp_path / "a", settings=Settings(jobs=1, since="2023-05-04")).counts["articles"]
    rest = build([str(pages)], tmp_path / "b", settings=Settings(jobs=1, until="2023-05-03")).counts["articles"]
    assert 0 < some < 5
    assert some + rest == 5


def test_a_build_with_no_article_left_is_refused_and_the_old_graph_stays(pages: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    build([str(pages)], out, settings=ONE)
    before = _digests(out)
    with pytest.raises(InputError, match="none of 5 articles is from 2024-01-01"):
        build([str(pages)], out, settings=Settings(jobs=1, since="2024-01-01"))
    (tmp_path / "plain.txt").write_text("王毅周三在北京。", encoding="utf-8")
    with pytest.raises(ArticleError, match=r"plain.txt: neither .* nor markup"):
        build([str(tmp_path / "plain.txt")], out, settings=ONE)
    assert _digests(out) == before


def test_settings_refuse_what_has_no_meaning() -> None:
    with pytest.raises(InputError, match="unknown format"):
        Settings(formats=("pdf",))
    with pytest.raises(InputError, match="2023-05-10 is later than --until 2023-05-01"):
        Settings(since="2023-05-10", until="2023-05-01")
    with pytest.raises(InputError, match="KG_COLOUR: no such setting"):
        Settings.from_environment({"KG_COLOUR": "red"})
    assert Settings.from_environment({"KG_JOBS": "3", "HOME": "/"}).jobs == 3
    assert Settings.from_environment({"KG_JOBS": "3"}, jobs=1).jobs == 1
