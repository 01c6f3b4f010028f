"""The time expressions of a text, resolved where they stand.

A reading enters; the value of each TIME span leaves. The sentence tells past from future; the expression before tells
what 同日 means; a dateline (法新社东京10日电) moves the day that all count from.
"""

from collections.abc import Sequence
from datetime import UTC, datetime

from kg.extract.reading import Reading
from kg.time import TimeValue, anchor_of, dateline_day, resolve_time


def resolve_times(
    reading: Reading, sentences: Sequence[str], *, published: str | None, timezone: str
) -> dict[int, TimeValue]:
    """Values by span number.

    Args:
        reading: Spans of the sentences.
        sentences: The text; a dateline may open the first sentence after the headline.
        published: ISO 8601, or None: then only absolute times have a value.
        timezone: IANA zone in which the outlet's days are counted.
    """
    anchor = anchor_of(published, timezone)
    if anchor is not None:
        anchor = dateline_day("\n".join(sentences[:4]), anchor) or anchor
    values: dict[int, TimeValue] = {}
    previous: TimeValue | None = None
    for number, span in enumerate(reading.spans):
        if span.kind != "TIME":
            continue
        sentence = sentences[span.sentence]
        value = resolve_time(
            sentence[span.start : span.end], anchor=anchor, context=sentence, start=span.start, previous=previous
        )
        values[number] = value
        previous = value if value.value else previous
    return values


def iso_time(milliseconds: int | None) -> str | None:
    """Milliseconds since 1970 as ISO 8601 in UTC."""
    return None if milliseconds is None else datetime.fromtimestamp(milliseconds / 1000, UTC).isoformat()
