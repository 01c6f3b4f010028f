"""Bytes -> text: which encoding a page is in.

The order: byte order mark, strict UTF-8, what the page declares, UTF-16 without a mark, UTF-8 with a few broken bytes,
then the Chinese encoding under which the commonest characters turn up most, then charset-normalizer. ``decode_page`` is
a function of the bytes alone, so that offsets can be shown in the page at any later time.
"""

import codecs
import re
from typing import Final

from charset_normalizer import from_bytes

from kg.article.page import UnreadableError

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED: Final = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,40})""", re.I)
#: Bytes searched for a declaration: HTML allows 1,024; pages with long comments before it exist.
_DECLARED_WITHIN: Final = 4096
#: Names that pages give to a part of GB18030.
_ALIASES: Final = {"gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "big5": "big5hkscs"}
_CANDIDATES: Final = ("gb18030", "big5hkscs")
#: The commonest characters, simplified and traditional: a quarter or more of any Chinese text, 1 % of a wrong decoding.
_COMMON: Final = frozenset(
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经"
    "這為個國時來們於對會發動過說產種麼後還進報導總統與據稱將從關開門問題當選舉經濟"
)
#: UTF-8 with at most this share of broken bytes is taken for damaged UTF-8, not for another encoding.
_DAMAGED_SHARE: Final = 0.005
#: A text with more controls and replacement characters than this is not text.
_UNREADABLE_SHARE: Final = 0.05
_MAGIC: Final = (
    *(b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"%PDF-", b"\x7fELF", b"PK\x03\x04", b"\x1f\x8b", b"MZ\x90", b"RIFF"),
    b"SQLite format",
)
#: More controls among the first bytes than this are no text; a page may hold a stray one.
_CONTROL_SHARE: Final = 0.02
_SAMPLE: Final = 65_536


def decode_page(data: bytes) -> str:
    """The text of a page. Line ends and all other characters stay; only a byte order mark goes.

    Raises:
        UnreadableError: The bytes are not text in any encoding tried.
    """
    if data.startswith(_MAGIC):
        raise UnreadableError("binary", "not text but a binary file; give pages as .md, .html or .jsonl")
    text = _decode(data)
    if _looks_binary(text[:_SAMPLE]):
        raise UnreadableError("binary", "not text in any known encoding; save it as UTF-8")
    return text


def _decode(data: bytes) -> str:
    for mark, name in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(name, "replace")
    text = _strict(data, "utf-8")
    if text is not None:
        return _utf16(data) or text if "\x00" in text[:_SAMPLE] else text
    declared = _declared(data)
    if declared is not None:
        return declared
    wide = _utf16(data)
    if wide is not None:
        return wide
    damaged = data.decode("utf-8", "replace")
    if damaged.count("\ufffd") <= _DAMAGED_SHARE * len(damaged) + 3 and any(
        c > "\x7f" and c != "\ufffd" for c in damaged
    ):
        return damaged
    return _best_chinese(data)


def _strict(data: bytes, name: str) -> str | None:
    try:
        return data.decode(name)
    except UnicodeDecodeError:
        return None


def _declared(data: bytes) -> str | None:
    match = _DECLARED.search(data[:_DECLARED_WITHIN])
    if match is None:
        return None
    name = match.group(1).decode("ascii").lower()
    try:
        codec = codecs.lookup(_ALIASES.get(name, name))
        # rot13, hex and their like are codecs of the library but no character sets.
        return _strict(data, codec.name) if codec._is_text_encoding else None
    except (LookupError, ValueError):
        return None


def _utf16(data: bytes) -> str | None:
    name = _wide_encoding(data[:_SAMPLE])
    return None if name is None else data.decode(name, "replace")


def _wide_encoding(head: bytes) -> str | None:
    """UTF-16 without a mark: markup is ASCII, so every second byte of a good part of it is NUL, and few others are."""
    for name, zeros in (("utf-16-le", head[1::2]), ("utf-16-be", head[0::2])):
        if len(head) >= 4 and zeros.count(0) > 0.1 * len(zeros) and head.count(0) - zeros.count(0) < 0.01 * len(head):
            return name
    return None


def is_binary(head: bytes) -> bool:
    """Whether the first bytes of a file can't be text: a known signature, or controls that no encoding writes."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return False
    n_controls = sum(byte < 9 or 14 <= byte < 27 or 27 < byte < 32 for byte in head)
    is_controlled = n_controls > _CONTROL_SHARE * len(head) and _wide_encoding(head) is None
    return head.startswith(_MAGIC) or is_controlled


def _best_chinese(data: bytes) -> str:
    # A few broken bytes must not push a page out of its encoding, hence "replace" and the score.
    scored = [(_score(data[:_SAMPLE].decode(name, "replace")), name) for name in _CANDIDATES]
    score, name = max(scored)
    if score > 0.05:
        return data.decode(name, "replace")
    best = from_bytes(data[:_SAMPLE]).best()
    return data.decode(best.encoding if best is not None else "utf-8", "replace")


def _score(text: str) -> float:
    """Share of the commonest characters among those outside ASCII, less what could not be decoded."""
    foreign = [c for c in text if c > "\x7f"]
    if not foreign:
        return 0.0
    return (sum(c in _COMMON for c in foreign) - 2 * foreign.count("\ufffd")) / len(foreign)


def _looks_binary(text: str) -> bool:
    bad = sum(c in "\x00\ufffd" or (c < " " and c not in "\t\n\r\f\x0b\x1b") for c in text)
    return bad > _UNREADABLE_SHARE * len(text) + 3
