"""Identity: mentions -> things, within an article, to Wikidata and across articles; reports -> events."""

from kg.entity.article import resolve_article
from kg.entity.context import LocalContext, context_of
from kg.entity.copies import source_groups
from kg.entity.events import merge_events
from kg.entity.index import Candidate, NameIndex
from kg.entity.judgements import (
    add_judgement,
    from_resolver,
    import_judgements,
    log_path,
    make_judgement,
    merge_logs,
    read_judgements,
    to_resolver,
    undo_judgement,
)
from kg.entity.reports import EventReport, event_reports
from kg.entity.resolution import Resolution, resolve_entities
from kg.entity.review import ReviewPair, present_pair, read_review_queue, review_queue, write_review_queue

__all__ = [
    "Candidate",
    "EventReport",
    "LocalContext",
    "NameIndex",
    "Resolution",
    "ReviewPair",
    "add_judgement",
    "context_of",
    "event_reports",
    "from_resolver",
    "import_judgements",
    "log_path",
    "make_judgement",
    "merge_events",
    "merge_logs",
    "present_pair",
    "read_judgements",
    "read_review_queue",
    "resolve_article",
    "resolve_entities",
    "review_queue",
    "source_groups",
    "to_resolver",
    "undo_judgement",
    "write_review_queue",
]
