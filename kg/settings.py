"""Where shipped files lie, and the options of a build.

``Settings`` is made in the command line (flag, then ``KG_*``, then default) and handed down; nothing here reads
the environment at import.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from typing import Final

from kg.errors import SettingsError

PACKAGE: Final = Path(__file__).resolve().parent

#: Archive time zone: the outlets write for readers in China, and their 周二 means a day at UTC+8.
DEFAULT_TIMEZONE: Final = "Asia/Shanghai"

DEFAULT_BASE_IRI: Final = "https://example.org/newskg/"

FORMATS: Final = ("nq", "ttl", "jsonld", "graphml", "gexf", "csv", "html")


def ontology_dir() -> Path:
    """The folder of kg.ttl, shapes.ttl, context.jsonld and queries/, in a checkout or an installed package."""
    installed = PACKAGE / "ontologies"
    return installed if installed.is_dir() else PACKAGE.parent / "ontologies"


def sample_dir() -> Path:
    """The folder of the sample articles that ``kg demo`` builds."""
    return PACKAGE / "sample"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Options of a build, each with its reason.

    Attributes:
        base_iri: Prefix of every IRI minted here; ``example.org`` is reserved, so no IRI is taken for a live site.
        timezone: Zone in which 昨天 and 周二 are counted where an article has no dateline.
        jobs: Worker processes; 0 means one a core, each with one inference thread (two threads in one were slower).
        formats: Exports to write.
        max_page_bytes: A larger page is skipped with its reason; the largest real page seen has 0.4 MB.
        max_view_nodes: Nodes in graph.html at most; the most mentioned are kept.
        nlp: Name or path of another spaCy pipeline whose ``doc.ents`` replace our mentions, or an empty string.
        names: A user's own names.csv, or an empty string.
        since, until: First and last day (ISO date, in ``timezone``) of the articles to keep, or empty strings.
    """

    base_iri: str = DEFAULT_BASE_IRI
    timezone: str = DEFAULT_TIMEZONE
    jobs: int = 0
    formats: tuple[str, ...] = FORMATS
    max_page_bytes: int = 20_000_000
    max_view_nodes: int = 3_000
    nlp: str = ""
    names: str = ""
    since: str = ""
    until: str = ""

    def __post_init__(self) -> None:
        unknown = sorted(set(self.formats) - set(FORMATS))
        if unknown:
            raise SettingsError(f"--formats: unknown format {unknown[0]}; choose from {', '.join(FORMATS)}")
        if not self.base_iri.startswith(("http://", "https://", "urn:")) or any(
            c in self.base_iri for c in ' <>"{}|\\^`'
        ):
            raise SettingsError(
                f"--base-iri: {self.base_iri} is not an absolute IRI; give one such as {DEFAULT_BASE_IRI}"
            )
        check_period(self.since, self.until)

    @classmethod
    def from_environment(cls, environ: Mapping[str, str], **flags: object) -> "Settings":
        """Make settings from flags, then ``KG_*`` variables, then defaults.

        Raises:
            SettingsError: A ``KG_*`` variable that names no setting, or a value of the wrong kind.
        """
        known = {field.name: field for field in fields(cls)}
        values: dict[str, object] = {}
        for key, text in environ.items():
            if not key.startswith("KG_"):
                continue
            name = key[3:].lower()
            if name not in known:
                raise SettingsError(f"{key}: no such setting; known are {', '.join('KG_' + n.upper() for n in known)}")
            values[name] = _parse(key, text, known[name].default)
        values.update({name: value for name, value in flags.items() if value is not None})
        return cls(**values)  # type: ignore[arg-type]


def check_period(since: str, until: str) -> None:
    """See that a period has two days, or empty strings, in their order.

    Raises:
        SettingsError: One is no day (ISO date), or the first is later than the last.
    """
    _check_day("since", since)
    _check_day("until", until)
    if since and until and since > until:
        raise SettingsError(f"--since: {since} is later than --until {until}; give the earlier day first")


def _check_day(name: str, text: str) -> None:
    try:
        is_day = not text or date.fromisoformat(text).isoformat() == text
    except ValueError:
        is_day = False
    if not is_day:
        raise SettingsError(f"--{name}: {text} is not a day; write it as 2023-05-02")


def _parse(key: str, text: str, default: object) -> object:
    if isinstance(default, int):
        if not text.isdecimal():
            raise SettingsError(f"{key}: {text} is not a number")
        return int(text)
    if isinstance(default, tuple):
        return tuple(part for part in text.split(",") if part)
    return text
