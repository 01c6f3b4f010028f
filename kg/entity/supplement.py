"""Facts that the table of entities lacks: ``data/supplement.tsv``, and a user's own ``names.csv``.

Text files enter, rows leave. A row says one thing of one entity:

=========  =========================================================================================
``name``   more names of a QID (川普); with ``english`` also a new entity
``abbr``   one character that stands for a place in headlines (中, 美)
``metonym``  a seat of power read as its state (北京 for China): a reading, never a plain name
``drop``   names that the table gives to the wrong entity
``family`` names of one thing for which no QID is known; the first one is its usual name
=========  =========================================================================================
"""

import csv
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kg.errors import InputError
from kg.schema import ENTITY_TYPES
from kg.textform import simplify

SUPPLEMENT: Final = Path(__file__).resolve().parent / "data" / "supplement.tsv"

ROW_KINDS: Final = frozenset({"name", "abbr", "metonym", "drop", "family"})

_QID: Final = re.compile(r"Q([1-9]\d*)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of the supplement; ``qid`` and ``country`` are numbers without their Q."""

    kind: str
    qid: int | None
    type: str
    names: tuple[str, ...]
    english: str = ""
    description: str = ""
    country: int | None = None

    @property
    def label(self) -> str:
        """The usual name, simplified."""
        return simplify(self.names[0])


def read_supplement(path: Path) -> list[Row]:
    """Rows of a supplement; lines that begin with # are comments.

    Raises:
        InputError: The file can't be read, or a line isn't a row.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as exc:
        raise InputError(f"{path}: can't be read ({exc}); give a UTF-8 table") from exc
    rows = []
    for number, line in enumerate(lines, 1):
        if line.strip() and not line.startswith("#"):
            cells = [*line.split("\t"), *[""] * 7][:7]
            rows.append(_row(f"{path.name}:{number}", *cells))
    return rows


def _row(where: str, kind: str, qid: str, type_: str, names: str, english: str, description: str, country: str) -> Row:
    if kind not in ROW_KINDS:
        raise InputError(f"{where}: {kind} is not one of {', '.join(sorted(ROW_KINDS))}")
    number = parse_qid(where, qid)
    if type_ not in ENTITY_TYPES:
        raise InputError(f"{where}: type {type_} is not one of {', '.join(ENTITY_TYPES)}")
    if (number is None) != (kind == "family"):
        raise InputError(f"{where}: a QID stands on every line but those of a family")
    parts = tuple(name.strip() for name in names.split("|") if name.strip())
    if not parts:
        raise InputError(f"{where}: no names; write them with | between")
    return Row(
        kind=kind,
        qid=number,
        type=type_,
        names=parts,
        english=english,
        description=description,
        country=parse_qid(where, country),
    )


def parse_qid(where: str, text: str) -> int | None:
    """The number of a QID, None for an empty cell.

    Raises:
        InputError: The text is no QID.
    """
    text = text.strip()
    if not text or text == "-":
        return None
    match = _QID.fullmatch(text)
    if match is None:
        raise InputError(f"{where}: {text} is not a QID such as Q148; correct it or leave it empty")
    return int(match[1])


def read_names(path: Path) -> list[Row]:
    """A user's own table of names: columns name, qid, aliases (with | between), type.

    A row without a QID makes its names one entity that has no Wikidata item.

    Raises:
        InputError: The file can't be read, a column is missing, or a cell is wrong.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.DictReader(stream)
            missing = {"name", "qid", "aliases", "type"} - set(reader.fieldnames or ())
            if missing:
                raise InputError(f"{path}: no column {sorted(missing)[0]}; columns are name, qid, aliases, type")
            return [_user_row(f"{path}:{reader.line_num}", row) for row in reader]
    except (OSError, UnicodeDecodeError, csv.Error) as exc:
        raise InputError(f"{path}: can't be read ({exc}); give a UTF-8 CSV with name, qid, aliases, type") from exc


def _user_row(where: str, cells: dict[str, str]) -> Row:
    name, type_ = (cells["name"] or "").strip(), (cells["type"] or "").strip().upper()
    if not name:
        raise InputError(f"{where}: no name; every line needs one")
    number = parse_qid(where, cells["qid"] or "")
    if type_ not in ENTITY_TYPES:
        raise InputError(f"{where}: type {type_ or '(empty)'} is not one of {', '.join(ENTITY_TYPES)}")
    names = (name, *(part.strip() for part in (cells["aliases"] or "").split("|") if part.strip()))
    return Row(kind="name" if number else "family", qid=number, type=type_, names=names)
