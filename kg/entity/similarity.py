"""How likely two things of one name in two articles are one thing.

Two names' worth of evidence enter (``Profile``), a score 0..1 with its reasons leaves. A rare name says much by
itself; a common one needs neighbours, an office or a place that both articles give. The numbers were tuned on
``benchmarks/identity_cases.csv``.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from kg.entity import forms
from kg.entity.surnames import is_common_name, is_han, split_name
from kg.schema import PLACE_TYPES

#: From this score two things are joined without asking.
SAME: Final = 0.8
#: From this score a pair is shown to people.
DOUBTFUL: Final = 0.55

#: What a shared neighbour adds (as independent evidence): one that half the archive names adds next to nothing.
_NEIGHBOUR: Final = 0.3
_HUB: Final = 0.06
_TITLE: Final = 0.3
_BODY: Final = 0.35
#: The same office in the same body: at one time it has one holder, so this says more than both apart.
_OFFICE: Final = 0.65
#: One article tells where the office is held, the other names that body.
_BODY_NAMED: Final = 0.2

#: What a name says that is known to be one thing's (``NameIndex.family``).
KNOWN: Final = 0.97

#: Names made up to hide someone: 王女士, 小明, 李某, 阿强, 陈先生.
_PSEUDONYM: Final = re.compile(
    r"[小老阿].|.{1,2}(某+|女士|先生|小姐|太太|太|同学|老师|医生|姓.*|某某)|[a-z]|.{1,3}[a-z]"
)
#: Organs that every country, province or city has.
_ORGAN: Final = re.compile(
    r"共青团|工会|妇联|红十字会|商会|中央银行|央行|最高法院|工党|保守党|自民党|社会党|民主党|共和党|共产党|.{0,6}(部|厅|局|委|署|院|会|处|所|办|科|政府|警方|警察|法院|检察院|市委|省委|县委|党委|公安|派出所|消防队|军方|空军|海军|陆军|议会|国会|参院|众院|内阁)"
)
_GENERIC_PLACE: Final = re.compile(
    r".{1,2}(村|镇|乡|路|街|区|县|城|山|河|湖|桥|小学|中学|医院|大厦|广场|公园|小区|机场|码头)"
)
_YEAR: Final = re.compile(r"(19|20)\d\d|\d月")
_PLACE: Final = re.compile(
    r"中国|美国|英国|法国|德国|日本|韩国|朝鲜|俄罗斯|俄国|印度|澳大利亚|澳洲|加拿大|台湾|香港|澳门|欧盟|欧洲|联合国|世界|国际|全国|北京|上海|.{2,8}(省|市|州)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What is known of one thing apart from its name.

    Attributes:
        neighbours: Keys of other things in its articles.
        titles: Its offices.
        bodies: Where they are held.
    """

    neighbours: frozenset[str] = frozenset()
    titles: frozenset[str] = frozenset()
    bodies: frozenset[str] = frozenset()


def name_weight(key: str, type_: str) -> float:
    """How likely two things of this type are one if they share just this name, 0..1."""
    if type_ == "PER":
        return _person_weight(key)
    if len(key) == 1:
        return 0.1
    if type_ == "ORG":
        if _PLACE.match(key) and len(key) >= 4:
            return 0.93
        if _ORGAN.fullmatch(key):
            return 0.4 if len(key) <= 5 else 0.72
        return 0.84 if len(key) >= 3 or forms.is_latin(key) else 0.7
    if type_ in PLACE_TYPES:
        if _GENERIC_PLACE.fullmatch(key):
            return 0.5
        return 0.85 if len(key) >= 3 else 0.72
    if type_ == "EVT" and not _YEAR.search(key):
        return 0.5 if len(key) <= 4 else 0.82
    return 0.85 if len(key) >= 3 else 0.7


def _person_weight(key: str) -> float:
    if len(key) == 1 or _PSEUDONYM.fullmatch(key):
        return 0.05
    if "·" in key:
        return 0.92
    if forms.is_latin(key):
        return 0.9 if " " in key else 0.45
    if split_name(key) is not None:
        if is_common_name(key):
            return 0.3 if len(key) == 2 else 0.55
        return 0.55 if len(key) == 2 else 0.79
    if not is_han(key):
        return 0.6
    # Transliterations: the longer, the rarer; two and three characters are surnames of many (史密斯, 马斯).
    return {2: 0.3, 3: 0.4, 4: 0.6}.get(len(key), 0.82)


def compare(
    weight: float, left: Profile, right: Profile, *, is_hub: Callable[[str], bool]
) -> tuple[float, tuple[str, ...]]:
    """Score of a pair, with what speaks for and against it besides the name.

    Args:
        weight: What their names say (``name_weight``), 0..1.
        left, right: What the two articles say.
        is_hub: Whether a neighbour is known to everybody and so says little.
    """
    doubt = 1.0 - weight
    reasons = []
    shared = sorted(left.neighbours & right.neighbours)
    telling = [name for name in shared if not is_hub(name)]
    doubt *= (1 - _NEIGHBOUR) ** min(len(telling), 4) * (1 - _HUB) ** min(len(shared) - len(telling), 5)
    if telling:
        reasons.append(f"both near {', '.join(telling[:4])}")
    titles, bodies = left.titles & right.titles, left.bodies & right.bodies
    doubt *= _office_doubt(left, right)
    if titles:
        reasons.append(f"both {', '.join(sorted(titles)[:3])}")
    if bodies:
        reasons.append(f"both hold office in {', '.join(sorted(bodies)[:3])}")
    if left.bodies and right.bodies and not bodies and not titles:
        doubt = 1 - (1 - doubt) * 0.75
        reasons.append(f"offices differ: {', '.join(sorted(left.bodies))} and {', '.join(sorted(right.bodies))}")
    elif left.titles and right.titles and not titles and not bodies and not telling:
        doubt = 1 - (1 - doubt) * 0.85
        reasons.append(f"titles differ: {', '.join(sorted(left.titles))} and {', '.join(sorted(right.titles))}")
    return round(1.0 - doubt, 4), tuple(reasons)


def _office_doubt(left: Profile, right: Profile) -> float:
    """By how much shared offices lower the doubt."""
    titles, bodies = left.titles & right.titles, left.bodies & right.bodies
    if titles and bodies:
        return 1 - _OFFICE
    if titles or bodies:
        return 1 - (_TITLE if titles else _BODY)
    is_named = left.bodies & right.neighbours or right.bodies & left.neighbours
    return 1 - _BODY_NAMED if is_named else 1.0
