"""Paths, folders and standard input."""

import io
import sys
from pathlib import Path

import pytest

from kg.article import Skip, iter_pages
from kg.errors import ArticleError
from kg.settings import Settings
from tests.article.builders import archived, read_folder


def _write(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(archived(f"<p>{name}的正文。</p>", url=f"https://a.example.org/{name}"), encoding="utf-8")


def _sources(*paths: Path) -> list[str]:
    return [
        page.source for page in iter_pages([str(path) for path in paths], settings=Settings(), on_skip=lambda _: None)
    ]


def test_sources_come_sorted_as_text(tmp_path: Path) -> None:
    _write(tmp_path, "b.md", "a/z.md", "a.md", "a/b/c.md", "a-b/d.md", "法广/1.md", "a/b.html")
    sources = _sources(tmp_path)
    assert sources == sorted(sources)
    assert len(sources) == 7


def test_one_folder_gives_names_inside_it_and_two_give_their_own(tmp_path: Path) -> None:
    _write(tmp_path, "x/1.md", "y/1.md", "z/x/2.md")
    assert _sources(tmp_path / "x") == ["1.md"]
    assert _sources(tmp_path / "y", tmp_path / "x") == ["x/1.md", "y/1.md"]
    both = _sources(tmp_path / "x", tmp_path / "z" / "x")
    assert len(set(both)) == 2
    assert both[0].endswith("/x/1.md")


def test_same_path_twice_is_read_once(tmp_path: Path) -> None:
    _write(tmp_path, "1.md")
    assert _sources(tmp_path, tmp_path) == ["1.md"]


def test_files_about_the_folder_are_no_pages(tmp_path: Path) -> None:
    _write(tmp_path, "1.md", "README.md", "sub/LICENSE.txt", ".git/2.md", ".hidden.md")
    (tmp_path / "photo.jpg").write_bytes(b"\xff\xd8\xff")
    articles, skips = read_folder(tmp_path)
    assert [article.source for article in articles] == ["1.md"]
    assert [(skip.source, skip.reason) for skip in skips] == [("photo.jpg", "format")]


def test_the_folder_of_a_build_is_no_news(tmp_path: Path) -> None:
    _write(tmp_path, "1.md", "out/graph.html", "sub/out/graph.html")
    (tmp_path / "out" / ".kg").mkdir()
    (tmp_path / "sub" / "out" / ".kg").mkdir()
    articles, skips = read_folder(tmp_path)
    assert [article.source for article in articles] == ["1.md"]
    assert [(skip.source, skip.reason) for skip in skips] == [("out", "build"), ("sub/out", "build")]
    with pytest.raises(ArticleError, match="a graph that kg built"):
        _sources(tmp_path / "out")


def test_publisher_falls_back_to_the_folder(tmp_path: Path) -> None:
    path = tmp_path / "某报" / "1.md"
    path.parent.mkdir()
    path.write_text(archived(url=""), encoding="utf-8")
    assert read_folder(tmp_path)[0][0].publisher == "某报"


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda path: None, "no such file or folder"),
        (lambda path: path.mkdir(), "no pages in this folder"),
        (lambda path: path.write_bytes(b""), "an empty file"),
        (lambda path: path.write_bytes(b"\x7fELF" + bytes(100)), "a binary file"),
    ],
)
def test_what_was_named_and_can_not_be_read_is_one_clear_line(tmp_path: Path, make: object, message: str) -> None:
    path = tmp_path / "x.html"
    make(path)  # type: ignore[operator]
    with pytest.raises(ArticleError, match=message) as caught:
        list(iter_pages([str(path)], settings=Settings(), on_skip=lambda _: None))
    assert "\n" not in str(caught.value)
    assert str(path) in str(caught.value)


def test_missing_path_is_told_before_any_page_is_read(tmp_path: Path) -> None:
    _write(tmp_path, "1.md")
    with pytest.raises(ArticleError, match="no such file"):
        iter_pages([str(tmp_path), str(tmp_path / "none")], settings=Settings(), on_skip=lambda _: None)


def test_no_path_is_an_error() -> None:
    with pytest.raises(ArticleError, match="no input"):
        iter_pages([], settings=Settings(), on_skip=lambda _: None)


@pytest.mark.parametrize(
    ("data", "sources"),
    [
        (archived().encode(), ["-"]),
        (b'{"title": "a", "text": "b"}\n{"title": "c", "text": "d"}\n', ["-:0000001", "-:0000002"]),
        (b'\n\n{"title": "a", "text": "b"}\n', ["-:0000003"]),
    ],
)
def test_standard_input(monkeypatch: pytest.MonkeyPatch, data: bytes, sources: list[str]) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    assert [page.source for page in iter_pages(["-"], settings=Settings(), on_skip=lambda _: None)] == sources


def test_nothing_on_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"")))
    with pytest.raises(ArticleError, match="nothing on standard input"):
        list(iter_pages(["-"], settings=Settings(), on_skip=lambda _: None))


def test_pages_are_read_one_at_a_time(tmp_path: Path) -> None:
    _write(tmp_path, "1.md", "2.md")
    pages = iter_pages([str(tmp_path)], settings=Settings(), on_skip=lambda _: None)
    assert next(pages).source == "1.md"
    (tmp_path / "2.md").unlink()
    skips: list[Skip] = []
    assert list(pages) == []
    assert skips == []
