"""What an entity can be found by: every name, in both scripts, and its sound.

Names enter; a string of search keys leaves, one a line, folded. Names that need no work (the surfaces themselves)
are added in the page.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache

import opencc
from pypinyin import lazy_pinyin

from kg.textform import simplify

_HAN = re.compile("[\u3400-\u9fff\U00020000-\U0003ffff]")
_NOT_SOUND = re.compile("[^0-9a-z]+")


@cache
def _to_traditional() -> opencc.OpenCC:
    return opencc.OpenCC("s2t")


def fold(text: str) -> str:
    """Half-width, lower case, without marks over letters: ``Aung`` in wide letters and ``aung`` are one."""
    sound = text.encode("utf-8", "replace").decode("utf-8")  # a lone surrogate stops opencc
    decomposed = unicodedata.normalize("NFKD", sound).casefold()
    return unicodedata.normalize("NFC", "".join(c for c in decomposed if not unicodedata.combining(c)))


def search_keys(names: Iterable[str]) -> str:
    """Simplified and traditional forms, full pinyin and initials of the names, folded, sorted, one a line.

    The names themselves are left out: the page has them already.
    """
    given = {fold(name) for name in names}
    keys: set[str] = set()
    for name in sorted(given):
        if not _HAN.search(name):
            continue
        plain = simplify(name)
        keys |= {plain, str(_to_traditional().convert(plain)), *_sounds(plain)}
    return "\n".join(sorted(keys - given - {""}))


def _sounds(name: str) -> tuple[str, str]:
    syllables = lazy_pinyin(name)
    full = _NOT_SOUND.sub("", "".join(syllables).casefold())
    initials = _NOT_SOUND.sub("", "".join(syllable[:1] for syllable in syllables).casefold())
    return full, initials
