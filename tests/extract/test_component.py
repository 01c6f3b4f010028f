from itertools import pairwise

import spacy

from kg.extract.component import NAME

TEXT = "中国外交部长秦刚周二访问缅甸，会见了敏昂莱。"


def test_the_component_is_found_by_its_entry_point() -> None:
    nlp = spacy.blank("zh")
    nlp.add_pipe(NAME, config={"published": "2023-05-03T00:00:00+08:00"})
    doc = nlp(TEXT)
    assert {"秦刚", "缅甸", "敏昂莱"} <= {ent.text for ent in doc.ents}
    assert all(ent.text == TEXT[ent.start_char : ent.end_char] for ent in doc.ents)
    nested = {(span.text, span.label_) for span in doc.spans["names"]}
    assert ("中国", "GPE") in nested
    assert [time.value for time in doc._.extraction.times] == ["2023-05-02"]


def test_entities_do_not_overlap_and_nested_names_stay_in_the_span_group() -> None:
    nlp = spacy.blank("zh")
    nlp.add_pipe(NAME)
    doc = nlp("中国外交部发言人毛宁在北京说。")
    ends = [(ent.start, ent.end) for ent in doc.ents]
    assert all(a[1] <= b[0] for a, b in pairwise(ends))
    assert len(doc.spans["names"]) >= len(doc.ents)


def test_an_empty_text_is_an_empty_doc() -> None:
    nlp = spacy.blank("zh")
    nlp.add_pipe(NAME)
    assert nlp("").ents == ()
