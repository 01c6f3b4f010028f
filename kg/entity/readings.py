"""Seats of power: whether 北京 means the city or the state that rules from it, mention by mention.

A mention and its sentence enter, True (the state) or False (the city) leaves. The cues were read off annotated
news: what follows a state is what it says, does or is; what stands before a city is where something happens.
"""

import re
from typing import Final

from kg.records import Event, Mention

#: How often the bare name means the state in political news; the others mean the city more often than not.
_USUALLY_STATE: Final = frozenset({"北京", "平壤", "华府", "德里", "渥太华", "堪培拉"})

_STATE_AFTER: Final = re.compile(
    r"(当局|方面|中央|政权|与|和|对|就|向|的(政策|决定|立场|承诺|行动|霸权|影响|压力|做法|态度|控制|干预"
    r"|野心|官员|回应|批评)|已?多?次?(称|说|表示|认为|宣布|声称|坚称|否认|指责|谴责|警告|强调|批评|回应"
    r"|要求|呼吁|希望|决定|同意|拒绝|强推|强行|推出|推动|试图)|[不没]|将|会|要|已|正|一直|可能|必须|应"
    r"|承诺|如何|加强|加大|实施|采取|通过|颁布|出台|隐瞒|拘留|剥夺|践踏|利用|干预|对此|也|还|则|却|更|如果"
    r"|示弱)"
)
_STATE_BEFORE: Final = re.compile(
    r"(亲|反|对|向|与|和|同|由|被|受|针对|谴责|批评|指责|对抗|要求|敦促|呼吁|报复|警告|关于|认为|反对|支持"
    r"|令|让|使|是|给|指控|应对|制裁|服从|归还?|取悦|激怒|讨好|施压|——|但|而|虽然|尽管|如果|因为|不过"
    r"|然而|当)$"
)
_CITY_AFTER: Final = re.compile(
    r"([、；/]|市|大区|[0-9０-９一二三四五六七八九十]+[日月年]|时间|[东西南北]部|地区|郊区?|居民|市民|户口|户籍"
    r"|疫情|家中|寓所|机场|大学|奥运|论坛|大使馆?|使馆|领事馆|两会|街头|街道|警方|警察|卫健委|法院|检察院"
    r"|股市|人民大会堂|新发地|天安门|总部|举行|出生|专栏|记者|分社|的家|证券|站|人$|专电|—|-|——|电）|时"
    r"|智库|独立|官员和市民|办事处)"
)
_CITY_BEFORE: Final = re.compile(
    r"(在|于|抵达|到达|前往|飞往|赴|驻|从|自|离开|来|到|位于|逃往|首都|路透社?|法新社|新华社|美联社|中央社"
    r"|[（(]法新社|电台|途经|返回|回到|常驻|定居|移居|住|去|[、/]|[省国]|访|访问|造访|抵)\s*$"
)

#: What states do and cities don't.
_ACTS: Final = {
    *("SAY", "CRITICIZE", "SUPPORT", "REQUEST", "AGREE", "REJECT", "SANCTION"),
    *("AID", "LAW", "APPOINT", "MILITARY", "ARREST", "ATTACK"),
}


def means_state(mention: Mention, text: str, events: tuple[Event, ...]) -> bool:
    """Whether a mention of a capital means its state.

    Args:
        mention: The mention of the capital.
        text: Text of the document.
        events: Events of the document; a city says and decides nothing, and is where things happen.
    """
    before, after = text[max(0, mention.start - 6) : mention.start], text[mention.end : mention.end + 10]
    score = 0.6 if mention.text in _USUALLY_STATE else -0.6
    score += 1.5 * bool(_STATE_AFTER.match(after)) + 0.8 * bool(_STATE_BEFORE.search(before))
    score -= 2.5 * bool(_CITY_AFTER.match(after)) + 2.0 * bool(_CITY_BEFORE.search(before))
    for event in events:
        roles = {argument.role for argument in event.arguments if argument.filler == mention.id}
        score += 1.5 * ("agent" in roles and event.type in _ACTS)
        score += 0.7 * ("target" in roles and event.type not in {"VISIT"})
        score -= 2.0 * ("place" in roles)
    return score > 0
