"""The shipped sample is read whole."""

from kg.settings import sample_dir
from tests.article.builders import read_folder


def test_sample_gives_its_articles() -> None:
    articles, skips = read_folder(sample_dir())
    assert len(articles) == 24
    assert [(skip.source, skip.reason) for skip in skips] == [("haixia/230520_07.md", "time")]
    assert all(article.title and len(article.paragraphs) >= 3 for article in articles)


def test_sample_holds_no_boilerplate() -> None:
    articles, _ = read_folder(sample_dir())
    text = "\n".join(article.text for article in articles)
    for word in ("©", "订阅", "责编", "图片版权", "Permalink", "RSS", "广告", "版权所有"):
        assert word not in text
    assert "秦刚" in text
    assert "總統" in text
