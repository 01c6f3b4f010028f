"""The words of the graph: entity, event and relation types, roles and modalities.

The same vocabulary stands in ``ontologies/kg.ttl``; a test compares the two. Nothing enters and nothing leaves
this module; every room may import it.
"""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One word of the vocabulary with its labels.

    ``code`` is the PLOVER event type (or CAMEO root code where PLOVER has none) that the term maps to, if any.
    """

    name: str
    zh: str
    en: str
    code: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RelationTerm:
    """A relation type with the entity types its two ends may have."""

    name: str
    zh: str
    en: str
    subjects: frozenset[str]
    objects: frozenset[str]
    symmetric: bool = False


def _terms(*rows: tuple[str, str, str] | tuple[str, str, str, str]) -> dict[str, Term]:
    return {row[0]: Term(name=row[0], zh=row[1], en=row[2], code=row[3] if len(row) == 4 else None) for row in rows}


ENTITY_TYPES: Final = _terms(
    ("PER", "人物", "person"),
    ("GPE", "国家与地区", "country, region or city"),
    ("LOC", "地点", "location"),
    ("FAC", "设施", "facility"),
    ("ORG", "组织", "organisation"),
    ("EVT", "专名事件", "named event"),
    ("MISC", "其他专名", "other name"),
)

EVENT_TYPES: Final = _terms(
    ("SAY", "表示", "says", "STATEMENT"),
    ("CRITICIZE", "批评", "criticises", "ACCUSE"),
    ("SUPPORT", "支持", "supports", "SUPPORT"),
    ("REQUEST", "要求", "requests", "REQUEST"),
    ("MEET", "会晤", "meets", "CONSULT"),
    ("VISIT", "访问", "visits", "CONSULT"),
    ("AGREE", "达成协议", "agrees", "AGREE"),
    ("REJECT", "拒绝", "rejects", "REJECT"),
    ("SANCTION", "制裁", "sanctions", "SANCTION"),
    ("AID", "援助", "aids", "AID"),
    ("LAW", "立法", "legislates", "COOPERATE"),
    ("ELECT", "选举", "elects"),
    ("APPOINT", "任命", "appoints"),
    ("RESIGN", "离职", "leaves office", "CONCEDE"),
    ("PROTEST", "抗议", "protests", "PROTEST"),
    ("ATTACK", "攻击", "attacks", "ASSAULT"),
    ("COUP", "政变", "coup", "COERCE"),
    ("MILITARY", "军事行动", "military activity", "MOBILIZE"),
    ("ARREST", "逮捕", "arrests", "COERCE"),
    ("RELEASE", "释放", "releases", "CONCEDE"),
    ("TRIAL", "审判", "tries", "COERCE"),
    ("DIE", "死亡", "dies"),
    ("INJURE", "受伤", "injured"),
    ("DISASTER", "灾害", "disaster"),
    ("ACCIDENT", "事故", "accident"),
    ("EPIDEMIC", "疫情", "epidemic"),
    ("BUSINESS", "商业活动", "business"),
    ("MARKET", "市场变动", "market moves"),
    ("SCIENCE", "科学", "science"),
    ("SPORT", "体育", "sport"),
    ("CULTURE", "文化", "culture"),
    ("LIFE", "生活", "life event"),
    ("MIGRATE", "迁徙", "migrates", "COERCE"),
)

# Events whose parties all are agents; between them there is no first and second.
MUTUAL_EVENTS: Final = frozenset({"MEET", "AGREE"})

ROLES: Final = _terms(
    ("agent", "施事", "agent"),
    ("target", "对象", "target"),
    ("place", "地点", "place"),
    ("time", "时间", "time"),
    ("topic", "议题", "topic"),
)

MODALITIES: Final = _terms(
    ("actual", "已发生", "stated as fact"),
    ("planned", "计划", "planned"),
    ("possible", "可能", "possible"),
    ("negated", "否定", "did not happen"),
)

#: Types of what lies somewhere, and the relations that say where.
PLACE_TYPES: Final = frozenset({"GPE", "LOC", "FAC"})
PLACE_RELATIONS: Final = frozenset({"located_in", "part_of"})

_BODY = frozenset({"ORG", "GPE"})
_ACTOR = frozenset({"PER", "ORG", "GPE", "MISC"})
_ANY = frozenset(ENTITY_TYPES)
_PER = frozenset({"PER"})


def _relation(
    name: str, zh: str, en: str, subjects: frozenset[str], objects: frozenset[str], *, symmetric: bool = False
) -> RelationTerm:
    return RelationTerm(name=name, zh=zh, en=en, subjects=subjects, objects=objects, symmetric=symmetric)


RELATION_TYPES: Final = {
    term.name: term
    for term in (
        _relation("member_of", "成员", "member of", _ACTOR, _BODY | {"MISC", "EVT", "LOC"}),
        _relation("works_for", "任职于", "works for", _PER, _BODY),
        _relation("citizen_of", "国籍", "citizen of", _PER, frozenset({"GPE"})),
        _relation("born_in", "出生于", "born in", _PER, PLACE_TYPES),
        _relation("lives_in", "居住于", "lives in", _PER | {"MISC", "ORG"}, PLACE_TYPES),
        _relation("educated_at", "就读于", "educated at", _PER, frozenset({"ORG", "FAC", "GPE"})),
        _relation("located_in", "位于", "located in", PLACE_TYPES | {"ORG", "EVT", "MISC"}, PLACE_TYPES),
        _relation(
            "part_of", "隶属于", "part of", _BODY | {"FAC", "LOC", "EVT", "MISC"}, _BODY | {"EVT", "MISC", "LOC"}
        ),
        _relation("founded", "创立", "founded", _ACTOR, frozenset({"ORG", "FAC", "MISC", "GPE"})),
        _relation("owns", "拥有", "owns", _ACTOR, frozenset({"ORG", "FAC", "MISC", "LOC", "GPE"})),
        _relation("spouse", "配偶", "spouse of", _PER, _PER, symmetric=True),
        _relation("parent_of", "父母", "parent of", _PER, _PER),
        _relation("sibling", "兄弟姐妹", "sibling of", _PER, _PER, symmetric=True),
        _relation("relative", "亲属", "relative of", _PER, _PER, symmetric=True),
        _relation("ally_of", "盟友", "ally of", _ACTOR | {"LOC"}, _ACTOR | {"LOC"}, symmetric=True),
        _relation("opposes", "对立", "opposes", _ACTOR | {"LOC"}, _ANY),
        _relation("supplies", "供应", "supplies", _ACTOR, _ACTOR | {"LOC"}),
        _relation("succeeded", "接替", "succeeded", _ACTOR, _ACTOR),
        _relation("controls", "控制", "controls", _ACTOR, PLACE_TYPES | {"ORG", "MISC"}),
        _relation("borders", "接壤", "borders", PLACE_TYPES, PLACE_TYPES, symmetric=True),
    )
}
