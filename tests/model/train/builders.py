from kg.evaluation.gold import GoldArticle, GoldEvent
from kg.model.tokenizer import META, Tokenizer


def make_tokenizer() -> Tokenizer:
    """One piece a character for a handful of characters; the rest are unknown."""
    chars = "秦刚外长访问缅甸中国与会谈敏昂莱部、。"
    pieces = ["<s>", "<pad>", "</s>", "<unk>", "<mask>", META, *dict.fromkeys(chars)]
    return Tokenizer(pieces, [-2.0] * len(pieces), {})


def make_gold() -> GoldArticle:
    """A headline and a sentence with a nested name, a title, an event in each and two relations."""
    return GoldArticle(
        key="报/1",
        published_ms=1683000000000,
        sentences=["秦刚访问缅甸", "中国外交部长秦刚、敏昂莱会谈。"],
        types={"e1": "PER", "e2": "GPE", "e3": "GPE", "e4": "ORG", "e5": "PER"},
        names={"e1": "秦刚", "e2": "缅甸", "e3": "中国", "e4": "中国外交部", "e5": "敏昂莱"},
        mentions=[
            ((0, 0, 2), "e1"),
            ((0, 4, 6), "e2"),
            ((1, 0, 2), "e3"),
            ((1, 0, 5), "e4"),
            ((1, 6, 8), "e1"),
            ((1, 9, 12), "e5"),
        ],
        titles=[((1, 5, 6), "e1", "e4")],
        times=[],
        events=[
            GoldEvent((0, 2, 4), "VISIT", [("agent", "e1"), ("target", "e2")], "planned", None),
            GoldEvent((1, 12, 14), "MEET", [("agent", "e1"), ("agent", "e5"), ("place", "e2")], "actual", "e4"),
        ],
        relations=[("e4", "part_of", "e3", 1), ("e5", "citizen_of", "e2", None)],
    )
