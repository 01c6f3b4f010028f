import pytest

from kg.extract.denial import Trigger, denied


def is_denied(sentence: str, word: str, kind: str = "MEET", *, before: str = "") -> bool:
    start = sentence.index(word)
    triggers = [Trigger(1, start, start + len(word), kind)]
    if before:
        at = sentence.index(before)
        triggers.append(Trigger(2, at, at + len(before), "CRITICIZE"))
    return 1 in denied(sentence, triggers)


@pytest.mark.parametrize(
    ("sentence", "word"),
    [
        ("外交部否认王毅会见了印度总理。", "会见"),
        ("印度政府周二否認向緬甸出售武器", "出售"),
        ("他多次否认迫害少数民族，并称一切正常。", "迫害"),
        ("报道说双方会谈，军方否认会谈。", "会谈。"),
    ],
)
def test_the_first_event_after_a_denial_is_denied(sentence: str, word: str) -> None:
    assert is_denied(sentence, word)


@pytest.mark.parametrize(
    ("sentence", "word"),
    [
        ("外交部否认此事，王毅随后会见了印度总理。", "会见"),
        ("王毅会见了印度总理，外交部未予否认。", "会见"),
        ("他不否认会见了对方。", "会见"),
        ("军方没有否认演习", "演习"),
        ("美军否认此次演习是为了回应邻国。", "演习"),
        ("他否认有关决定源于制裁。", "制裁"),
        ("伊朗多次否认误击后承认击落客机", "击落"),
    ],
)
def test_what_is_granted_or_said_elsewhere_is_not(sentence: str, word: str) -> None:
    assert not is_denied(sentence, word)


def test_an_accusation_is_made_even_if_what_it_says_is_denied() -> None:
    assert not is_denied("他否认警方的指控。", "指控", "CRITICIZE")
    assert not is_denied("他否认指控中提到的袭击。", "袭击", "ATTACK", before="指控")
