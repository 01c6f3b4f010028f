"""The index of names: which Wikidata items a name may stand for.

A name enters, ``Candidate`` records leave, best known first. The shipped file is opened read-only and never written;
a user's own names are laid over it in memory. Which candidate an article means is left to ``linking``.
"""

import hashlib
import sqlite3
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Final, Self

from kg.entity.keys import key_of
from kg.entity.supplement import Row, read_names
from kg.errors import InputError

DATA: Final = Path(__file__).resolve().parent / "data"

#: Version of the file's tables; a file of another one is refused.
FORMAT: Final = "1"

#: How a name belongs to an item, by number in the file: one of its names; its English label; the last part of a foreign
#: person's name; a one-character abbreviation; a seat of power read as its state; a user's own word.
KINDS: Final = ("name", "english", "last", "abbr", "metonym", "user")

#: Two realms that Wikidata gives as the country of places, and the states that the news means.
_STATE_OF_REALM: Final = {29999: 55, 756617: 35}

_COLUMNS: Final = "e.qid, type, label, english, description, country, latitude, longitude, prominence, source"


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An item that a name may stand for.

    Attributes:
        kind: How the name belongs to it, one of ``KINDS``.
        prominence: How well known it is, 0..1.
        source: ``news``, ``office`` (lists of office holders, full of namesakes), ``kb`` or ``user``.
    """

    qid: str
    type: str
    label: str
    english: str | None
    description: str | None
    country: str | None
    latitude: float | None
    longitude: float | None
    prominence: float
    source: str
    kind: str = "name"


class NameIndex:
    """Looks names up; one instance serves a whole process."""

    def __init__(self, path: Path, *, rows: Iterable[Row] = ()) -> None:
        self._db = _connect(path)
        self._found: dict[str, tuple[Candidate, ...]] = {}
        self._items: dict[str, Candidate | None] = {}
        self._user: dict[str, list[Candidate]] = defaultdict(list)
        self._families: dict[tuple[str, str], str] = {}
        self._load(rows)

    @classmethod
    def open(cls, *, names: str | Path | None = None, path: Path | None = None) -> Self:
        """Open the shipped index (or the one at ``path``), with a user's names.csv on top.

        Raises:
            InputError: The index is missing, damaged or of another format, or names.csv is wrong.
        """
        return cls(path or DATA / "names.sqlite", rows=read_names(Path(names)) if names else ())

    @staticmethod
    def digest() -> str:
        """SHA-256 of the shipped index: what stored results depend on."""
        return _digest(DATA / "names.sqlite")

    def candidates(self, name: str) -> tuple[Candidate, ...]:
        """Items that the name may stand for: a user's own first, then by prominence."""
        key = key_of(name)
        if key not in self._found:
            rows = self._db.execute(
                f"SELECT {_COLUMNS}, kind FROM name n JOIN entity e ON e.qid = n.qid WHERE key = ?", (key,)
            ).fetchall()
            found = [_candidate(row[:-1], KINDS[row[-1]]) for row in rows]
            own = {candidate.qid for candidate in self._user.get(key, ())}
            found = [*self._user.get(key, ()), *(c for c in found if c.qid not in own)]
            self._found[key] = tuple(sorted(found, key=lambda c: (c.kind != "user", -c.prominence, int(c.qid[1:]))))
        return self._found[key]

    def item(self, qid: str) -> Candidate | None:
        """What is known of an item, or None."""
        if qid not in self._items:
            row = self._db.execute(f"SELECT {_COLUMNS} FROM entity e WHERE qid = ?", (int(qid[1:]),)).fetchone()
            self._items[qid] = _candidate(row, "name") if row else None
        return self._items[qid]

    def family(self, name: str, type_: str) -> str | None:
        """The usual name of a thing known by several names but without an item (香港国安法 for 港版国安法)."""
        key = (key_of(name), type_)
        if key not in self._families:
            row = self._db.execute("SELECT label FROM family WHERE key = ? AND type = ?", key).fetchone()
            self._families[key] = row[0] if row else ""
        return self._families[key] or None

    def _load(self, rows: Iterable[Row]) -> None:
        """Lay a user's rows on top."""
        for row in rows:
            if row.kind == "family":
                self._families.update({(key_of(name), row.type): row.label for name in row.names})
                continue
            candidate = self._user_item(row)
            for name in row.names:
                self._user[key_of(name)].append(candidate)

    def _user_item(self, row: Row) -> Candidate:
        qid = f"Q{row.qid}"
        known = self.item(qid)
        blank = Candidate(
            qid=qid,
            type=row.type,
            label=row.label,
            english=None,
            description=None,
            country=None,
            latitude=None,
            longitude=None,
            prominence=1.0,
            source="user",
        )
        base = replace(known, type=row.type, label=row.label, source="user") if known else blank
        self._items[qid] = base
        return replace(base, kind="user")


def _connect(path: Path) -> sqlite3.Connection:
    try:
        db = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)
        found = db.execute("SELECT value FROM meta WHERE key = 'format'").fetchone()
    except sqlite3.Error as exc:
        raise InputError(f"{path}: not an index of names ({exc}); install again or rebuild it") from exc
    if found is None or found[0] != FORMAT:
        raise InputError(f"{path}: index of another version; rebuild it with python -m kg.entity.build_index")
    return db


@cache
def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _candidate(row: tuple[object, ...], kind: str) -> Candidate:
    qid, type_, label, english, description, country, latitude, longitude, prominence, source = row
    return Candidate(
        qid=f"Q{qid}",
        type=str(type_),
        label=str(label),
        english=str(english) if english else None,
        description=str(description) if description else None,
        country=f"Q{_STATE_OF_REALM.get(int(str(country)), country)}" if country else None,
        latitude=latitude if isinstance(latitude, float) else None,
        longitude=longitude if isinstance(longitude, float) else None,
        prominence=float(str(prominence)),
        source=str(source),
        kind=kind,
    )
