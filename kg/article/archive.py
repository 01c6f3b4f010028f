"""Zip and tar archives -> their members' names and streams, without writing any of them under its own name.

Archives come from anywhere: the number of members, the bytes they unpack to and their ratio to the packed ones are
bounded, whatever their headers claim; members that are links or that name a place outside are passed over.
"""

import bz2
import gzip
import lzma
import struct
import tarfile
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath
from typing import IO, Final

from kg.article.page import UnreadableError
from kg.errors import ArticleError

ARCHIVE_ENDS: Final = (".zip", ".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tbz2", ".tar.xz", ".txz")

#: Members at most; the largest archive of news pages known to us has 40,000.
MAX_MEMBERS: Final = 500_000
#: Bytes unpacked at most.
MAX_TOTAL: Final = 8_000_000_000
#: Unpacked to packed bytes; news pages pack at 3 to 12, pages full of style sheets at 40.
MAX_RATIO: Final = 300
#: The ratio is not looked at below this many bytes.
_RATIO_FROM: Final = 4_000_000
#: A tar member's headers (long names, pax records) take far less than this.
_MAX_TAR_HEADER: Final = 1_000_000
_BLOCK: Final = 512
_COPY: Final = 262_144
_LINK_MODE: Final = 0o120000
_END_OF_DIRECTORY: Final = b"PK\x05\x06"
_END_OF_DIRECTORY_64: Final = b"PK\x06\x06"
#: Least bytes of a member's entry in a zip's directory, with a name of the usual length.
_DIRECTORY_ENTRY: Final = 200

_BROKEN: Final = (
    tarfile.TarError, zipfile.BadZipFile, zlib.error, lzma.LZMAError, OSError, EOFError, struct.error, UnicodeError,
    NotImplementedError, RuntimeError, ValueError,
)  # fmt: skip

OnMember = Callable[[str, str, str], None]


def is_archive(name: str) -> bool:
    """Whether a file is an archive by its name."""
    return name.lower().endswith(ARCHIVE_ENDS)


def iter_archive(path: Path, *, skip: OnMember) -> Iterator[tuple[str, IO[bytes]]]:
    """The regular members of an archive, sorted by name, each with a stream of its bytes.

    Args:
        path: The archive.
        skip: Called with the name, the reason and the message of each member that is passed over.

    Raises:
        ArticleError: The archive is broken or over a quota.
    """
    is_zip = path.name.lower().endswith(".zip")
    try:
        yield from _iter_zip(path, skip) if is_zip else _iter_tar(path, skip)
    except _BROKEN as exc:
        raise ArticleError(f"{path}: a broken archive ({exc or type(exc).__name__}); pack it again") from exc


def _is_safe(name: str, skip: OnMember) -> bool:
    parts = PurePosixPath(name.replace("\\", "/"))
    if parts.is_absolute() or ".." in parts.parts or name[1:3] in (":/", ":\\"):
        skip(name, "name", "a name that leads out of the archive")
        return False
    return not any(part.startswith(".") or part == "__MACOSX" for part in parts.parts)


class _Quota:
    """Counts unpacked bytes of one archive against what it may hold."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.packed = path.stat().st_size
        self.total = 0

    def add(self, n_bytes: int) -> None:
        self.total += n_bytes
        if self.total > MAX_TOTAL:
            raise ArticleError(f"{self.path}: unpacks to more than {MAX_TOTAL} bytes; unpack it and give the folder")
        if self.total > _RATIO_FROM and self.total > MAX_RATIO * self.packed:
            raise ArticleError(f"{self.path}: unpacks to {MAX_RATIO} times its size; that is no archive of pages")

    def check_count(self, n_members: int) -> None:
        if n_members > MAX_MEMBERS:
            raise ArticleError(f"{self.path}: more than {MAX_MEMBERS} members; unpack it and give the folder")


class _Counted:
    """A stream whose bytes count against a quota; a damaged one raises ``UnreadableError``."""

    def __init__(self, file: IO[bytes], quota: _Quota) -> None:
        self.file = file
        self.quota = quota

    def read(self, size: int = -1) -> bytes:
        return self._count(self.file.read, size)

    def readline(self, size: int = -1) -> bytes:
        return self._count(self.file.readline, size)

    def _count(self, function: Callable[[int], bytes], size: int) -> bytes:
        try:
            data = function(size)
        except _BROKEN as exc:
            raise UnreadableError("archive", f"can't be unpacked ({exc or type(exc).__name__})") from exc
        self.quota.add(len(data))
        return data


def _iter_zip(path: Path, skip: OnMember) -> Iterator[tuple[str, IO[bytes]]]:
    quota = _Quota(path)
    # zipfile reads the whole directory at once, so its size is asked before.
    quota.check_count(_directory_size(path) // _DIRECTORY_ENTRY)
    with zipfile.ZipFile(path) as archive:
        members = sorted(archive.infolist(), key=lambda info: info.filename)
        quota.check_count(len(members))
        for info in members:
            if info.is_dir() or not _is_safe(info.filename, skip):
                continue
            if (info.external_attr >> 16) & 0o170000 == _LINK_MODE:
                skip(info.filename, "link", "a link")
            elif info.flag_bits & 1:
                skip(info.filename, "archive", "encrypted")
            else:
                yield from _open_zipped(archive, info, quota, skip)


def _open_zipped(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, quota: _Quota, skip: OnMember
) -> Iterator[tuple[str, IO[bytes]]]:
    try:
        with archive.open(info) as file:
            yield info.filename, _Counted(file, quota)  # type: ignore[misc]
    except _BROKEN as exc:
        skip(info.filename, "archive", f"can't be unpacked ({exc or type(exc).__name__})")


def _directory_size(path: Path) -> int:
    """Bytes of a zip's directory as its last record says; 0 if there is none (zipfile then says so)."""
    with path.open("rb") as file:
        size = file.seek(0, 2)
        file.seek(max(0, size - 65_557 - 76))
        tail = file.read()
    at = tail.rfind(_END_OF_DIRECTORY_64)
    if at >= 0 and len(tail) >= at + 48:
        return int(struct.unpack_from("<Q", tail, at + 40)[0])
    at = tail.rfind(_END_OF_DIRECTORY)
    return int(struct.unpack_from("<L", tail, at + 12)[0]) if at >= 0 and len(tail) >= at + 16 else 0


def _iter_tar(path: Path, skip: OnMember) -> Iterator[tuple[str, IO[bytes]]]:
    """Members of a tar come in the order they were packed: they are laid down in one nameless file first."""
    quota = _Quota(path)
    with tempfile.TemporaryFile() as spool:
        places: dict[str, tuple[int, int]] = {}
        with path.open("rb") as packed:
            for name, size, file in _read_tar(_unpacked(packed), quota, skip):
                places[name] = (spool.tell(), size)
                while block := file.read(_COPY):
                    spool.write(block)
                if spool.tell() - places[name][0] < size:
                    raise EOFError("cut off")
        for name in sorted(places):
            start, size = places[name]
            yield name, _Window(spool, start, size)  # type: ignore[misc]


def _unpacked(packed: IO[bytes]) -> IO[bytes]:
    head = packed.read(6)
    packed.seek(0)
    if head.startswith(b"\x1f\x8b"):
        return gzip.GzipFile(fileobj=packed)  # type: ignore[return-value]
    if head.startswith(b"BZh"):
        return bz2.BZ2File(packed)
    return lzma.LZMAFile(packed) if head.startswith(b"\xfd7zXZ\x00") else packed


class _TarStream:
    """What tarfile reads from: it may take only what the member it has announced can need.

    tarfile reads a long name or a pax record into memory whatever length its header claims.
    """

    def __init__(self, file: IO[bytes], quota: _Quota) -> None:
        self.file = file
        self.quota = quota
        self.allowed = _MAX_TAR_HEADER
        self.tail = b""

    def read(self, size: int) -> bytes:
        data = self.file.read(size)
        self.quota.add(len(data))
        self.allowed -= len(data)
        self.tail = data[-_BLOCK:] or self.tail
        if self.allowed < 0:
            raise ArticleError(f"{self.quota.path}: a member's header is larger than {_MAX_TAR_HEADER} bytes")
        return data


def _read_tar(file: IO[bytes], quota: _Quota, skip: OnMember) -> Iterator[tuple[str, int, IO[bytes]]]:
    stream = _TarStream(file, quota)
    n_members = 0
    with tarfile.open(fileobj=stream, mode="r|", bufsize=20 * _BLOCK, errorlevel=1) as archive:  # type: ignore[call-overload]
        for member in archive:
            n_members += 1
            quota.check_count(n_members)
            # tarfile keeps every member; a million of them would fill the memory.
            archive.members = []
            stream.allowed = member.size + _MAX_TAR_HEADER
            if member.isdir() or not _is_safe(member.name, skip):
                continue
            if not member.isreg():
                skip(member.name, "link" if member.issym() or member.islnk() else "special", "not a regular file")
                continue
            content = archive.extractfile(member)
            if content is not None:
                yield member.name, member.size, content
    # A whole archive ends in blocks of zeros; tarfile takes one cut off between two members for whole.
    if stream.tail.strip(b"\0"):
        raise EOFError("cut off")


class _Window:
    """A stretch of a file as a stream of its own."""

    def __init__(self, file: IO[bytes], start: int, size: int) -> None:
        self.file = file
        self.position = start
        self.end = start + size

    def read(self, size: int = -1) -> bytes:
        left = self.end - self.position
        return self._take(self.file.read, left if size < 0 else min(size, left))

    def readline(self, size: int = -1) -> bytes:
        left = self.end - self.position
        return self._take(self.file.readline, left if size < 0 else min(size, left))

    def _take(self, function: Callable[[int], bytes], size: int) -> bytes:
        self.file.seek(self.position)
        data = function(size)
        self.position += len(data)
        return data
