"""Records from a reading, with the scorer made by hand of test_reading."""

from typing import ClassVar

import numpy as np

from kg.extract.document import extract_document
from kg.model.labels import NAME_LABELS, PAIR_LABELS
from kg.records import Document
from tests.extract.test_reading import ListScorer


def _document() -> Document:
    text = "秦刚访问缅甸\n秦刚与敏昂莱会谈。"
    return Document(id="d", text=text, sentences=((0, 6), (7, 16)), published="2023-05-02T08:00:00+00:00")


def test_every_span_is_the_text_it_says() -> None:
    document = _document()
    extraction = extract_document(document, model=ListScorer(), timezone="Asia/Shanghai")
    spans = [*extraction.mentions, *extraction.events]
    assert len(spans) == 6
    assert all(document.text[span.start : span.end] == span.text for span in spans)


def test_an_event_holds_its_sentence_and_mention_ids_as_fillers() -> None:
    extraction = extract_document(_document(), model=ListScorer(), timezone="Asia/Shanghai")
    visit, meet = extraction.events
    names = {mention.id: mention.text for mention in extraction.mentions}
    assert (visit.type, visit.sentence, meet.sentence) == ("VISIT", (0, 6), (7, 16))
    assert {names[a.filler] for a in meet.arguments} == {"秦刚", "敏昂莱"}
    assert meet.modality == "planned"


def test_ids_are_digests_so_two_readings_are_equal() -> None:
    first, second = (extract_document(_document(), model=ListScorer(), timezone="Asia/Shanghai") for _ in range(2))
    assert first == second
    ids = [x.id for x in (*first.mentions, *first.events)]
    assert len(set(ids)) == len(ids)


def test_a_document_without_sentences_says_nothing() -> None:
    empty = Document(id="e", text="", sentences=(), has_headline=False)
    assert extract_document(empty, model=ListScorer(), timezone="Asia/Shanghai").mentions == ()


class TitleScorer(ListScorer):
    """Knows 外长 as a title of whoever there is, half believed."""

    names: ClassVar = {**ListScorer.names, "外长": "TTL"}

    def pair(self, states, bounds, kinds, pairs):  # type: ignore[no-untyped-def]
        scores, modality = super().pair(states, bounds, kinds, pairs)
        is_title = kinds[pairs.left] == NAME_LABELS.index("TTL") + 1
        scores[:, PAIR_LABELS.index("holder")] = np.where(is_title, 0.0, -9.0)
        return scores, modality


def test_a_title_is_as_sure_as_the_link_to_its_holder() -> None:
    document = Document(id="d", text="秦刚访问缅甸的外长。", sentences=((0, 10),), has_headline=False)
    (title,) = extract_document(document, model=TitleScorer(), timezone="Asia/Shanghai").titles
    assert title.holder is not None
    assert 0.4 < title.score < 0.9
