"""Paths -> pages: what was given is checked at once, then read in the order of the sources.

Reading and hashing is all that happens here, so that a rebuild can look at every page again.
"""

import stat
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Final

from kg.article.archive import is_archive
from kg.article.decode import is_binary
from kg.article.files import PageReader, is_build, order_key, readable
from kg.article.page import Page, Skip
from kg.errors import ArticleError
from kg.settings import Settings

STDIN: Final = "-"
_BINARY_HEAD: Final = 1024
OnSkip = Callable[[Skip], None]


def iter_pages(paths: Sequence[str], *, settings: Settings, on_skip: OnSkip) -> Iterator[Page]:
    """The pages of the given paths, in the order of their sources.

    Args:
        paths: Pages, folders, ``.jsonl``, ``.zip``, ``.tar*``, or ``-`` for standard input.
        settings: ``max_page_bytes`` is used.
        on_skip: Told of each file or member that is passed over.

    Raises:
        ArticleError: At once for a missing, empty or binary path and for the folder of a build; later for a broken
            archive or an empty folder.
    """
    if not paths:
        raise ArticleError("no input: give pages, folders, .jsonl, .zip or .tar files, or - for standard input")
    named = [(_label(path, paths), path) for path in dict.fromkeys(paths)]
    for _, path in named:
        if path != STDIN:
            _check(Path(path))
    named.sort(key=lambda item: order_key(f"{item[0]}/" if Path(item[1]).is_dir() else item[0]))
    return _iter_named(named, len(named) == 1, PageReader(settings.max_page_bytes, on_skip))


def _label(path: str, paths: Sequence[str]) -> str:
    """The name of a path in sources: its last part, or all of it where two paths end alike."""
    if path == STDIN:
        return STDIN
    name = Path(path).resolve().name or path
    same = {other for other in paths if other != STDIN and Path(other).resolve().name == name}
    return readable(name if len(same) == 1 else Path(path).as_posix())


def _check(path: Path) -> None:
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            if is_build(path):
                raise ArticleError(f"{path}: a graph that kg built lies in it; give the folder of its pages")
            return
        if not stat.S_ISREG(mode):
            raise ArticleError(f"{path}: not a file or folder; pipe it into - instead")
        with path.open("rb") as file:
            head = file.read(_BINARY_HEAD)
    except FileNotFoundError as exc:
        raise ArticleError(f"{path}: no such file or folder; check the path") from exc
    except OSError as exc:
        raise ArticleError(f"{path}: can't be read ({exc.strerror}); check its permissions") from exc
    if not head:
        raise ArticleError(f"{path}: an empty file; give pages, folders or archives")
    if not is_archive(path.name) and is_binary(head):
        raise ArticleError(f"{path}: a binary file, not a page; give .md, .html, .jsonl, .zip or .tar files")


def _iter_named(named: Sequence[tuple[str, str]], is_only: bool, reader: PageReader) -> Iterator[Page]:
    for label, path in named:
        if path == STDIN:
            yield from reader.stream(STDIN, sys.stdin.buffer)
        elif Path(path).is_dir():
            yield from reader.folder(Path(path), "" if is_only else f"{label}/")
        else:
            yield from reader.file(Path(path), label, is_named=True)
