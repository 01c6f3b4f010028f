"""Names of outlets by host, so that a publisher is one name however its pages are addressed."""

from typing import Final
from urllib.parse import urlsplit

#: Host (or the end of it) -> usual Chinese name.
OUTLETS: Final = {
    "rfi.fr": "法国国际广播电台",
    "bbc.com": "BBC中文网",
    "bbc.co.uk": "BBC中文网",
    "dw.com": "德国之声",
    "voachinese.com": "美国之音",
    "voacantonese.com": "美国之音",
    "reuters.com": "路透社",
    "rfa.org": "自由亚洲电台",
    "chinadigitaltimes.net": "中国数字时代",
    "nytimes.com": "纽约时报中文网",
    "ft.com": "金融时报中文网",
    "ftchinese.com": "金融时报中文网",
    "wsj.com": "华尔街日报",
    "cnn.com": "CNN",
    "xinhuanet.com": "新华网",
    "news.cn": "新华网",
    "people.com.cn": "人民网",
    "chinanews.com": "中国新闻网",
    "chinanews.com.cn": "中国新闻网",
    "cctv.com": "央视网",
    "huanqiu.com": "环球网",
    "thepaper.cn": "澎湃新闻",
    "caixin.com": "财新网",
    "zaobao.com": "联合早报",
    "zaobao.com.sg": "联合早报",
    "cna.com.tw": "中央通讯社",
    "ltn.com.tw": "自由时报",
    "udn.com": "联合新闻网",
    "chinatimes.com": "中时新闻网",
    "mingpao.com": "明报",
    "hk01.com": "香港01",
    "rthk.hk": "香港电台",
    "theinitium.com": "端传媒",
    "epochtimes.com": "大纪元",
    "sputniknews.cn": "俄罗斯卫星通讯社",
    "kyodonews.net": "共同社",
    "nikkei.com": "日本经济新闻",
    "wikinews.org": "维基新闻",
}

#: Ends of headlines that name the outlet: " – 法国国际广播电台 - RFI", " - BBC News 中文".
TITLE_ENDS: Final = (
    *("RFI", "BBC News 中文", "BBC中文", "DW", "VOA", "RFA", "FT中文网", "路透", "Reuters"),
    *sorted(set(OUTLETS.values())),
)


def outlet_of(url: str) -> str:
    """The outlet's name, or the bare host, or an empty string without a url."""
    host = host_of(url)
    parts = host.split(".")
    for at in range(len(parts)):
        name = OUTLETS.get(".".join(parts[at:]))
        if name is not None:
            return name
    return ""


def host_of(url: str) -> str:
    """The url's host in lower case, without ``www.``; empty if it has none."""
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return ""
    return host.removeprefix("www.")
