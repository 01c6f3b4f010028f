"""Titles that name nobody in particular: 一名高管说, 外长会议.

A sentence and a title in it enter; whether somebody named elsewhere may hold it leaves.
"""

import re
from typing import Final

_INDEFINITE: Final = re.compile(r"(?:[一两兩多数數]位|[一两兩多数數]名|某位|某名|某)[^，。；：、的]{0,12}\Z")
#: 朴元淳曾是一名人权律师, 香港唯一一位人大常委: these say who it is.
_NAMED_BY: Final = re.compile(r"(?:[是为為作当當任叫系]|唯一|[首第][一任位]?|另)\Z")
_OF_A_MEETING: Final = re.compile(r"会议|會議|峰会|峰會|[会會](?![见見谈談晤面长長员員])")


def is_anybodys(sentence: str, start: int, end: int) -> bool:
    """Whether the title ``sentence[start:end]`` is an indefinite one or part of a meeting's name."""
    if _OF_A_MEETING.match(sentence, end):
        return True
    found = _INDEFINITE.search(sentence, 0, start)
    return found is not None and _NAMED_BY.search(sentence, 0, found.start()) is None
