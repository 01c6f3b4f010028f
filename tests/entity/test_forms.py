import pytest

from kg.entity import forms
from kg.entity.surnames import is_common_name, split_name


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("习近平", ("习", "近平")),
        ("欧阳修", ("欧阳", "修")),
        ("林郑月娥", ("林郑", "月娥")),
        ("王伟", ("王", "伟")),
        ("奥尔塔古斯", None),
        ("特朗普", None),
        ("Trump", None),
    ],
)
def test_split_name(name: str, parts: tuple[str, str] | None) -> None:
    assert split_name(name) == parts


def test_common_names_are_known() -> None:
    assert is_common_name("王伟")
    assert not is_common_name("许章润")


@pytest.mark.parametrize(
    ("short", "full"),
    [("北约", "北大西洋公约组织"), ("世卫组织", "世界卫生组织"), ("上合", "上海合作组织"), ("欧委会", "欧盟委员会")],
)
def test_abbreviations(short: str, full: str) -> None:
    assert forms.is_abbreviation(short, full)


@pytest.mark.parametrize(
    ("short", "full"),
    [
        ("北京大学", "北京理工大学"),
        ("中国银行", "中国人民银行"),
        ("清华大学", "清华大学法律学院"),
        ("约北", "北大西洋公约组织"),
    ],
)
def test_what_is_no_abbreviation(short: str, full: str) -> None:
    assert not forms.is_abbreviation(short, full)


def test_police_and_army_have_one_plain_name() -> None:
    places = {"港": "香港"}
    assert forms.plain_key("港警", places=places) == forms.plain_key("香港警察") == forms.plain_key("香港警务处")


def test_variants_sound_alike_but_chinese_people_do_not_merge() -> None:
    assert forms.is_variant("索马利兰", "索马里兰")
    assert not forms.is_variant("张文宏", "张文红")
    assert not forms.is_variant("中国外交部", "德国外交部", is_foreign=False)
