"""What a build keeps under OUT/.kg: the result of every page, the lock, and the state of the last finished build.

Results are addressed by content (digest of page, of model and of settings that matter), so that a build may be killed
at any instant and run again, and a changed page costs one page. SQLite commits each batch whole.
"""

import json
import sqlite3
import zlib
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Final

from kg.errors import ExportError, InputError
from kg.records import ArticleFacts

#: Raised when records change their shape; results of another version are worked out anew.
STORE_VERSION: Final = 2

_SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS results (key TEXT PRIMARY KEY, articles BLOB NOT NULL, skips TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS state (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
"""


class Store:
    """An open store; use it as a context manager."""

    def __init__(self, folder: Path) -> None:
        """Open or make ``folder/results.sqlite``.

        Raises:
            ExportError: The folder can't be written.
            InputError: The store was written by a newer version, or is damaged.
        """
        self._path = folder / "results.sqlite"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._db = sqlite3.connect(self._path, isolation_level=None)
            self._db.execute("PRAGMA journal_mode=WAL")
            self._db.execute("PRAGMA synchronous=NORMAL")
            self._db.executescript(_SCHEMA)
            version = int(self.state("version") or 0)
        except OSError as exc:
            raise ExportError(f"{folder}: can't be written ({exc.strerror}); choose another -o folder") from exc
        except sqlite3.OperationalError as exc:
            raise ExportError(f"{self._path}: can't be written ({exc}); choose another -o folder") from exc
        except sqlite3.DatabaseError as exc:
            raise InputError(f"{self._path}: damaged ({exc}); remove the folder {folder} and build again") from exc
        if version > STORE_VERSION:
            raise InputError(f"{self._path}: written by a newer newskg; update newskg or choose another -o folder")
        if version < STORE_VERSION:
            self._db.execute("DELETE FROM results")
            self.set_state("version", str(STORE_VERSION))

    def __enter__(self) -> "Store":
        return self

    def __exit__(self, *_: object) -> None:
        self._db.close()

    def state(self, name: str) -> str | None:
        """A value of the last finished build."""
        row = self._db.execute("SELECT value FROM state WHERE name = ?", (name,)).fetchone()
        return None if row is None else str(row[0])

    def set_state(self, name: str, value: str) -> None:
        """Remember a value."""
        self._db.execute("INSERT OR REPLACE INTO state VALUES (?, ?)", (name, value))

    def __contains__(self, key: str) -> bool:
        return self._db.execute("SELECT 1 FROM results WHERE key = ?", (key,)).fetchone() is not None

    def put(self, rows: Iterable[tuple[str, bytes, str]]) -> None:
        """Keep results: key, packed articles (``pack``), skips as JSON; all or none of them.

        Raises:
            ExportError: The disk is full, or the store can't be written any more.
        """
        try:
            with self._db:
                self._db.execute("BEGIN")
                self._db.executemany("INSERT OR REPLACE INTO results VALUES (?, ?, ?)", rows)
        except sqlite3.OperationalError as exc:
            raise ExportError(
                f"{self._path}: can't be written ({exc}); free space or choose another -o folder"
            ) from exc

    def articles(self, key: str) -> list[ArticleFacts]:
        """The articles of one page."""
        (blob,) = self._db.execute("SELECT articles FROM results WHERE key = ?", (key,)).fetchone()
        return unpack(blob)

    def skips(self, key: str) -> list[dict[str, Any]]:
        """What was passed over in one page."""
        (text,) = self._db.execute("SELECT skips FROM results WHERE key = ?", (key,)).fetchone()
        rows: list[dict[str, Any]] = json.loads(text)
        return rows

    def keep_only(self, keys: Iterable[str]) -> int:
        """Forget the results of pages that are gone; gives their number."""
        self._db.execute("CREATE TEMP TABLE IF NOT EXISTS kept (key TEXT PRIMARY KEY)")
        self._db.execute("DELETE FROM kept")
        self._db.execute("BEGIN")
        self._db.executemany("INSERT OR IGNORE INTO kept VALUES (?)", ((key,) for key in keys))
        n = self._db.execute("DELETE FROM results WHERE key NOT IN (SELECT key FROM kept)").rowcount
        self._db.execute("COMMIT")
        return n


def pack(facts: Iterable[ArticleFacts]) -> bytes:
    """Articles as compressed JSON."""
    text = json.dumps([record.to_dict() for record in facts], ensure_ascii=False, separators=(",", ":"))
    return zlib.compress(text.encode("utf-8", "surrogatepass"), 3)


def unpack(blob: bytes) -> list[ArticleFacts]:
    """What ``pack`` packed."""
    rows = json.loads(zlib.decompress(blob).decode("utf-8", "surrogatepass"))
    return [ArticleFacts.from_dict(row) for row in rows]


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the build lock of a folder: a transaction on a file of its own, which the system ends with the process.

    The file stays there, empty; to remove it would let in a second build beside one that has it open.

    Raises:
        InputError: Another build is at work there.
        ExportError: The folder can't be written.
    """
    path = folder / "lock.sqlite"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        db = sqlite3.connect(path, isolation_level=None, timeout=0)
    except OSError as exc:
        raise ExportError(f"{folder}: can't be written ({exc.strerror}); choose another -o folder") from exc
    except sqlite3.Error as exc:
        raise ExportError(f"{path}: can't be written ({exc}); choose another -o folder") from exc
    with closing(db):
        _take(db, path)
        yield


def _take(db: sqlite3.Connection, path: Path) -> None:
    try:
        # One process writes at a time. BEGIN EXCLUSIVE keeps readers out too, and of two builds that start at once it
        # turned both away 13 times in 200.
        db.execute("BEGIN IMMEDIATE")
    except sqlite3.DatabaseError as exc:
        if exc.sqlite_errorcode == sqlite3.SQLITE_BUSY:
            message = f"{path.parent.parent}: another build is at work here; wait for it or choose another -o folder"
            raise InputError(message) from None
        raise ExportError(f"{path}: can't be locked ({exc}); remove it or choose another -o folder") from exc
