"""Brackets and quotation marks as walls: no name, title or time begins inside a pair and ends outside of it.

The text of a window enters; the spans that would take one bracket of a pair without the other leave. Of 58,000
annotated spans none does; a network does now and then: 6月30日）早上 of 周二（6月30日）早上.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

#: Each bracket's kind, the same for both of a pair and for both widths of parentheses.
_OPENING: Final = dict(zip("（(「『《〈“【[", "（（「『《〈“【[", strict=True))
_CLOSING: Final = dict(zip("）)」』》〉”】]", "（（「『《〈“【[", strict=True))


def bracket_pairs(text: str) -> list[tuple[int, int]]:
    """Positions of brackets that belong together; one without its partner is in no pair."""
    pairs: list[tuple[int, int]] = []
    open_: list[int] = []
    for position, character in enumerate(text):
        if character in _OPENING:
            open_.append(position)
        elif character in _CLOSING:
            # A bracket that was never closed ends with the pair around it.
            partner = next((at for at in reversed(open_) if _OPENING[text[at]] == _CLOSING[character]), None)
            if partner is not None:
                del open_[open_.index(partner) :]
                pairs.append((partner, position))
    return pairs


def torn_spans(text: str, longest: int) -> NDArray[np.bool_]:
    """Which spans hold one bracket of a pair without the other.

    Returns:
        bool, shape (n_chars, longest), by start and length - 1.
    """
    torn = np.zeros((len(text), longest), np.bool_)
    for first, last in bracket_pairs(text):
        for start in range(max(0, first + 1 - longest), first + 1):
            torn[start, first - start : last - start] = True
        for start in range(max(first, last - longest) + 1, last + 1):
            torn[start, last - start :] = True
    return torn
