"""What may surround a time expression without changing it: 当地时间, 截至, 左右, 期间; and brackets.

Text in plain form enters; simpler forms of it leave, to be tried one after the other.
"""

import re
from collections.abc import Iterator
from typing import Final

_LEADING: Final = re.compile(
    r"^(?:[^\d]{0,6}?(?:当地|北京|东部|中部|西部|太平洋|[\u4e00-\u9fff]{2,4})时间|自从|自|从|直到|直至|截至到?|截止到?"
    r"|早在|就在|于|在|到|至|约|大约|大概|接近|将近|这个(?=\d{4}年))"
)
_TRAILING: Final = re.compile(
    "(?:左右|前后|同1天|同日|同天|同一天|期间|之间|间|之内|以内|内|里|之时|之际|这1?天|当天|当日|那天|1整天|全天|[2两]天|开始|伊始"
    "|起|为止|止|的|稍早|稍晚|早些时候|晚些时候|上下|许|早盘|午盘|尾盘|版|学期|时候)$"
)
_VAGUE: Final = re.compile("^(?:约|大约|大概)(?=.*[年月日天周])(?!.*[时点])")
_MARKS: Final = re.compile(r"[()\[\]（）【】「」“”\"',，]")
_BRACKETED: Final = re.compile(r"(?P<outer>[^()]+)\((?P<inner>[^()]*\d[日号])\)(?P<rest>[^()]*)")
_DAY_NAME: Final = re.compile(r"[上本这下]?个?(?:周|星期|礼拜)[1-7日天]|[今昨明前后]天|[今昨明]日|^[今昨]$")


def without_marks(text: str) -> str:
    """Without brackets and quotes; 周日下午(6月28日) becomes 6月28日下午."""
    found = _BRACKETED.fullmatch(text)
    if found and _DAY_NAME.search(found["outer"]):
        text = found["inner"] + _DAY_NAME.sub("", found["outer"], count=1) + found["rest"]
    return _MARKS.sub("", text)


def is_rough(text: str) -> bool:
    """Whether a day or more is only said to be about so; 约11时 is exact enough."""
    return bool(_VAGUE.match(text))


def simpler_forms(text: str) -> Iterator[str]:
    """The text, then with what surrounds the expression taken off, one piece at a time."""
    seen: set[str] = set()
    waiting = [text]
    while waiting:
        form = waiting.pop(0)
        if form and form not in seen:
            seen.add(form)
            yield form
            waiting += [_LEADING.sub("", form), _TRAILING.sub("", form)]
