"""Files, folders, JSON Lines and archives' members -> pages, one in memory at a time.

Nothing outside a given folder is read: links are not followed, devices and FIFOs are not opened. What is passed over is
told, each with its reason.
"""

import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Final

from kg.article.archive import is_archive, iter_archive
from kg.article.page import Page, Skip, UnreadableError
from kg.errors import ArticleError

#: Files that may be pages, by the end of their name.
PAGE_ENDS: Final = (".md", ".html", ".htm", ".xhtml", ".shtml", ".txt")
LINE_ENDS: Final = (".jsonl", ".ndjson")
#: Files found beside articles that are about the folder, not in the news.
_ABOUT: Final = frozenset({"readme", "license", "licence", "notice", "copying", "changelog", "contributing", "authors"})
#: In every folder that ``kg build`` writes: its pages, graph.html for one, are no news.
_OF_A_BUILD: Final = ".kg"
_OPEN_FLAGS: Final = (
    os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
)


class PageReader:
    """Reads files; holds the limits and whom to tell."""

    def __init__(self, limit: int, on_skip: Callable[[Skip], None]) -> None:
        self.limit = limit
        self.on_skip = on_skip

    def skip(self, source: str, reason: str, message: str) -> None:
        """Tell that something was passed over."""
        self.on_skip(Skip(source=source, reason=reason, message=f"{source}: {message}"))

    def folder(self, root: Path, prefix: str) -> Iterator[Page]:
        """The pages of a folder and all folders in it.

        Raises:
            ArticleError: There is no file that may hold pages.
        """
        found = False
        for path, source in self._walk(root, prefix):
            found = True
            yield from self.file(path, source)
        if not found:
            raise ArticleError(
                f"{root}: no pages in this folder; give one with {' '.join(PAGE_ENDS + LINE_ENDS)} or archives"
            )

    def _walk(self, folder: Path, prefix: str) -> Iterator[tuple[Path, str]]:
        """Files that may hold pages, at any depth, in the order of their sources; a stack, not recursion."""
        stack = [(folder, prefix)]
        while stack:
            path, source = stack.pop()
            if source and not source.endswith("/"):
                yield path, source
                continue
            stack.extend(reversed(self._entries(path, source)))

    def _entries(self, folder: Path, prefix: str) -> list[tuple[Path, str]]:
        try:
            entries = list(os.scandir(folder))
        except OSError as exc:
            self.skip(prefix, "unreadable", f"can't be listed ({exc.strerror})")
            return []
        kept = []
        for entry in entries:
            source = prefix + readable(entry.name)
            if entry.name.startswith("."):
                continue
            if entry.is_symlink():
                self.skip(source, "link", "a link; links are not followed")
            elif entry.is_dir(follow_symlinks=False) and is_build(Path(entry.path)):
                self.skip(source, "build", "a graph that kg built, not its pages")
            elif entry.is_dir(follow_symlinks=False):
                kept.append((Path(entry.path), source + "/"))
            elif not entry.is_file(follow_symlinks=False):
                self.skip(source, "special", "a FIFO, socket or device")
            elif _may_hold_pages(entry.name):
                kept.append((Path(entry.path), source))
            elif Path(entry.name).stem.lower() not in _ABOUT:
                self.skip(source, "format", "no page by its name")
        return sorted(kept, key=lambda item: order_key(item[1]))

    def file(self, path: Path, source: str, *, is_named: bool = False) -> Iterator[Page]:
        """The pages of one file.

        Raises:
            ArticleError: A broken archive or a too large page, if it was named on the command line.
        """
        if is_archive(path.name):
            yield from self._archive(path, source, is_named)
            return
        try:
            with open(os.open(path, _OPEN_FLAGS), "rb") as file:  # noqa: PTH123
                if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                    self.skip(source, "special", "a FIFO, socket or device")
                elif path.suffix.lower() in LINE_ENDS:
                    yield from self.lines(source, file)
                else:
                    yield from self._whole(source, file, os.fstat(file.fileno()).st_size)
        except OSError as exc:
            self.skip(source, "unreadable", f"can't be read ({exc.strerror})")

    def _whole(self, source: str, file: IO[bytes], size: int) -> Iterator[Page]:
        if size > self.limit:
            self.skip(source, "size", f"{size} bytes; the limit is {self.limit}")
            return
        data = file.read(self.limit + 1)
        if len(data) > self.limit:
            self.skip(source, "size", f"more than {self.limit} bytes")
        else:
            yield Page.of(source, data)

    def _archive(self, path: Path, source: str, is_named: bool) -> Iterator[Page]:
        try:
            for name, file in iter_archive(path, skip=lambda member, *why: self.skip(f"{source}!{member}", *why)):
                try:
                    yield from self.member(f"{source}!{name}", name, file)
                except UnreadableError as exc:
                    self.skip(f"{source}!{name}", exc.reason, str(exc))
        except ArticleError as exc:
            if is_named:
                raise
            self.skip(source, "archive", str(exc))

    def member(self, source: str, name: str, file: IO[bytes]) -> Iterator[Page]:
        """The pages of one member of an archive."""
        stem, end = Path(name).stem.lower(), Path(name).suffix.lower()
        if end in LINE_ENDS:
            yield from self.lines(source, file)
        elif end in PAGE_ENDS and stem not in _ABOUT:
            yield from self._whole(source, file, 0)
        elif stem not in _ABOUT:
            self.skip(source, "format", "no page by its name")

    def lines(self, source: str, file: IO[bytes]) -> Iterator[Page]:
        """One page a line of JSON Lines; the number of the line is part of the source, filled up so that it sorts."""
        number = 0
        while line := file.readline(self.limit + 1):
            number += 1
            name = f"{source}:{number:07d}"
            if len(line) > self.limit:
                self.skip(name, "size", f"a line of more than {self.limit} bytes")
                while line and not line.endswith(b"\n"):
                    line = file.readline(self.limit + 1)
            elif line.strip():
                yield Page.of(name, line.rstrip(b"\r\n"), kind="json")

    def stream(self, source: str, file: IO[bytes]) -> Iterator[Page]:
        """Standard input: JSON Lines if it opens with {, else one page.

        Raises:
            ArticleError: Nothing came, or a page larger than the limit.
        """
        first = file.readline(self.limit + 1)
        if not first.strip() and not (first := first + file.read(self.limit + 1)).strip():
            raise ArticleError("-: nothing on standard input; pipe a page or JSON Lines into it")
        if first.lstrip().startswith(b"{"):
            yield from self.lines(source, _Joined(first, file))  # type: ignore[arg-type]
        else:
            yield from self._whole(source, _Joined(first, file), 0)  # type: ignore[arg-type]


class _Joined:
    """A stream with some bytes put back in front."""

    def __init__(self, head: bytes, file: IO[bytes]) -> None:
        self.head = head
        self.file = file

    def readline(self, limit: int) -> bytes:
        if not self.head:
            return self.file.readline(limit)
        end = self.head.find(b"\n") + 1 or len(self.head)
        line, self.head = self.head[:end], self.head[end:]
        return line

    def read(self, limit: int) -> bytes:
        head, self.head = self.head, b""
        return head + self.file.read(max(0, limit - len(head)))


def is_build(folder: Path) -> bool:
    """Whether ``kg build`` has written into the folder, or does so now."""
    return (folder / _OF_A_BUILD).is_dir()


def _may_hold_pages(name: str) -> bool:
    path = Path(name.lower())
    if path.stem in _ABOUT:
        return False
    return path.suffix in PAGE_ENDS + LINE_ENDS or is_archive(name)


def order_key(source: str) -> str:
    """Sort key of a file or folder among its neighbours that keeps the sources of all pages in order."""
    if source.endswith("/"):
        return source
    if is_archive(source):
        return source + "!"
    return source + ":" if source.lower().endswith(LINE_ENDS) else source


def readable(name: str) -> str:
    """A file name as text that can be written anywhere, whatever bytes the disk holds."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace").replace("\\", "/")
