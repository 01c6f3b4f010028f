"""Hostile inputs, by their numbers in docs/articles.md: 7 times, 8 titles, 9 addresses (test_header), 10 encodings
(test_decode), 11 sizes and depths, 12 things that are no files, 13 archives.
"""

import io
import os
import resource
import tarfile
import time
import zipfile
from pathlib import Path

import pytest

from kg.article import archive as archive_module
from kg.article import iter_pages
from kg.errors import ArticleError
from kg.settings import Settings
from tests.article.builders import archived, read_bytes, read_folder, read_text
from tests.article.test_archive import make_tar, make_zip

#: Seconds for a page of some megabytes on a slow machine that does something else as well.
PATIENCE = 20.0


@pytest.fixture
def good(tmp_path: Path) -> Path:
    """A folder with one good page, to see that the rest goes on."""
    (tmp_path / "good.md").write_text(archived(), encoding="utf-8")
    return tmp_path


def test_11_file_of_200_megabytes_is_not_read(good: Path) -> None:
    with (good / "big.md").open("wb") as file:
        file.truncate(200_000_000)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    articles, skips = read_folder(good)
    assert [article.source for article in articles] == ["good.md"]
    assert [(skip.source, skip.reason) for skip in skips] == [("big.md", "size")]
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50_000


@pytest.mark.parametrize("tag", ["div", "span", "b", "p", "ul><li", "table><tr><td", "x-y", "font color=red"])
def test_11_fifty_thousand_nested_tags(tag: str) -> None:
    article = read_text(archived(f"<{tag}>" * 50_000 + "最里面的字。"))
    assert article.paragraphs == ("最里面的字。",)


def test_11_a_million_attributes() -> None:
    started = time.monotonic()
    assert read_text(archived("<p " + "a=b " * 1_000_000 + ">字。</p>")).paragraphs == ("字。",)
    assert time.monotonic() - started < PATIENCE


@pytest.mark.parametrize(
    "page",
    [
        "<a " * 300_000,
        '<a b="' * 200_000,
        "<!--" * 300_000,
        "<title>" * 100_000,
        "<script>" * 200_000,
        "</p " * 300_000,
        "&" * 1_000_000,
        "&amp" * 300_000,
        "[" * 200_000,
        "](" * 200_000,
        "<p>" + " \u200b" * 500_000,
        "字" * 1_000_000,
        "-" * 500_000,
    ],
)
def test_11_time_grows_with_length_alone(page: str) -> None:
    started = time.monotonic()
    read_bytes(archived(page, title="题").encode())
    read_bytes(page.encode())
    assert time.monotonic() - started < PATIENCE


def test_11_more_tags_than_any_article_are_refused() -> None:
    articles, skips = read_bytes(archived("<i>字" * 250_000).encode())
    assert articles == []
    assert skips[0].reason == "markup"


@pytest.mark.parametrize("tail", ["<script>var a = 1;", "<style>p {", "<!-- 注", "<p", '<p class="', "</p", "<"])
def test_11_unclosed_ends_do_not_take_the_text_before_them(tail: str) -> None:
    assert read_text(archived(f"<p>正文。</p>{tail}")).paragraphs[0] == "正文。"


def test_12_things_that_are_no_pages(good: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    outside = tmp_path_factory.mktemp("outside")
    (outside / "secret.md").write_text(archived("<p>秘密。</p>"), encoding="utf-8")
    (good / "empty.md").write_bytes(b"")
    (good / "spaces.md").write_bytes(b" \n\t ")
    (good / "picture.html").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9)
    (good / "x.html").mkdir()
    (good / "link.md").symlink_to(outside / "secret.md")
    (good / "dangling.md").symlink_to(outside / "none.md")
    (good / "linked").symlink_to(outside)
    (good / "loop").symlink_to(good)
    os.mkfifo(good / "pipe.md")
    articles, skips = read_folder(good)
    assert [article.source for article in articles] == ["good.md"]
    assert {skip.source: skip.reason for skip in skips} == {
        "empty.md": "empty",
        "spaces.md": "empty",
        "picture.html": "binary",
        "link.md": "link",
        "dangling.md": "link",
        "linked": "link",
        "loop": "link",
        "pipe.md": "special",
    }


def test_12_unreadable_file_is_passed_over(good: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (good / "locked.md").write_text("x", encoding="utf-8")
    real = os.open

    def refuse(path: object, *arguments: object) -> int:
        if str(path).endswith("locked.md"):
            raise PermissionError(13, "Permission denied")
        return real(path, *arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(os, "open", refuse)
    articles, skips = read_folder(good)
    assert len(articles) == 1
    assert [(skip.source, skip.reason) for skip in skips] == [("locked.md", "unreadable")]


def test_12_named_fifo_is_refused_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(ArticleError, match="pipe it into -"):
        iter_pages([str(tmp_path / "pipe")], settings=Settings(), on_skip=lambda _: None)


def test_12_name_that_is_no_utf8(good: Path) -> None:
    (good / os.fsdecode(b"\xd0\xc2\xce\xc5.md")).write_text(archived(url="https://a.example.org/9"), encoding="utf-8")
    articles, _ = read_folder(good)
    for article in articles:
        article.source.encode("utf-8")
    assert len(articles) == 1  # the same text as good.md


NAMES = ["../out.md", "/etc/out.md", "a/../../out.md", "..\\out.md", "C:\\out.md"]


@pytest.mark.parametrize("make", [make_zip, make_tar])
def test_13_names_that_lead_out_are_refused(tmp_path: Path, make: object) -> None:
    members = {name: archived(f"<p>{name}</p>", url="") for name in NAMES} | {"good.md": archived()}
    path = make(tmp_path / ("x.zip" if make is make_zip else "x.tar"), members)  # type: ignore[operator]
    articles, skips = read_folder(path)
    assert [article.source.split("!")[1] for article in articles] == ["good.md"]
    assert [skip.reason for skip in skips] == ["name"] * len(NAMES)
    assert sorted(tmp_path.iterdir()) == [path]


def test_13_links_in_a_tar_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.tar"
    with tarfile.open(path, "w") as archive:
        for name, kind in (("sym.md", tarfile.SYMTYPE), ("hard.md", tarfile.LNKTYPE), ("pipe.md", tarfile.FIFOTYPE)):
            info = tarfile.TarInfo(name)
            info.type, info.linkname = kind, "/etc/passwd"
            archive.addfile(info)
        data = archived().encode()
        info = tarfile.TarInfo("good.md")
        info.size = len(data)
        archive.addfile(info, io.BytesIO(data))
    articles, skips = read_folder(path)
    assert len(articles) == 1
    assert [skip.reason for skip in skips] == ["link", "link", "special"]


def test_13_links_in_a_zip_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.zip"
    with zipfile.ZipFile(path, "w") as archive:
        info = zipfile.ZipInfo("link.md")
        info.external_attr = 0o120777 << 16
        archive.writestr(info, "/etc/passwd")
        archive.writestr("good.md", archived())
    articles, skips = read_folder(path)
    assert len(articles) == 1
    assert [skip.reason for skip in skips] == ["link"]


@pytest.mark.parametrize(
    ("make", "name"), [(make_zip, "x.zip"), (lambda path, members: make_tar(path, members, "w:gz"), "x.tar.gz")]
)
def test_13_bomb_is_refused(tmp_path: Path, make: object, name: str) -> None:
    path = make(tmp_path / name, {f"{n}.md": bytes(3_000_000) for n in range(8)})  # type: ignore[operator]
    with pytest.raises(ArticleError, match="no archive of pages"):
        read_folder(path)


@pytest.mark.parametrize(("make", "name"), [(make_zip, "x.zip"), (make_tar, "x.tar")])
def test_13_too_many_members_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, make: object, name: str
) -> None:
    monkeypatch.setattr(archive_module, "MAX_MEMBERS", 20)
    path = make(tmp_path / name, {f"{n}.md": "" for n in range(30)})  # type: ignore[operator]
    with pytest.raises(ArticleError, match="more than 20 members"):
        read_folder(path)


def test_13_directory_of_a_zip_is_measured_before_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive_module, "MAX_MEMBERS", 5)
    path = make_zip(tmp_path / "x.zip", {f"{n}{'x' * 300}.md": "" for n in range(30)})
    monkeypatch.setattr(zipfile.ZipFile, "infolist", lambda self: pytest.fail("the directory was read"))
    with pytest.raises(ArticleError, match="more than 5 members"):
        read_folder(path)


def test_13_total_of_an_archive_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive_module, "MAX_TOTAL", 100_000)
    path = make_zip(tmp_path / "x.zip", {f"{n}.md": os.urandom(30_000).hex() for n in range(5)})
    with pytest.raises(ArticleError, match="unpacks to more than"):
        read_folder(path)


def test_13_tar_header_that_claims_gigabytes_is_refused(tmp_path: Path) -> None:
    info = tarfile.TarInfo("././@LongLink")
    info.type, info.size = tarfile.GNUTYPE_LONGNAME, 50_000_000
    path = tmp_path / "x.tar"
    with path.open("wb") as file:
        file.write(info.tobuf(tarfile.GNU_FORMAT))
        file.truncate(50_002_000)
    with pytest.raises(ArticleError, match="header is larger"):
        read_folder(path)


def test_13_large_member_is_passed_over(tmp_path: Path) -> None:
    path = make_zip(tmp_path / "x.zip", {"big.md": os.urandom(300_000).hex(), "good.md": archived()})
    skips = []
    settings = Settings(max_page_bytes=100_000)
    pages = list(iter_pages([str(path)], settings=settings, on_skip=skips.append))
    assert [page.source for page in pages] == ["x.zip!good.md"]
    assert [skip.reason for skip in skips] == ["size"]


def test_13_archive_within_an_archive_is_not_opened(tmp_path: Path) -> None:
    inner = make_zip(tmp_path / "inner.zip", {"1.md": archived()}).read_bytes()
    _, skips = read_folder(make_zip(tmp_path / "x.zip", {"inner.zip": inner, "good.md": archived()}))
    assert [(skip.source, skip.reason) for skip in skips] == [("x.zip!inner.zip", "format")]
