"""Short and full forms: whether one name may be another one cut short, by type.

Normal forms enter, a phrase that says why leaves, or None. Nothing here looks at an article: a "yes" is a
possibility that ``bonds`` weighs against other full forms of the same article.
"""

import re
from functools import cache
from typing import Final

from pypinyin import Style, lazy_pinyin

from kg.entity.surnames import COMPOUND_SURNAMES, is_han, split_name

_LATIN: Final = re.compile(r"[a-zà-öø-ÿœšžāēīōūğşçñ'’.\-\d]+")

#: Words that end the formal name of an organisation; without them the name is still its name.
_ORG_TAIL: Final = re.compile(
    r"(技术|科技|股份|有限|责任|控股|国际|公司|集团|企业|投资|银行|大学|学院|饭店|酒店|餐厅|组织|协会"
    r"|基金会?|委员会|俱乐部|队|党|电视台|电台|报业|报社|日报|周刊|杂志|通讯社|新闻社?|新闻网|网站?|航空"
    r"|医院|中心|研究所|评级|保健|联盟)+"
)
_PLACE_TAIL: Final = re.compile(
    r"(特别行政区|特区|维吾尔自治区|壮族自治区|回族自治区|自治区|自治州|自治县|地区|市区|共和国|王国|省|市"
    r"|县|区|州|郡|镇|乡|村|都|府|群岛|湖|山脉|谷|半岛|大陆|高原|沙漠|海峡|海域|斯坦)"
)
_SITE_TAIL: Final = re.compile(
    r"(国际|农产品|农贸|批发|核电厂|电厂|市场|机场|车站|广场|大厦|大楼|中心|酒店|饭店|医院|监狱|公园"
    r"|体育场|体育馆|基地|港口?|大桥|桥|宫|寺|教堂|大教堂|清真寺|校区|总部|商场|酒吧)+"
)
_THING_TAIL: Final = re.compile(
    r"(法案|法|条例|协定|协议|条约|公约|宣言|声明|计划|行动|项目|事件|运动|战争|之战|会议|峰会|论坛|奖|号"
    r"|型|疫苗|病毒|族|人|教|思想|游行|示威|初选|选举|大选|奥运会|运动会|联赛|赛|杯|节|日|主义|系统|平台"
    r"|报告|白皮书|榜|100人)+"
)
#: Words inside a formal name that its bearer is as well known without.
_FILLER: Final = re.compile(r"特别行政区|特区|联邦|^全国|国家|中华人民共和国|总统|换届|^\d{4}年?|人民(?=政府|解放军)")

_SAME_WORDS: Final = (
    (re.compile(r"(警察|警队|警务处|警方)$"), "警方"),
    (re.compile(r"(军队|军方|武装部队)$"), "军"),
    (re.compile(r"(选举|大选)$"), "大选"),
    (re.compile(r"(边境|边界)$"), "边境"),
    (re.compile(r"^(七一|7\.1|7·1)"), "七一"),
)
_HEADED: Final = re.compile(r"^(.)(军|警|府|队)$")


def is_latin(key: str) -> bool:
    """Whether a name is written in Latin letters."""
    return not any("\u3400" <= c <= "\u9fff" for c in key) and any(c.isalpha() for c in key)


def plain_key(key: str, *, places: dict[str, str] | None = None) -> str:
    """The name of a body or an event without fillers and with one word for 警方 and 警察.

    Args:
        key: Normal form.
        places: One-character abbreviations with the place they stand for (港: 香港), so that 港警 is 香港警方.
    """
    headed = _HEADED.match(key)
    if headed and places and headed[1] in places:
        key = places[headed[1]] + {"军": "军", "警": "警方", "府": "政府", "队": "队"}[headed[2]]
    key = _FILLER.sub("", key) or key
    for pattern, word in _SAME_WORDS:
        key = pattern.sub(word, key)
    return key


def person_form(short: str, full: str) -> str | None:
    """Why ``short`` may be ``full`` cut short, both names of people."""
    if is_latin(short) and is_latin(full):
        parts, whole = _LATIN.findall(short), _LATIN.findall(full)
        if (
            len(parts) < len(whole)
            and len(short) > 2
            and (parts == whole[-len(parts) :] or parts == whole[: len(parts)])
        ):
            return "part of the full name"
        return None
    if "·" in full:
        parts, whole = short.split("·"), full.split("·")
        if len(parts) < len(whole) and parts[-1] == whole[-1] and (len(parts) == 1 or parts[0] == whole[0]):
            return "last part of the full name"
        if len(parts) == 1 and parts[0] == whole[0] and len(short) > 1:
            return "first part of the full name"
        return None
    named = split_name(full)
    if named is not None and "·" not in short:
        surname, given = named
        if short == surname or (len(short) == 1 and surname not in COMPOUND_SURNAMES and short == surname[0]):
            return "surname"
        if short == given and len(given) > 1:
            return "given name"
    if "·" not in short and is_han(full):
        return _unmarked_part(short, full)
    return None


def _unmarked_part(short: str, full: str) -> str | None:
    """Parts of a foreign name that is written without dots (小池百合子, 妮基卡罗), and 默 for 默克尔."""
    if len(full) >= max(4, len(short) + 2) and len(short) >= 2:
        if full.endswith(short):
            return "last part of the full name"
        if len(short) == 2 and len(full) <= 5 and full.startswith(short):
            return "first part of the full name"
    return "first character" if len(short) == 1 and len(full) > 2 and full[0] == short else None


def body_form(short: str, full: str, *, is_place: bool = False) -> str | None:
    """Why ``short`` may be ``full`` cut short, both names of organisations.

    Args:
        is_place: Whether ``short`` is known as a place; then 牛津 may not stand for any body that begins with it.
    """
    if len(short) < 2 or len(full) <= len(short):
        return None
    if full.endswith(short) and len(short) >= 2 and (len(full) - len(short) >= 2 or len(short) >= 3):
        return "without what stands before"
    if full.startswith(short) and not is_place and _ORG_TAIL.fullmatch(full[len(short) :]):
        return "without the ending"
    if is_abbreviation(short, full):
        return "abbreviation"
    return None


def is_abbreviation(short: str, full: str) -> bool:
    """Whether a short name takes characters of the full one in order, from its first word on (北约, 世卫组织).

    A name of four and more characters that only leaves out a middle word (北京大学 of 北京理工大学) is another body.
    """
    if not is_han(short) or not 2 <= len(short) <= 5 or len(full) < len(short) + 2 or full.startswith(short):
        return False
    core = re.sub(r"(组织|委员会|理事会|公司|集团|联盟)$", "", full)
    tail = full[len(core) :]
    if tail and short.endswith(tail) and len(short) > len(tail):
        short, full = short[: -len(tail)], core
    elif len(short) >= 4 and short[-2:] == full[-2:]:
        return False
    for whole in (core, full, _FILLER.sub("", full)):
        if short[0] == whole[:1] and _in_order(short, whole):
            last = whole.rfind(short[-1])
            if last >= len(whole) / 2 or last >= len(whole) - 2:
                return True
    return False


def _in_order(short: str, full: str) -> bool:
    position = 0
    for character in short:
        position = full.find(character, position) + 1
        if not position:
            return False
    return True


def place_form(short: str, full: str, *, is_region: bool = False) -> str | None:
    """Why ``short`` may be ``full`` cut short, both names of places.

    Args:
        is_region: Whether both are countries, provinces and the like: then 南卡 may be 南卡罗来纳州. A hotel or
            a station is not the street that its name begins with.
    """
    if len(short) < 2 or len(full) <= len(short):
        return None
    if full.startswith(short) and _PLACE_TAIL.fullmatch(full[len(short) :]):
        return "without the ending"
    if (
        is_region
        and len(short) == 2
        and short[1] in "国市"
        and full[0] == short[0]
        and short[1] != full[-1]
        and len(full) > 2
    ):
        return "abbreviation"
    if is_region and full.startswith(short) and len(full) >= max(5, len(short) + 2) and is_han(full):
        return "first part of the full name"
    if len(short) == 2 and short[1] == "州" and full[0] == short[0] and full[-1] == "州" and len(full) > 3:
        return "abbreviation"
    return None


def thing_form(short: str, full: str) -> str | None:
    """Why ``short`` may be ``full`` cut short, both names of sites, events, laws and the like."""
    if len(short) < 2 or len(full) <= len(short):
        return None
    if full.startswith(short) and (_THING_TAIL.fullmatch(rest := full[len(short) :]) or _SITE_TAIL.fullmatch(rest)):
        return "without the ending"
    if full.endswith(short) and len(short) >= 2 and len(full) - len(short) >= 2:
        return "without what stands before"
    if len(short) >= 3 and short[-1] == full[-1] and len(full) >= len(short) + 2 and short[0] == full[0]:
        return "abbreviation" if _in_order(short, full) and short[-1] in "法案约" else None
    return None


def is_variant(left: str, right: str, *, is_foreign: bool = True) -> bool:
    """Whether two names sound the same, or are long foreign names that differ in one character.

    Args:
        left, right: Normal forms.
        is_foreign: Whether they are names of people or places; 中国外交部 and 德国外交部 differ in one character too.
    """
    if left == right or not is_han(left.replace("·", "")) or not is_han(right.replace("·", "")):
        return False
    if len(left) != len(right) or len(left) < 3:
        return False
    differing = sum(a != b for a, b in zip(left, right, strict=True))
    if differing == 1 and len(left) >= 5 and is_foreign:
        return True
    # Two Chinese people may well sound alike (张伟, 章伟): they are told apart by their characters.
    return split_name(left) is None and sound(left) == sound(right)


@cache
def sound(key: str) -> str:
    """Pinyin without tones."""
    return " ".join(lazy_pinyin(key, style=Style.NORMAL))
