"""Zip and tar archives."""

import io
import tarfile
import zipfile
from pathlib import Path

import pytest

from kg.errors import ArticleError
from tests.article.builders import archived, read_folder

PAGES = {
    "法广/2.md": archived("<p>甲。</p>", url="https://a.example.org/2"),
    "法广/1.md": archived("<p>乙。</p>", url="https://a.example.org/1"),
    "b/3.html": "<html><head><title>题</title></head><body><p>丙。</p></body></html>",
    "rows.jsonl": '{"title": "丁", "text": "戊。"}\n{"title": "己", "text": "庚。"}\n',
    "README.md": "about",
}
SOURCES = ["b/3.html", "rows.jsonl:0000001", "rows.jsonl:0000002", "法广/1.md", "法广/2.md"]


def make_zip(path: Path, members: dict[str, str | bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def make_tar(path: Path, members: dict[str, str | bytes], mode: str = "w") -> Path:
    with tarfile.open(path, mode) as archive:  # type: ignore[call-overload]
        for name, content in members.items():
            data = content.encode() if isinstance(content, str) else content
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return path


def test_zip(tmp_path: Path) -> None:
    articles, _ = read_folder(make_zip(tmp_path / "news.zip", PAGES))
    assert [article.source for article in articles] == [f"news.zip!{source}" for source in SOURCES]


@pytest.mark.parametrize(
    ("name", "mode"),
    [("n.tar", "w"), ("n.tar.gz", "w:gz"), ("n.tgz", "w:gz"), ("n.tar.bz2", "w:bz2"), ("n.tar.xz", "w:xz")],
)
def test_tar(tmp_path: Path, name: str, mode: str) -> None:
    articles, _ = read_folder(make_tar(tmp_path / name, PAGES, mode))
    assert [article.source for article in articles] == [f"{name}!{source}" for source in SOURCES]


def test_archive_and_folder_give_the_same_articles(tmp_path: Path) -> None:
    for name, content in PAGES.items():
        path = tmp_path / "pages" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    packed, _ = read_folder(make_tar(tmp_path / "n.tar.gz", PAGES, "w:gz"))
    loose, _ = read_folder(tmp_path / "pages")
    assert {(a.id, a.sha256, a.text) for a in packed} == {(a.id, a.sha256, a.text) for a in loose}


@pytest.mark.parametrize("name", ["x.zip", "x.tar", "x.tar.gz", "x.tar.xz"])
@pytest.mark.parametrize(
    "data", [b"not an archive at all" * 50, b"PK\x03\x04" + bytes(40), b"\x1f\x8b\x08" + bytes(40)]
)
def test_broken_archive_is_one_clear_line(tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(ArticleError, match="broken archive") as caught:
        read_folder(tmp_path / name)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("make", [make_zip, make_tar])
def test_truncated_archive(tmp_path: Path, make: object) -> None:
    path = make(
        tmp_path / ("x.zip" if make is make_zip else "x.tar"),
        {f"{n}.md": archived("<p>字。</p>" * 99) for n in range(9)},
    )  # type: ignore[operator]
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    with pytest.raises(ArticleError, match="broken archive"):
        read_folder(path)


def test_broken_archive_in_a_folder_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "x.zip").write_bytes(b"broken")
    (tmp_path / "y.md").write_text(archived(), encoding="utf-8")
    articles, skips = read_folder(tmp_path)
    assert [article.source for article in articles] == ["y.md"]
    assert [(skip.source, skip.reason) for skip in skips] == [("x.zip", "archive")]


def test_damaged_member_is_passed_over(tmp_path: Path) -> None:
    path = make_zip(
        tmp_path / "x.zip", {"1.md": archived("<p>甲。</p>" * 200), "2.md": archived(url="https://a.example.org/2")}
    )
    data = bytearray(path.read_bytes())
    data[60:90] = bytes(30)
    path.write_bytes(bytes(data))
    articles, skips = read_folder(path)
    assert [article.source for article in articles] == ["x.zip!2.md"]
    assert skips[0].reason == "archive"
