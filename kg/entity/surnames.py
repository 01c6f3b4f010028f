"""Telling a Chinese person's name from a transliterated one."""

from typing import Final

#: Family names of one character, the 200 or so that cover about 97 % of the people, with those of the news beside them.
SURNAMES: Final = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程"
    "苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝"
    "龚邵万钱严覃武戴莫孔向汤尤柯温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦"
    "俞左柳甘祝包宁尚符舒阮纪梅童凌毕单裴霍涂成苗谷曲盛冉翁蓝路游靳管柴习栗区岑邝幸楚桂艾应简"
    "饶丘麦骆车巫冼劳阎萧卓连朴尔池缪苟褚宗涂池喻解晏卜费冷房匡苑沙窦娄戚艳官敖卞查甄全辛滕凤"
    "鞠"
)

_COMPOUND: Final = "欧阳 司马 上官 诸葛 司徒 东方 独孤 南宫 夏侯 皇甫 尉迟 公孙 慕容 令狐 宇文 长孙 端木 百里 呼延 轩辕"
COMPOUND_SURNAMES: Final = frozenset(_COMPOUND.split())

_COMMON: Final = (
    "伟 芳 娜 敏 静 丽 强 磊 军 洋 勇 艳 杰 娟 涛 明 超 霞 平 刚 辉 玲 鹏 华 红 波 "
    "斌 宇 浩 凯 健 俊 帆 雪 帅 慧 颖 燕 峰 建华 建国 秀英 建军 志强 海燕 晓明 国强 "
    "文杰 小明 志明 家豪 俊杰 建平 丽华 永强 红梅 玉兰 桂英 秀兰 婷婷 雅婷 嘉欣"
)
#: Given names so common that two bearers of surname and name are probably two people.
COMMON_GIVEN: Final = frozenset(_COMMON.split())


def is_han(text: str) -> bool:
    """Whether all characters are Chinese."""
    return bool(text) and all("\u3400" <= c <= "\u9fff" for c in text)


def split_name(key: str) -> tuple[str, str] | None:
    """Surname and given name of a Chinese person's full name (simplified); None for anything else.

    Names of five and more characters and those with a dot are transliterations.
    """
    if not is_han(key) or not 2 <= len(key) <= 4:
        return None
    if key[:2] in COMPOUND_SURNAMES and len(key) > 2:
        return key[:2], key[2:]
    if len(key) == 4:
        # A married name (林郑月娥) or a compound surname; other names of four characters are transliterations.
        married = key[0] in SURNAMES and key[1] in SURNAMES
        return (key[:2], key[2:]) if married else None
    return (key[0], key[1:]) if key[0] in SURNAMES else None


def is_common_name(key: str) -> bool:
    """Whether many people bear this full name (王伟, 李强)."""
    parts = split_name(key)
    return parts is not None and (parts[1] in COMMON_GIVEN)
