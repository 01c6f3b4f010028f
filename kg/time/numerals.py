"""One plain form for the digits of an expression: 二〇二〇年七月, ２０２０年７月 and 2020年7月 become the same.

Text enters and leaves; Chinese numerals become Arabic ones wherever they count something.
"""

import re
import unicodedata
from typing import Final

from kg.textform import simplify

_DIGITS: Final = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2}
_UNITS: Final = {"十": 10, "百": 100, "千": 1000, "廿": 20, "卅": 30}
_RUN: Final = re.compile("[零〇○一二三四五六七八九十百千两廿卅]+")
# Words in which a numeral counts nothing.
_KEEP: Final = re.compile(
    "一带|一早|一大早|一直|一些|一度|统一|同一(?=[天日周月年])|[一二]战|[一二两三四五六七八九几数]千多?年"
)
# 一二月, 三四天: one digit after its neighbour is a choice of two, not a number of two digits.
_CHOICE: Final = re.compile(
    "(?<![零〇一二三四五六七八九十])(?:一二|二三|两三|三四|三五|四五|五六|六七|七八|八九)(?=个?(?:[天日周月小星]|年[前后来间以之]))"
)
_OF_TENS: Final = re.compile("(?<=十)(?:一二|两三|二三|三四|三五|四五|五六|六七|七八|八九)(?=个?[天日周月年小星])")


def half_width(text: str) -> str:
    """Half-width, simplified characters, without white space beside Chinese ones."""
    text = simplify(unicodedata.normalize("NFKC", text)).strip()
    return re.sub(r"(?<=[^\x00-\x7f])\s+|\s+(?=[^\x00-\x7f])", "", text)


def plain_text(text: str) -> str:
    """``half_width``, with Arabic digits for Chinese numerals: 二〇二〇年七月 is 2020年7月."""
    text = half_width(text).replace("元月", "1月").replace("元年", "1年")
    text = _OF_TENS.sub("几", text)
    text = _CHOICE.sub(_spell_choice, text)
    pieces, position = [], 0
    for kept in _KEEP.finditer(text):
        pieces += [_RUN.sub(_spell, text[position : kept.start()]), kept[0]]
        position = kept.end()
    return "".join([*pieces, _RUN.sub(_spell, text[position:])])


def read_numeral(text: str) -> int:
    """The number that a run of Chinese numerals names: by place (二〇二〇) or by unit (二十八, 一百零五)."""
    if not any(c in _UNITS for c in text):
        return int("".join(str(_DIGITS[c]) for c in text))
    total, digit = 0, 0
    for c in text:
        if c in _UNITS:
            total += _UNITS[c] * (digit or 1)
            digit = 0
        else:
            digit = _DIGITS[c]
    return total + digit


def _spell(run: re.Match[str]) -> str:
    return _places(run[0]) if not any(c in _UNITS for c in run[0]) else str(read_numeral(run[0]))


def _places(run: str) -> str:
    return "".join(str(_DIGITS[c]) for c in run)


def _spell_choice(found: re.Match[str]) -> str:
    # 七八月 is an interval that can be written; 三四天 is only some days.
    if found.string[found.end() : found.end() + 1] == "月":
        return "至".join(str(_DIGITS[c]) for c in found[0])
    return "几"
