from dataclasses import replace

import numpy as np

from kg.model.labels import MODALITY_LABELS, NAME_LABELS, PAIR_LABELS, TRIGGER_LABELS
from kg.model.train.examples import IGNORE, Example, make_examples
from tests.model.train.builders import make_gold, make_tokenizer


def _examples(body_chars: int = 100) -> list[Example]:
    return make_examples([make_gold()], make_tokenizer(), body_chars=body_chars)


def _facts(example: Example) -> set[tuple[int, int, str]]:
    """(first character of left, first of right, label) of all pairs whose group is right."""
    found = set()
    for i, j, group in zip(example.pairs.left, example.pairs.right, example.group, strict=True):
        for column in np.nonzero(example.targets[group] == 1)[0]:
            found.add((int(example.bounds[i, 0]), int(example.bounds[j, 0]), PAIR_LABELS[column]))
    return found


def test_spans_become_targets_by_start_and_length() -> None:
    (example,) = _examples()
    assert example.names[6, 4] == NAME_LABELS.index("ORG") + 1
    assert example.names[6, 1] == NAME_LABELS.index("GPE") + 1
    assert example.names[11, 0] == NAME_LABELS.index("TTL") + 1
    assert example.triggers[2, 1] == TRIGGER_LABELS.index("VISIT") + 1
    assert (example.names > 0).sum() == 7
    assert (example.triggers > 0).sum() == 2


def test_spans_over_a_sentence_edge_are_not_judged() -> None:
    (example,) = _examples()
    assert example.names[5, 0] == 0
    assert example.names[5, 1] == IGNORE


def test_undecided_spans_and_layers_are_not_judged() -> None:
    silver = replace(make_gold(), unsure=[(0, 0, 4), (0, 0, 2)], layers=frozenset({"names"}))
    (example,) = make_examples([silver], make_tokenizer(), body_chars=100)
    assert example.names[0, 3] == IGNORE
    assert example.names[0, 1] == NAME_LABELS.index("PER") + 1  # what is annotated stays
    assert (example.triggers == IGNORE).all()
    assert (example.targets == -1).all()


def test_context_is_not_judged_again() -> None:
    _, second = _examples(body_chars=10)
    assert (second.names[:6] == IGNORE).all()
    assert second.names[6, 4] == NAME_LABELS.index("ORG") + 1


def test_arguments_point_at_mentions_in_the_sentence_or_else_before_it() -> None:
    (example,) = _examples()
    facts = _facts(example)
    meet, visit = 18, 2
    assert {(meet, 12, "agent"), (meet, 15, "agent"), (meet, 4, "place"), (meet, 6, "source")} <= facts
    assert {(visit, 0, "agent"), (visit, 4, "target")} <= facts
    assert (meet, 0, "agent") not in facts, "秦刚 of the headline speaks only where the sentence has none"


def test_titles_and_relations_are_pairs_too() -> None:
    (example,) = _examples()
    assert {(11, 12, "holder"), (11, 6, "of"), (6, 6, "part_of")} <= _facts(example)


def test_mentions_of_one_entity_are_the_same() -> None:
    (example,) = _examples()
    assert {(0, 12, "same"), (12, 0, "same")} <= _facts(example)


def test_modality_is_judged_for_triggers_only() -> None:
    (example,) = _examples()
    judged = {MODALITY_LABELS[m] for m in example.modality if m != IGNORE}
    assert judged == {"planned", "actual"}
    assert (example.modality != IGNORE).sum() == 2
