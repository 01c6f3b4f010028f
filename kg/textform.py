"""The normal form in which names are compared: simplified characters, half-width letters, no inner white space.

Surfaces and offsets stay as written; only keys for matching pass through here.
"""

import re
import unicodedata
from functools import cache

import opencc

_SPACES = re.compile(r"\s+")
# Half of a pair, from a broken page: opencc takes UTF-8 and stops at it.
_SURROGATES = re.compile("[\ud800-\udfff]")
# Marks that join the parts of a foreign name; all become the one that Wikidata's Chinese labels use.
_DOTS = str.maketrans(dict.fromkeys("•‧・･⋅∙.", "·"))


@cache
def _to_simplified() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


def simplify(text: str) -> str:
    """The text in simplified characters, character by character (region words are left alone)."""
    return str(_to_simplified().convert(_SURROGATES.sub("\ufffd", text)))


def normal_form(name: str) -> str:
    """The key under which a name is compared: NFKC, simplified, case-folded, one kind of middle dot, no spaces.

    A full stop is taken for a middle dot only between Chinese characters, as in 唐纳德.特朗普.
    """
    text = unicodedata.normalize("NFKC", name)
    if any("\u3400" <= c <= "\u9fff" for c in text):
        text = text.translate(_DOTS)
        text = _SPACES.sub("", text)
    else:
        text = _SPACES.sub(" ", text).strip()
    return simplify(text).casefold()
