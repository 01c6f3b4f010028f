"""What of a page is the article."""

import pytest

from kg.article.boilerplate import is_date_line, is_promotion
from tests.article.builders import archived, read_text


def _paragraphs(body: str, **more: str) -> tuple[str, ...]:
    return read_text(archived(body, **more)).paragraphs


@pytest.mark.parametrize(
    ("body", "paragraphs"),
    [
        ("<p>甲。</p><p>乙。</p>", ("甲。", "乙。")),
        ("甲。<br>乙。<br/><br />丙。", ("甲。", "乙。", "丙。")),
        ("<div>甲<span>乙<span>丙</span></span>丁。</div>", ("甲乙丙丁。",)),
        ("<div>甲。<div>乙。</div>丙。</div>", ("甲。", "乙。", "丙。")),
        ("<h2>小标题</h2><p>甲。</p>", ("小标题", "甲。")),
        ("<ul><li>甲</li><li>乙</li></ul>", ("甲", "乙")),
        ("<ul><li>甲<li>乙</ul>", ("甲", "乙")),
        (
            "<table><tr><td>冠军</td><td>西班牙</td></tr><tr><td>亚军</td><td>英格兰</td></tr></table>",
            ("冠军 西班牙", "亚军 英格兰"),
        ),
        ("<p>甲<b>乙</b><i>丙</i><a href='#'>丁</a></p>", ("甲乙丙丁",)),
        ("<p>  甲 \n\t 乙\u3000\u3000丙&nbsp; </p>", ("甲 乙 丙",)),
        ("<p>甲<!-- 注 -->乙</p><!-- 丙 -->", ("甲乙",)),
        ("<p>甲<p>乙<div>丙", ("甲", "乙", "丙")),
        ("<blockquote><p>甲。</p></blockquote>", ("甲。",)),
        ("<p><ruby>东京<rp>(</rp><rt>とうきょう</rt><rp>)</rp></ruby>塔</p>", ("东京塔",)),
        ("只有文字", ("只有文字",)),
        ("<p>a < b，2 > 1。</p>", ("a < b，2 > 1。",)),
        ("<p title='a>b'>甲</p>", ("甲",)),
    ],
)
def test_blocks_are_paragraphs(body: str, paragraphs: tuple[str, ...]) -> None:
    assert _paragraphs(body) == paragraphs


@pytest.mark.parametrize(
    "dropped",
    [
        "<script>var a = '</p>';</script>",
        "<style>p { color: red }</style>",
        "<figure><img><figcaption>图片说明</figcaption></figure>",
        '<div><small style="color: #999;">资料照片：图片说明</small></div>',
        '<div class="image-caption"><span>图片说明</span></div>',
        '<p class="wp-caption-text">图片说明</p>',
        '<span class="off-screen">图片版权</span>',
        "<nav><a href='/'>首页</a></nav>",
        '<div class="o-self-promo"><p>每日一次的新闻简讯</p></div>',
        '<p hidden>看不见</p><p style="display: none">看不见</p><div aria-hidden="true">看不见</div>',
        '<p class="t-copyright">© 2023 某社</p>',
        "<p>© 2023 某社版权声明：不得转载</p>",
        "<p><small>&copy; 某人 | <a>Permalink</a> | <a>No comment</a></small></p>",
        "<p>（欢迎<a>点击此处</a>订阅简报，我们将在每个工作日发送最新内容至您的邮箱。）</p>",
        "<p>相关报道</p>",
        "<p>延伸阅读：另一篇文章的标题</p>",
        "<p>译者/何黎</p>",
        "<p>编译 王小明; 审校 李小红</p>",
        "<p>某台记者高远 台北报道   责编：何山   网编：林木</p>",
        "<p>欢迎在Twitter(@example)、Facebook上关注我们，了解更多中文资讯。</p>",
        '<br><hr><div>获取更多RSS：<br><a href="#">https://feed.example.org</a><br></div>',
        "<ul><li><b><a href='#'>另一篇文章的标题</a></b></li></ul>",
        "<h3>相关图集：另一组图片</h3><div><img><b>小题</b>：图片说明。</div><div><img><b>小题</b>：图片说明。</div>",
        "<p>…… * * *</p>",
        "<textarea>写评论</textarea><button>分享</button>",
        "<iframe src='#'>播放器</iframe>",
    ],
)
def test_what_is_not_the_article_is_dropped(dropped: str) -> None:
    text = "这是正文的第一段，说的是一件重要的事情。"
    more = "这是正文的第二段，说的是另外一件事情。"
    assert _paragraphs(f"<p>{text}</p>{dropped}<p>{more}</p>") == (text, more)


@pytest.mark.parametrize(
    "text",
    [
        "记者：您后悔自告奋勇翻译这本日记吗？",
        "关注我们的健康，专家呼吁各国立即行动。",
        "订阅这份报纸的人去年减少了一半。专家说，这不奇怪。",
        "编辑：他说这是“最好的时代”。",
        "相关报道说，双方没有达成协议。",
        "下载量超过一百万次。",
        "版权法的修订草案周一提交审议。",
        "点击率是衡量广告的标准之一，公司说今年点击率下降了三成，投资者感到担忧，股价应声下跌，分析师纷纷调低了目标价，认为公司的前景并不明朗。",
    ],
)
def test_real_text_that_resembles_promotion_stays(text: str) -> None:
    assert not is_promotion(text)


def test_page_of_links_keeps_its_links() -> None:
    items = "".join(f"<li><a href='#'>今天的第{n}条要闻</a></li>" for n in range(5))
    assert len(_paragraphs(f"<p>导览</p><ul>{items}</ul>")) == 6


def test_first_paragraph_that_repeats_the_headline_is_dropped() -> None:
    assert _paragraphs("<p>秦刚 访问缅甸！</p><p>正文。</p>") == ("正文。",)


def test_repeated_paragraph_stays_once_but_short_ones_stay() -> None:
    quote = "这是一段被当作引语又排了一遍的文字。"
    assert _paragraphs(f"<p>{quote}</p><p>对。</p><p>{quote}</p><p>对。</p>") == (quote, "对。", "对。")


@pytest.mark.parametrize(
    "line",
    [
        "15/07/2020 - 15:35",
        "2020年 7月 17日",
        "发布时间：2020年06月11日 10:20",
        "2020-07-16T01:07:49",
        "Wed, 15 Jul 2020 16:28:30 GMT",
    ],
)
def test_date_line_before_the_text_is_dropped(line: str) -> None:
    assert is_date_line(line)
    assert _paragraphs(f"<div>{line}</div><p>正文。</p>") == ("正文。",)


def test_byline_gives_time_only_with_its_zone() -> None:
    body = "<div><i>作者甲<br>{}</i></div><p>正文。</p>"
    with_zone = read_text(archived(body.format("2020-07-04T09:32:00.596Z"), stamp=None))
    without = read_text(archived(body.format("2020-07-04 09:32:00"), stamp=None))
    assert (with_zone.published, without.published) == ("2020-07-04T17:32:00+08:00", None)
    assert with_zone.paragraphs == without.paragraphs == ("正文。",)


def test_text_behind_a_gallery_of_another_page_stays() -> None:
    body = "<p>开头的一段话。</p><h3>相关图集：甲</h3><div><img><b>乙</b>：图片说明。</div><p>后面的一段话。</p>"
    assert _paragraphs(body) == ("开头的一段话。", "后面的一段话。")
