"""What on a page is not the article: the rules, each a constant with its reason.

Found by reading pages of nine outlets; a rule that could take real text away is not here. Elements are dropped by name,
by class or because they are hidden; paragraphs by what they say.
"""

import re
from typing import Final

from bs4 import Tag

from kg.article.markup import words

#: Never the article's own words. <small> is where the archive writes captions, and feeds their footers.
DROPPED_TAGS: Final = words(
    "script style noscript template iframe object svg canvas audio video button select datalist nav aside footer "
    "header figcaption small menu dialog"
)

#: Classes of captions, promotion, advertisements, credits and related lists, as the outlets name them.
DROPPED_CLASSES: Final = words(
    # 法广: an invitation to the newsletter and the app, hidden in each page; copyright; advertisements.
    "o-self-promo t-copyright m-interstitial__ad m-block-ad "
    # BBC: rights and labels for screen readers beside each picture, advertisements, embedded posts' frames.
    "off-screen story-image-copyright bbccom_slot bbccom_advert media-placeholder "
    # 路透: who typed and checked it, and the trust principles.
    "attribution_container standardarticlebody_trustbadgecontainer image_expand-button "
    # 金融时报: advertisements between paragraphs.
    "o-ads in-article-advert advert "
    # 自由亚洲电台: the lens over a picture.
    "zoomattribute "
    # Common to many sites.
    "breadcrumb breadcrumbs share sharing social-share sharedaddy related related-articles related-posts recommend "
    "recommended advertisement newsletter subscribe comments comment-list sidebar copyright"
)
#: image-caption, Image_caption, wp-caption-text, media-caption__text, imageCaption.
_CAPTION_CLASS: Final = re.compile(r"caption(?:s|[-_]+text)?$")
_HIDDEN_STYLE: Final = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)

#: Whole paragraphs that are promotion, navigation, rights or disclaimers; matched from the start.
_PROMOTION: Final = re.compile(
    r"""
    # Rights, feeds' footers, players.
      ©|&copy;|版权所有|Copyright\s|所有照片版权
    | Feed\s+enhanced\s+by | Feed-URL: | iTunes: | Permalink\b | Post\s+tags?\s*: | \|?\s*(?:No|\d+)\s+comments?\b
    | 获取更多RSS | https?://\S+$ | (?:《[^》]{1,12}》)?\s*YouTube\s*(?:播放列表|视频) | pic\.twitter\.com/\S+$
    # Invitations to subscribe, follow, download.
    | [（(\[【]?\s*(?:欢迎)?(?:请)?(?:点击|按)(?:此处|这里|此|上方)?.{0,12}?
      (?:订阅|下载|收听|观看|阅读|查看|进入|购买).{0,60}$
    | [（(\[【]?欢迎(?:点击|订阅|关注|下载|访问|在).{0,200}
      (?:订阅|关注|简报|阅读|首页|Twitter|Facebook|微信|更多).{0,200}$
    | 感谢(?:您)?阅读.{0,30}订阅
    | [（(\[【]?.{0,8}(?:订阅|关注)(?:我们|本台|本报)[^。]{0,80}$
    | (?:关注|分享)(?:到|至)?(?:微信|微博|Facebook|Twitter|推特|脸书)[^。]{0,30}$
    | 使用我们的App[^。]{0,80} | 下载.{0,12}(?:App|应用|客户端)[^。]{0,60}$
    | 参看.{0,20}点选.{0,30}$ | [（(]?作者邮箱[：:]
    | 每日(?:一次|头条)[^。]{0,20}(?:简讯|邮箱|电邮)[^。]{0,40} | 订阅[^。]{0,40}$
    # 纽约时报: who the reporter is and where to follow them.
    | .{10,400}欢迎在(?:Twitter|Facebook|推特).{0,40}关注[他她].{0,30}$
    # Pointers to other pages.
    | (?:相关(?:报道|报导|新闻|阅读|文章|链接|链结)|延伸阅读|更多(?:报道|新闻|内容|阅读)|推荐阅读|阅读更多)\s*
      (?:[：:\s][^。]{0,60})?$
    | (?:您可能(?:还)?喜欢|热门(?:文章|新闻))\s*[：:]?$ | CD[ST](?:档案|导览)\s*[|｜]
    # Disclaimers.
    | （?本文稍后将有更新，敬请关注。?）?$ | 我们的标准：
    | 德国之声致力于为您提供客观中立 | (?:摘编自|摘译自)其[他它]媒体 | 嘉宾和观众听众发表的都是个人观点
    | [（(]?(?:注：?)?本文仅代表作者.{0,60}(?:观点|意见) | [（(]?[^。]{0,60}。?本文仅代表作者.{0,4}个人观点.{0,80}$
    | [（(]?(?:本文|责任?编辑?)(?:编辑|邮箱).{0,20}\S+@\S+
    """,
    re.X | re.I,
)
#: Who wrote, translated, checked: not news. Short paragraphs that say nothing else; 记者：您后悔吗？ is an interview.
_CREDIT: Final = re.compile(
    r"[（(]?(?:译者|翻译|编译|编辑|责编|责任编辑|网编|编审|审校|校对|核稿|发稿|撰稿|采写|记者|实习生|摄影|制作|作者"
    r"|譯者|翻譯|編譯|編輯|責編|責任編輯|審校|發稿|撰稿|記者|攝影)"
    r"\s*[/／:：][^。！？!?，“”…]*$"
    r"|.{0,60}[\s，。;；](?:责编|网编|责任编辑)\s*[/／:：\s]"
    r"|(?:发稿|编译|翻译|审校|作者)\s+\S{2,4}(?:\s*[;；,，].*|\s+(?:发稿|审校)\s+\S{2,4})?$"
    # 德国之声: 凝炼/苗子（德新社，法新社）, 李澄欣/张慈（综合报导）.
    r"|[^\s，。：]{1,14}(?:\s?/\s?[^\s，。：]{1,14}){0,3}\s*[（(](?:综合报[道导]|摘[编译]|德新社|法新社|路透社?|美联社)[^）)]{0,30}[）)]$"
)
MAX_CREDIT: Final = 90

#: Heads another page's pictures, which stand with the same captions in up to sixteen articles of 德国之声.
PICTURES: Final = re.compile(r"相关图集[：:]")

#: The page's own date line, where it stands alone before the text.
_DATE_LINE: Final = re.compile(
    r"""(?:日期|时间|發表時間|发表时间|发布时间|發佈時間|更新时间|Published|Updated)?\s*[:：]?\s*(?:
      \d{1,2}/\d{1,2}/\d{4}(?:\s*-\s*\d{1,2}:\d{2})?
    | \d{4}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?
      (?:[\sT]*\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?\s*(?:Z|GMT|UTC|[+-]\d\d:?\d\d)?
    | (?:[A-Z][a-z]{2},\s*)?\d{1,2}\s+[A-Z][a-z]{2}\s+\d{4}\s+\d{1,2}:\d{2}(?::\d{2})?\s*(?:GMT|UTC|Z|[+-]\d{4})?
    )$""",
    re.X,
)
#: A date line stands among the first paragraphs; later, a lone date may head a chronicle.
MAX_DATE_LINES: Final = 3

#: A list of nothing but links is a list of other articles, unless the page has little else (a digest, a day's review).
MAX_LINK_SHARE: Final = 0.3


def is_dropped(tag: Tag) -> bool:
    """Whether an element and all in it is not the article's text."""
    if tag.name in DROPPED_TAGS:
        return True
    attributes = tag.attrs
    if not attributes:
        return False
    if "hidden" in attributes or attributes.get("aria-hidden") == "true":
        return True
    if "style" in attributes and _HIDDEN_STYLE.search(str(attributes["style"])):
        return True
    classes = attributes.get("class") or ()
    return any(name.lower() in DROPPED_CLASSES or _CAPTION_CLASS.search(name.lower()) for name in classes)


def is_promotion(text: str) -> bool:
    """Whether a whole paragraph is promotion, navigation, rights or credits."""
    return bool(_PROMOTION.match(text)) or (len(text) <= MAX_CREDIT and bool(_CREDIT.match(text)))


def is_date_line(text: str) -> bool:
    """Whether a paragraph is nothing but the page's date."""
    return len(text) <= 60 and bool(_DATE_LINE.match(text))
