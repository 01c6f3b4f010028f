"""Making the shipped index of names: ``python -m kg.entity.build_index entities_no_odbl.tsv.gz OUT``.

A table of entities (qid, type, labels, aliases, place, prominence) and ``data/supplement.tsv`` enter; a compact
read-only SQLite file leaves, the same bytes for the same input. Names are kept as normal forms only: surfaces stay
in the articles.
"""

import gzip
import hashlib
import math
import re
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from kg.entity.index import DATA, FORMAT, KINDS
from kg.entity.supplement import SUPPLEMENT, Row, read_supplement
from kg.errors import InputError
from kg.textform import normal_form, simplify

_COLUMNS: Final = "qid type zh_label zh_aliases en_label description country_qid lat lon prominence source"
COLUMNS: Final = _COLUMNS.split()

SCHEMA: Final = """
CREATE TABLE entity (qid INTEGER PRIMARY KEY, type TEXT, label TEXT, english TEXT, description TEXT, country INTEGER,
                     latitude REAL, longitude REAL, prominence REAL, source TEXT);
CREATE TABLE name (key TEXT, qid INTEGER, kind INTEGER, PRIMARY KEY (key, qid)) WITHOUT ROWID;
CREATE TABLE family (key TEXT, type TEXT, label TEXT, PRIMARY KEY (key, type)) WITHOUT ROWID;
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
"""

#: A description is shown to people and compared with titles; the source's lists of classes can run to a page.
_MAX_DESCRIPTION: Final = 60
_OF_COUNTRY: Final = re.compile(r"\b(?:of|in) ((?:the )?[A-Z][A-Za-z ]+?)(?:,|$)")
_ENGLISH: Final = re.compile(r"[A-Za-z][\w'’.\- ]{3,}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One row of the table of entities."""

    qid: int
    type: str
    label: str
    aliases: tuple[str, ...]
    english: str
    description: str
    country: int | None
    latitude: float | None
    longitude: float | None
    prominence: float
    source: str


def prominence(text: str, *, is_country: bool, source: str) -> float:
    """How well known an entity is, 0..1, from its population or its number of facts.

    A billion people and 20,000 facts both come near 1. Countries stand above every city; names that were added by
    hand because the news used them stand above an unknown namesake.
    """
    kind, _, number = text.partition(":")
    count = float(number) if number else 0.0
    value = math.log10(1 + count) / (9.0 if kind == "pop" else 4.5) * 0.8
    floor = 0.95 if is_country else 0.6 if "curated-name" in source else 0.0
    return round(min(max(value, floor), 1.0), 3)


def read_entities(path: Path) -> Iterator[Source]:
    """The rows of a table of entities.

    Raises:
        InputError: The file can't be read or has other columns.
    """
    try:
        with gzip.open(path, "rt", encoding="utf-8") as stream:
            header = stream.readline().rstrip("\n").split("\t")
            if header != COLUMNS:
                raise InputError(f"{path}: columns are not {' '.join(COLUMNS)}; give a table of entities")
            for line in stream:
                yield _source(line.rstrip("\n").split("\t"))
    except (OSError, UnicodeDecodeError, ValueError) as exc:
        raise InputError(f"{path}: can't be read as a table of entities ({exc}); give a .tsv.gz") from exc


def with_countries(sources: dict[int, Source]) -> dict[int, Source]:
    """The same entities, with the country that a description names where the table gives none (province of China)."""
    countries = {e.english: e.qid for e in sources.values() if e.qid == e.country and e.english}
    countries |= {"China": 148, "the United States": 30, "Taiwan": 865}

    def completed(entity: Source) -> Source:
        match = _OF_COUNTRY.search(entity.description) if entity.country is None else None
        return replace(entity, country=countries.get(match[1])) if match else entity

    return {qid: completed(entity) for qid, entity in sources.items()}


def _source(cells: list[str]) -> Source:
    qid, type_, label, aliases, english, description, country, lat, lon, known, source = cells
    return Source(
        qid=int(qid[1:]),
        type=type_,
        label=simplify(label),
        aliases=tuple(name for name in aliases.split("|") if name),
        english=english,
        description=description[:_MAX_DESCRIPTION],
        country=int(country[1:]) if country else None,
        latitude=round(float(lat), 4) if lat else None,
        longitude=round(float(lon), 4) if lon else None,
        prominence=prominence(known, is_country=type_ == "GPE" and qid == country, source=source),
        source=_source_kind(source),
    )


def _source_kind(source: str) -> str:
    """``news``: added because the news uses it; ``office``: lists of office holders, full of namesakes; ``kb``."""
    if "curated-name" in source:
        return "news"
    return "office" if source.startswith("every-politician-scrapers") else "kb"


def keys_of(entity: Source) -> dict[str, str]:
    """Normal forms of an entity's names, each with its kind (``name``, ``english``, ``last``).

    The last part of a foreign person's name (奥尔塔古斯 of 摩根·奥尔塔古斯) is a key of its own, a weak one.
    """
    keys: dict[str, str] = {}
    if entity.type == "PER":
        for name in (entity.label, *entity.aliases):
            parts = normal_form(name).split("·")
            if len(parts) > 1 and len(parts[-1]) > 1:
                keys[parts[-1]] = "last"
    if _ENGLISH.fullmatch(entity.english):
        keys[normal_form(entity.english)] = "english"
    keys.update((normal_form(name), "name") for name in (entity.label, *entity.aliases))
    return {key: kind for key, kind in keys.items() if len(key) > 1 and not key.isdecimal()}


def build(entities: Path, out: Path, *, supplement: Path = SUPPLEMENT) -> None:
    """Write the index.

    Raises:
        InputError: An input can't be read, or a supplement row has a QID that the table lacks and no label.
    """
    sources = with_countries({entity.qid: entity for entity in read_entities(entities)})
    rows = read_supplement(supplement)
    part = out.with_name(out.name + ".part")
    part.unlink(missing_ok=True)
    with closing(sqlite3.connect(part)) as db:
        db.executescript("PRAGMA page_size = 4096; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;" + SCHEMA)
        names = {(key, e.qid): kind for e in sources.values() for key, kind in keys_of(e).items()}
        added = _apply(rows, sources, names)
        for entity in sorted([*sources.values(), *added], key=lambda e: e.qid):
            db.execute(f"INSERT INTO entity VALUES ({','.join('?' * 10)})", _row(entity))
        ordered = sorted((key, qid, KINDS.index(kind)) for (key, qid), kind in names.items())
        db.executemany("INSERT INTO name VALUES (?, ?, ?)", ordered)
        families = {(normal_form(n), r.type): r.label for r in rows if r.kind == "family" for n in r.names}
        db.executemany("INSERT INTO family VALUES (?, ?, ?)", sorted((k, t, v) for (k, t), v in families.items()))
        hashed = hashlib.sha256(supplement.read_bytes()).hexdigest()
        db.executemany("INSERT INTO meta VALUES (?, ?)", [("format", FORMAT), ("supplement", hashed)])
        db.commit()
        db.execute("VACUUM")
    part.replace(out)


def _apply(rows: list[Row], sources: dict[int, Source], names: dict[tuple[str, int], str]) -> list[Source]:
    """Add the supplement's names; gives the entities that only the supplement has."""
    added: dict[int, Source] = {}
    for row in rows:
        if row.kind == "family":
            continue
        assert row.qid is not None
        if row.kind == "drop":
            for name in row.names:
                names.pop((normal_form(name), row.qid), None)
            continue
        if row.qid in sources:
            known = sources[row.qid]
            if row.kind == "name":  # named by hand because the news names it
                sources[row.qid] = _renewed(known, row)
        elif row.qid not in added:
            added[row.qid] = _added(row)
        for name in row.names:
            names[normal_form(name), row.qid] = row.kind
    return list(added.values())


def _renewed(known: Source, row: Row) -> Source:
    """A known entity with what the supplement says of it."""
    floor = 0.95 if row.type == "GPE" and row.country == row.qid else 0.6
    return replace(
        known,
        prominence=max(known.prominence, floor),
        source="news",
        english=row.english or known.english,
        country=row.country or known.country,
        description=row.description or known.description,
    )


def _added(row: Row) -> Source:
    if not row.english:
        raise InputError(f"{SUPPLEMENT.name}: Q{row.qid} is not in the table of entities; give its English label too")
    return Source(
        qid=row.qid or 0,
        type=row.type,
        label=row.label,
        aliases=(),
        english=row.english,
        description=row.description,
        country=row.country,
        latitude=None,
        longitude=None,
        prominence=0.6,
        source="news",
    )


def _row(e: Source) -> tuple[object, ...]:
    place = (e.latitude, e.longitude)
    return (e.qid, e.type, e.label, e.english, e.description, e.country, *place, e.prominence, e.source)


def main(arguments: list[str]) -> int:
    """Run from the command line."""
    if not arguments:
        print("usage: python -m kg.entity.build_index entities_no_odbl.tsv.gz [OUT]", file=sys.stderr)
        return 2
    out = Path(arguments[1]) if len(arguments) > 1 else DATA / "names.sqlite"
    build(Path(arguments[0]), out)
    print(f"{out}: {out.stat().st_size:,} bytes", file=sys.stderr)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
