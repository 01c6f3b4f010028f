"""Years: 2019年, 98年, 民国109年, 令和2年, 公元前221年, 去年, 同年, 23年前的."""

import re
from typing import Final

from kg.time.period import Period, UnresolvedTimeError, year_period
from kg.time.scene import Scene

#: Year before the first of an era.
_ERAS: Final = {
    "民国": 1911,
    "中华民国": 1911,
    "令和": 2018,
    "平成": 1988,
    "昭和": 1925,
    "大正": 1911,
    "公元": 0,
    "西元": 0,
}
_FROM_ANCHOR: Final = {
    **dict.fromkeys(("今年", "本年", "本年度", "今年度"), 0),
    **dict.fromkeys(("去年", "去岁", "上年", "上1年", "上年度", "去年度", "旧年"), -1),
    **dict.fromkeys(("明年", "来年", "下1年", "下年", "明年度", "下年度"), 1),
    "前年": -2,
    "大前年": -3,
    "后年": 2,
    "大后年": 3,
}
_FROM_TOLD: Final = {
    **dict.fromkeys(("当年", "同年", "同1年", "同一年", "那年", "那1年", "该年", "这1年", "此年"), 0),
    **dict.fromkeys(("翌年", "次年", "隔年", "第2年", "后1年"), 1),
    **dict.fromkeys(("前1年",), -1),
}
_WORDS: Final = "|".join(sorted([*_FROM_ANCHOR, *_FROM_TOLD], key=len, reverse=True))
_YEAR: Final = re.compile(
    rf"(?:(?P<bce>公元前|西元前|前)(?P<back>\d{{1,4}})年"
    rf"|(?P<era>{'|'.join(sorted(_ERAS, key=len, reverse=True))})(?P<of>\d{{1,4}})年度?"
    r"|(?P<four>\d{4})(?:年度?|(?=[第上下]|Q[1-4])|$)"
    r"|(?P<two>\d\d)年(?=\d{1,2}月|[初底末中上下春夏秋冬第]|$)"
    r"|(?P<away>\d{1,4})年(?P<way>前|后|之前|之后|以前|以后)的(?=.)"
    rf"|(?P<word>{_WORDS}|[今去明](?=[春夏秋冬](?:[天季]|$))))的?"
)


def take_year(text: str, scene: Scene, frame: Period | None) -> tuple[Period, str] | None:
    """The year that a text begins with."""
    found = _YEAR.match(text)
    if found is None or (frame is not None and frame.unit not in {"year", "interval"}):
        return None
    return year_period(_number(found, scene)), text[found.end() :]


def _number(found: re.Match[str], scene: Scene) -> int:
    if found["bce"]:
        return 1 - int(found["back"])
    if found["era"]:
        return _in_range(_ERAS[found["era"]] + int(found["of"]))
    if found["four"]:
        return _in_range(int(found["four"]))
    if found["two"]:
        return _two_digits(int(found["two"]), scene, is_alone=found.end() == len(found.string))
    if found["away"]:
        sign = -1 if "前" in found["way"] else 1
        base = scene.today.year if sign < 0 or scene.previous is None else scene.previous.start.year
        return _in_range(base + sign * int(found["away"]))
    return _by_word(found["word"], scene)


def _by_word(word: str, scene: Scene) -> int:
    word = word if "年" in word else f"{word}年"
    if word in _FROM_ANCHOR:
        return _in_range(scene.today.year + _FROM_ANCHOR[word])
    told = scene.previous.first if scene.previous else None
    return _in_range((told or scene.today).year + _FROM_TOLD[word])


def _two_digits(number: int, scene: Scene, *, is_alone: bool) -> int:
    """98年 is 1998; 20年 alone is a length of time, not a year."""
    if is_alone and 10 <= number < 50:
        raise UnresolvedTimeError("a length of time, or a year of two digits")
    century = scene.today.year // 100 * 100 if scene.anchor else 2000
    return (
        century + number
        if century + number <= (scene.today.year if scene.anchor else 2049) + 10
        else century - 100 + number
    )


def _in_range(year: int) -> int:
    if not 1 <= year <= 9999:
        raise UnresolvedTimeError("no such year")
    return year
