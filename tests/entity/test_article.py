import pytest

from kg.entity import NameIndex, resolve_article
from kg.records import Coreference, Extraction, LocalEntity
from tests.entity.builders import extraction


def groups(found: Extraction, index: NameIndex) -> list[set[str]]:
    return [set(entity.surfaces) for entity in resolve_article(found, index=index)]


def owner(found: Extraction, index: NameIndex, surface: str) -> LocalEntity:
    return next(e for e in resolve_article(found, index=index) if surface in e.surfaces)


@pytest.mark.parametrize(
    ("marked", "together"),
    [
        ("[PER:习近平]讲话。[PER:习]说", {"习近平", "习"}),
        ("[PER:摩根·奥尔塔古斯]表示，[PER:奥尔塔古斯]还说", {"摩根·奥尔塔古斯", "奥尔塔古斯"}),
        ("[PER:德里克·查恩]（[PER:Derek Chan]）和[PER:查恩]", {"德里克·查恩", "Derek Chan", "查恩"}),
        ("[PER:林郑月娥]与[PER:林郑]", {"林郑月娥", "林郑"}),
        ("[PER:特朗普]即[PER:川普]", {"特朗普", "川普"}),
        ("[PER:蓬佩奥]、[PER:庞培奥]", {"蓬佩奥", "庞培奥"}),
        ("[PER:習近平]、[PER:习近平]", {"習近平", "习近平"}),
        ("[PER:小池百合子]，[PER:小池]", {"小池百合子", "小池"}),
        ("[ORG:上海合作组织]，[ORG:上合组织]，[ORG:上合]", {"上海合作组织", "上合组织", "上合"}),
        ("[ORG:中国共产党]的[ORG:中共]", {"中国共产党", "中共"}),
        ("[ORG:[GPE:智利]矿业监察局]称，[ORG:监察局]", {"智利矿业监察局", "监察局"}),
        ("[ORG:香港警方]，[ORG:港警]，[ORG:香港警察]", {"香港警方", "港警", "香港警察"}),
        ("[ORG:北岸投资]（[ORG:Northshore Capital]）和[ORG:北岸]", {"北岸投资", "Northshore Capital", "北岸"}),
        ("[GPE:美国]与[GPE:中国]，[GPE:中][GPE:美]", {"美国", "美"}),
        ("[GPE:中国大陆]、[GPE:大陆]、[GPE:内地]和[GPE:中国]", {"中国大陆", "大陆", "内地", "中国"}),
        ("[GPE:铜仁市]和[GPE:铜仁]", {"铜仁市", "铜仁"}),
        ("[GPE:广州]到[GPE:深圳]，[GPE:广][GPE:深]", {"广州", "广"}),
        ("[MISC:新冠病毒]、[MISC:新冠肺炎]、[MISC:COVID-19]", {"新冠病毒", "新冠肺炎", "COVID-19"}),
        ("[MISC:港版国安法]与[MISC:国安法]", {"港版国安法", "国安法"}),
        ("[LOC:西沙群岛]、[LOC:西沙]", {"西沙群岛", "西沙"}),
        ("[PER:普罗策]教授（[PER:Ulrike Protzer]）说", {"普罗策", "Ulrike Protzer"}),
    ],
)
def test_names_of_one_thing_are_one_entity(marked: str, together: set[str], index: NameIndex) -> None:
    found = extraction(marked, titles=(("教授", "普罗策", None),) if "教授" in marked else ())
    assert together in groups(found, index)


@pytest.mark.parametrize(
    ("marked", "left", "right"),
    [
        ("[PER:郝海东]和[PER:郝卫东]", "郝海东", "郝卫东"),
        ("[PER:特朗普]的侄女[PER:玛丽·特朗普]", "特朗普", "玛丽·特朗普"),
        ("[PER:比尔·盖茨]与[PER:梅琳达·盖茨]", "比尔·盖茨", "梅琳达·盖茨"),
        ("[ORG:北京大学]和[ORG:北京理工大学]", "北京大学", "北京理工大学"),
        ("[ORG:中国银行]与[ORG:中国人民银行]", "中国银行", "中国人民银行"),
        ("[ORG:苹果]与[ORG:苹果日报]", "苹果", "苹果日报"),
        ("[ORG:欧盟]和[ORG:欧盟委员会]", "欧盟", "欧盟委员会"),
        ("[ORG:中国司法部]，[ORG:美国司法部]", "中国司法部", "美国司法部"),
        ("[ORG:清华大学][ORG:清华大学法学院]", "清华大学", "清华大学法学院"),
        ("[PER:韩国瑜]访问[GPE:韩国]", "韩国瑜", "韩国"),
        ("[GPE:墨西哥]首都[GPE:墨西哥市]", "墨西哥", "墨西哥市"),
        ("[LOC:朝鲜半岛]与[GPE:朝鲜]", "朝鲜半岛", "朝鲜"),
        ("[GPE:朝鲜]与[GPE:韩国]", "朝鲜", "韩国"),
        ("[FAC:铜锣湾维景酒店]在[LOC:铜锣湾]", "铜锣湾维景酒店", "铜锣湾"),
        ("[ORG:特斯拉] [MISC:Model Y]", "特斯拉", "Model Y"),
    ],
)
def test_different_things_stay_apart(marked: str, left: str, right: str, index: NameIndex) -> None:
    assert not any({left, right} <= group for group in groups(extraction(marked), index))


def test_one_surface_with_two_types_is_two_things(index: NameIndex) -> None:
    found = extraction("[PER:华盛顿]是总统；[GPE:华盛顿]是城市")
    assert [e.type for e in resolve_article(found, index=index)] == ["PER", "GPE"]


def test_a_slip_of_the_tagger_joins_the_many(index: NameIndex) -> None:
    found = extraction("[PER:林茉莉]，[PER:林茉莉]，[PER:林茉莉]，[ORG:林茉莉]")
    assert [(e.type, len(e.mention_ids)) for e in resolve_article(found, index=index)] == [("PER", 4)]


def test_a_surname_goes_to_one_person_only(index: NameIndex) -> None:
    found = extraction("[PER:陈国基]先到。[PER:陈]说。[PER:陈同佳]后到。")
    assert {"陈国基", "陈"} in groups(found, index)
    assert {"陈同佳"} in groups(found, index)


def test_capital_is_read_as_state_or_city_by_its_sentence(index: NameIndex) -> None:
    found = extraction("[GPE:北京]当局谴责[GPE:英国]。大会在[GPE:北京]举行。")
    entities = resolve_article(found, index=index)
    assert [(e.qid, e.surfaces) for e in entities if "北京" in e.surfaces] == [("Q148", ("北京",)), ("Q956", ("北京",))]
    assert any("seat of power" in reason for e in entities if e.qid == "Q148" for reason in e.reasons)


def test_links_have_score_and_reasons(index: NameIndex) -> None:
    entity = owner(extraction("[GPE:缅甸]的[GPE:仰光]"), index, "缅甸")
    assert entity.qid == "Q836"
    assert entity.link_score > 0.7
    assert any("Q836" in reason for reason in entity.reasons)


def test_a_person_nobody_knows_is_nil(index: NameIndex) -> None:
    entity = owner(extraction("[PER:苏小漓]在[GPE:昆明]"), index, "苏小漓")
    assert (entity.qid, entity.link_score) == (None, 0.0)


def test_a_cook_is_not_the_minister_of_his_name(index: NameIndex) -> None:
    cook = extraction("[GPE:青岛]厨师[PER:韩正]", titles=(("厨师", "韩正", "青岛"),))
    minister = extraction("[GPE:中国]副总理[PER:韩正]", titles=(("副总理", "韩正", "中国"),))
    assert owner(cook, index, "韩正").qid is None
    assert owner(minister, index, "韩正").qid is not None


def test_country_of_the_article_decides_between_namesakes(index: NameIndex) -> None:
    in_texas = extraction("[GPE:美国]的[GPE:德州]和[GPE:休斯敦]")
    assert owner(in_texas, index, "德州").qid == "Q1439"


@pytest.mark.parametrize(
    ("marked", "qid"),
    [
        ("[GPE:仰光]居民上街", "Q37995"),
        ("[GPE:仰光]和[GPE:缅甸]其他城市", "Q37995"),
        ("[GPE:曼德勒]和[GPE:缅甸]其他城市", "Q185518"),
        ("[GPE:广岛]举行仪式", "Q34664"),
        ("[GPE:日内瓦]举行会谈", "Q71"),
        ("[GPE:吉林]发大水", None),
    ],
)
def test_a_city_goes_before_the_province_of_its_name(marked: str, qid: str | None, index: NameIndex) -> None:
    assert resolve_article(extraction(marked), index=index)[0].qid == qid


def test_a_province_written_out_is_not_its_city(index: NameIndex) -> None:
    assert owner(extraction("[GPE:仰光省]，[GPE:缅甸]"), index, "仰光省").qid == "Q856781"


def test_short_organ_follows_the_full_name_before_it(index: NameIndex) -> None:
    found = extraction("[ORG:美国国务院]声明说，[ORG:国务院]支持。")
    assert owner(found, index, "国务院").qid == "Q789915"


def test_the_model_s_hint_joins_no_names_that_share_nothing(index: NameIndex) -> None:
    found = extraction("[PER:解封先生]上任，[PER:卡尔泰]讲话")
    a, b = (mention.id for mention in found.mentions)
    hinted = Extraction(
        document=found.document,
        mentions=found.mentions,
        coreferences=(Coreference(left=a, right=b, score=0.99),),
    )
    assert sorted(map(sorted, groups(hinted, index))) == [["卡尔泰"], ["解封先生"]]


def test_name_is_the_fullest_usual_form(index: NameIndex) -> None:
    found = extraction("[PER:奥尔塔古斯]说。[PER:摩根·奥尔塔古斯]。[PER:奥尔塔古斯]")
    assert owner(found, index, "奥尔塔古斯").name == "摩根·奥尔塔古斯"
    assert owner(extraction("[GPE:美]军与[GPE:中]国"), index, "美").name == "美国"


def test_result_does_not_depend_on_the_order_of_mentions(index: NameIndex) -> None:
    found = extraction("[PER:习近平]、[PER:习]、[GPE:中国]、[GPE:中]、[ORG:中共]、[ORG:中国共产党]")
    turned = Extraction(document=found.document, mentions=found.mentions[::-1])
    assert resolve_article(found, index=index) == resolve_article(turned, index=index)


def test_an_empty_article_names_nothing(index: NameIndex) -> None:
    assert resolve_article(extraction("无名"), index=index) == []


def test_the_model_s_hint_is_not_heard_between_known_names(index: NameIndex) -> None:
    found = extraction("[PER:习近平]会见[PER:特朗普]，[MISC:国安法]与[MISC:基本法]")
    a, b, c, d = (mention.id for mention in found.mentions)
    hints = (Coreference(left=a, right=b, score=0.99), Coreference(left=c, right=d, score=0.99))
    hinted = Extraction(document=found.document, mentions=found.mentions, coreferences=hints)
    assert len(resolve_article(hinted, index=index)) == 4


def test_a_surname_beside_its_full_name_is_not_the_famous_bearer(index: NameIndex) -> None:
    found = extraction("[PER:安德鲁·约翰逊]教授说。[PER:约翰逊]补充。")
    (entity,) = resolve_article(found, index=index)
    assert entity.qid != "Q180589"


@pytest.mark.parametrize(
    ("marked", "place", "around", "qid"),
    [
        ("[GPE:法国][GPE:巴黎]的[GPE:德国][GPE:法兰克福]", "法兰克福", "德国", "Q1794"),
        ("[GPE:中国]，[GPE:英国][GPE:伯明翰]", "伯明翰", "英国", "Q2256"),
    ],
)
def test_a_place_surely_said_to_lie_in_a_state_is_the_one_there(
    marked: str, place: str, around: str, qid: str, index: NameIndex
) -> None:
    sure = extraction(marked, relations=((place, "located_in", around, 0.9),))
    entity = owner(sure, index, place)
    assert entity.qid == qid
    assert any("said to lie in" in reason for reason in entity.reasons)
    doubtful = extraction(marked, relations=((place, "located_in", around, 0.5),))
    assert not any("said to lie" in reason for reason in owner(doubtful, index, place).reasons)


def test_a_place_said_to_lie_elsewhere_is_not_the_one_that_the_index_knows(index: NameIndex) -> None:
    marked = "[GPE:英国][GPE:纽卡斯尔]"
    assert owner(extraction(marked), index, "纽卡斯尔").qid == "Q57278"  # the one in Australia
    found = extraction(marked, relations=(("纽卡斯尔", "located_in", "英国", 0.9),))
    assert owner(found, index, "纽卡斯尔").qid is None


def test_what_is_well_known_stays_linked_where_the_relation_is_misread(index: NameIndex) -> None:
    found = extraction("[GPE:日本]与[GPE:上海]", relations=(("上海", "located_in", "日本", 0.9),))
    assert owner(found, index, "上海").qid == "Q8686"
