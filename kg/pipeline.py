"""The order of the stages: pages -> articles -> extractions -> entities and events -> graph -> files.

Paths enter, an output folder leaves. Only this module (with ``workers`` and ``outputs``, its hands) knows every room.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, Final, NamedTuple

import networkx as nx

import kg
from kg.article import Deduplicator, Page, Skip, iter_pages, rename_article
from kg.entity import (
    LocalContext,
    NameIndex,
    context_of,
    event_reports,
    merge_events,
    read_judgements,
    resolve_entities,
    source_groups,
    write_review_queue,
)
from kg.errors import ArticleError, InputError
from kg.extract.pipeline import extractor_digest
from kg.graph.build import build_graph
from kg.outputs import is_complete, write_outputs
from kg.records import ArticleFacts, Judgement, LocalEntity, digest
from kg.settings import Settings
from kg.store import Store, locked
from kg.time import anchor_of
from kg.workers import work_pages

#: Results are committed to the store in batches of so many pages: a kill loses at most these.
BATCH: Final = 50

Progress = Callable[[str, int, int], None]
"""Told the stage, how many are done, and how many there are (0: unknown)."""


def _silent(_stage: str, _done: int, _total: int) -> None:
    return


@dataclass(slots=True)
class BuildReport:
    """What a build did; ``to_dict`` is report.json, which holds nothing that differs between two equal builds."""

    n_pages: int = 0
    n_articles: int = 0
    n_extracted: int = 0
    n_forgotten: int = 0
    is_unchanged: bool = False
    skipped: Counter[str] = field(default_factory=Counter)
    warned: Counter[str] = field(default_factory=Counter)
    messages: list[str] = field(default_factory=list)
    counts: dict[str, Any] = field(default_factory=dict)

    def add_skip(self, skip: Skip) -> None:
        """Count a page that was passed over, or a warning about one that was kept."""
        (self.warned if skip.kept else self.skipped)[skip.reason] += 1
        self.messages.append(skip.message)

    def to_dict(self) -> dict[str, Any]:
        """The lasting part of the report, sorted."""
        return {
            "pages": self.n_pages,
            "articles": self.n_articles,
            "skipped": dict(sorted(self.skipped.items())),
            "warnings": dict(sorted(self.warned.items())),
            "messages": sorted(self.messages),
            **self.counts,
        }


def build(paths: Sequence[str], out: Path, *, settings: Settings, on_progress: Progress = _silent) -> BuildReport:
    """Build or renew the graph of the given pages in ``out``.

    Only pages that are new or changed since the last build there are read by the model; a build with nothing changed
    writes nothing.

    Raises:
        InputError: A path is missing or holds no article, or none from the days asked for; another build is at work
            in ``out``.
        ModelError: The model is missing or damaged.
        ExportError: ``out`` can't be written.
    """
    _check_apart(paths, out)
    with locked(out / ".kg"), Store(out / ".kg") as store:
        report = BuildReport()
        results = _work(paths, store, settings, report, on_progress)
        judged = read_judgements(out)
        fingerprint = digest(
            kg.__version__, sorted(results), asdict(settings) | {"jobs": 0}, [j.to_dict() for j in judged], length=64
        )
        if store.state("fingerprint") == fingerprint and is_complete(out, settings=settings):
            report.is_unchanged = True
            report.counts = json.loads((out / "report.json").read_text(encoding="utf-8"))
            return report
        store.set_state("fingerprint", "")
        graph = _assemble(results, store, settings, judged, report, out, on_progress)
        report.counts |= _counts(graph)
        on_progress("writing", 0, 0)
        write_outputs(
            graph,
            out,
            settings=settings,
            report=report.to_dict(),
            on_step=lambda name: on_progress(f"writing {name}", 0, 0),
        )
        report.n_forgotten = store.keep_only(result.key for result in results)
        store.set_state("fingerprint", fingerprint)
        return report


class _Result(NamedTuple):
    """Where the result of a page is kept, and the name that the page has today.

    A page that was moved, or whose line has another number now, is not read again; equal pages share a result.
    """

    key: str
    source: str


def _check_apart(paths: Sequence[str], out: Path) -> None:
    """Refuse to write into the folder of the pages before it is marked as a build's, which is never read as pages."""
    for path in paths:
        if Path(path).is_dir() and Path(path).resolve() == out.resolve():
            raise InputError(f"-o {out}: the folder of the pages itself; choose another, {out / 'out'} for one")


def _result_key(page: Page, stage: str) -> str:
    nameless = page.nameless()
    return digest(nameless.sha256, nameless.kind, nameless.source, stage, length=32)


def _stage_digest(settings: Settings) -> str:
    """Whatever the result of one page depends on besides the page."""
    try:
        names = Path(settings.names).read_bytes().hex() if settings.names else ""
    except OSError as exc:
        raise InputError(f"{settings.names}: can't be read ({exc.strerror}); give a CSV of names") from exc
    return digest(
        kg.__version__,
        extractor_digest(settings),
        NameIndex.digest(),
        settings.timezone,
        settings.max_page_bytes,
        names,
        length=32,
    )


def _work(
    paths: Sequence[str], store: Store, settings: Settings, report: BuildReport, on_progress: Progress
) -> list[_Result]:
    """Bring the store up to date; gives the results of all pages, in the order of their sources."""
    stage = _stage_digest(settings)
    results: list[_Result] = []

    def missing() -> Iterator[tuple[str, Page]]:
        queued = set()
        for page in iter_pages(paths, settings=settings, on_skip=report.add_skip):
            key = _result_key(page, stage)
            results.append(_Result(key, page.source))
            report.n_pages += 1
            if key not in queued and key not in store:
                queued.add(key)
                yield key, page.nameless()

    pages = missing()
    first = next(pages, None)
    if first is not None:
        batch: list[tuple[str, bytes, str]] = []
        for key, (facts, skips) in work_pages(_chain(first, pages), settings=settings):
            batch.append((key, facts, skips))
            report.n_extracted += 1
            on_progress("reading", len(results), 0)
            if len(batch) >= BATCH:
                store.put(batch)
                batch = []
        store.put(batch)
    results = list(dict.fromkeys(results))  # one file may be given under two names that read alike
    for key, source in results:
        for row in store.skips(key):
            report.add_skip(Skip(**row).renamed(source))
    if not results:
        raise ArticleError(f"{', '.join(paths)}: no pages found; give a folder, an archive, a page or a .jsonl file")
    return results


def _chain(first: tuple[str, Page], rest: Iterable[tuple[str, Page]]) -> Iterator[tuple[str, Page]]:
    yield first
    yield from rest


def _facts(results: Iterable[_Result], store: Store) -> Iterator[ArticleFacts]:
    for key, source in results:
        for record in store.articles(key):
            yield replace(record, article=rename_article(record.article, source))


def _assemble(
    results: list[_Result],
    store: Store,
    settings: Settings,
    judged: list[Judgement],
    report: BuildReport,
    out: Path,
    on_progress: Progress,
) -> nx.MultiDiGraph:
    """Everything that looks across articles: duplicates, identity, events, graph."""
    on_progress("joining", 0, 0)
    kept: set[tuple[str, str]] = set()
    index = NameIndex.open(names=settings.names)
    locals_: list[LocalEntity] = []
    contexts: dict[str, LocalContext] = {}
    texts: dict[str, str] = {}
    for record in _articles_to_keep(results, store, settings, report):
        kept.add((record.article.id, record.article.source))
        locals_.extend(record.entities)
        contexts |= context_of(record)
        texts[record.article.id] = record.article.text
    if not kept:
        raise ArticleError(_nothing_left(report, settings))
    resolution = resolve_entities(locals_, contexts=contexts, judgements=judged, index=index)
    write_review_queue(out / ".kg" / "review.jsonl", resolution, contexts=contexts)
    report.counts["review"] = len(resolution.review)
    report.messages.extend(resolution.conflicts)
    sources = source_groups(texts)
    del locals_, contexts, texts
    on_progress("merging events", 0, 0)
    told = (r for record in _kept(results, store, kept) for r in event_reports(record, resolution.entity_of))
    reports = [r for r in told if r.arguments]  # an event that names nobody and no place joins nothing
    event_of = merge_events(reports, sources=sources)
    on_progress("building the graph", 0, 0)
    return build_graph(
        _kept(results, store, kept),
        entities=resolution.entities,
        entity_of=resolution.entity_of,
        event_of=event_of,
        sources=sources,
        header={"base_iri": settings.base_iri, "model": extractor_digest(settings), "version": kg.__version__},
    )


def _nothing_left(report: BuildReport, settings: Settings) -> str:
    """Why there is no article, before an empty graph takes the place of another."""
    n_outside = report.counts.get("outside_days", 0)
    if n_outside:
        period = f"{settings.since or '...'} to {settings.until or '...'}"
        return f"--since/--until: none of {n_outside} articles is from {period}; choose another period"
    told = sorted(report.messages)
    return told[0] if len(told) == 1 else f"{len(told)} pages passed over and none read; the first is {told[0]}"


def _articles_to_keep(
    results: list[_Result], store: Store, settings: Settings, report: BuildReport
) -> Iterator[ArticleFacts]:
    """The articles that stay: without duplicates, within the days asked for.

    Results come in the order of their sources.
    """
    seen = Deduplicator(report.add_skip)
    n_outside = 0
    for record in _facts(results, store):
        if not _is_within(record.article.published, settings):
            n_outside += 1
        elif seen.is_new(record.article):
            yield record
    if settings.since or settings.until:
        report.counts["outside_days"] = n_outside


def _is_within(published: str | None, settings: Settings) -> bool:
    if not (settings.since or settings.until):
        return True
    moment = anchor_of(published, settings.timezone)
    day = moment.date().isoformat() if moment else ""
    return bool(day) and day >= settings.since and (not settings.until or day <= settings.until)


def _kept(results: Iterable[_Result], store: Store, kept: set[tuple[str, str]]) -> Iterator[ArticleFacts]:
    return (record for record in _facts(results, store) if (record.article.id, record.article.source) in kept)


def _counts(graph: nx.MultiDiGraph) -> dict[str, Any]:
    kinds = Counter(kind for _, kind in graph.nodes(data="kind"))
    edges = Counter(kind for _, _, kind in graph.edges(data="kind"))
    types = Counter(t for _, d in graph.nodes(data=True) if d["kind"] == "entity" for t in [d["type"]])
    events = Counter(d["type"] for _, d in graph.nodes(data=True) if d["kind"] == "event")
    linked = sum(1 for _, d in graph.nodes(data=True) if d["kind"] == "entity" and d["qid"])
    return {
        "nodes": dict(sorted(kinds.items())),
        "edges": dict(sorted(edges.items())),
        "entities": dict(sorted(types.items())),
        "events": dict(sorted(events.items())),
        "linked_entities": linked,
        "articles": kinds["article"],
    }
