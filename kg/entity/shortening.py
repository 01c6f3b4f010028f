"""Whether a name of an article may be another name of it cut short, with regard to what both are known as.

Two names enter, a phrase or None leaves. ``forms`` looks at the characters only; here what the index knows counts too:
苹果 is no short form of 苹果日报, and 特朗普 none of 玛丽·特朗普.
"""

from typing import Final

from kg.entity import forms
from kg.entity.index import NameIndex
from kg.entity.linking import compatible
from kg.entity.naming import Name

#: A place as well known as this may stand for its state or team, so 北京 is not short for 北京大学; 牛津 may be.
_BIG_PLACE: Final = 0.6

#: From this prominence an item keeps its name for itself.
_KNOWN: Final = 0.3


def short_form(name: Name, full: Name, index: NameIndex) -> str | None:
    """Why a name may be another one cut short, with regard to what both are known as."""
    if not compatible(name.type, full.type) or full.state or len(full.key) <= len(name.key):
        return None
    if _has_own_item(name, full) and not is_generic(name, full, index):
        return None
    if name.type == "PER":
        return None if _is_another_bearer(name, full) else forms.person_form(name.key, full.key)
    if name.type == "ORG" and full.type == "ORG":
        is_place = any(c.type == "GPE" and c.prominence >= _BIG_PLACE for c in index.candidates(name.key))
        return forms.body_form(name.key, full.key, is_place=is_place)
    if name.item is not None and name.item.country == name.item.qid:
        return None  # 墨西哥市, 朝鲜半岛
    if "GPE" in (name.type, full.type):
        return forms.place_form(name.key, full.key, is_region=name.type == full.type)
    return forms.place_form(name.key, full.key) or forms.thing_form(name.key, full.key)


def _is_another_bearer(name: Name, full: Name) -> bool:
    """Whether a well-known last name is not short for this full name: 特朗普 beside his niece 玛丽·特朗普.

    It is where the full name comes first and nobody calls its bearer a relative (安德鲁·约翰逊, then 约翰逊).
    """
    if len(name.key) == 1 or name.item is None or name.item.source != "news":
        return False
    is_same = full.item is not None and full.item.qid == name.item.qid
    return not is_same and (full.is_kin or full.start > name.start)


def _has_own_item(name: Name, full: Name) -> bool:
    """Whether a name is well known as something else than the full name is (苹果 beside 苹果日报)."""
    if name.item is None or (full.item is not None and full.item.qid == name.item.qid):
        return False
    return full.item is not None or name.item.source == "news" or name.item.prominence >= _KNOWN


def is_generic(name: Name, full: Name, index: NameIndex) -> bool:
    """Whether two known items need not keep two names apart: a surname, or 国务院 where 美国国务院 is written out."""
    if name.type == "PER":
        return True
    place = full.key.removesuffix(name.key)
    return place != full.key and any(c.type == "GPE" and c.country == c.qid for c in index.candidates(place))
