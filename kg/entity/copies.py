"""Near-identical copies: wire reports that several outlets print count as one source.

Texts by article id enter; article id -> id of its source leaves, the smallest article id among the copies.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final
from zlib import crc32

from networkx.utils import UnionFind

from kg.textform import normal_form

if TYPE_CHECKING:
    from datasketch import MinHash

#: Characters in a shingle: long enough that stock phrases of the news don't make two reports alike.
SHINGLE: Final = 6
#: Share of common shingles from which two texts are copies; a wire report with another headline and a cut end has 0.8.
THRESHOLD: Final = 0.7
#: Shorter texts are copies only if they are the same: notices of one outlet share most of their words.
MIN_CHARACTERS: Final = 120
#: Hash functions; the error of the estimate is about 1 / sqrt of their number.
N_HASHES: Final = 96
#: One shingle in so many is looked at, chosen by its hash, so the same ones in every text.
_SAMPLE: Final = 3


def source_groups(texts: Mapping[str, str]) -> dict[str, str]:
    """Which articles are copies of one source; every article is in the answer."""
    from datasketch import MinHashLSH  # here, because it brings scipy, which no other command needs

    articles = sorted(texts)
    copies = UnionFind(articles)
    same: dict[str, str] = {}
    lsh = MinHashLSH(threshold=THRESHOLD, num_perm=N_HASHES)
    sketches: dict[str, MinHash] = {}
    for article in articles:
        text = normal_form(texts[article])
        other = same.setdefault(text, article)
        if other != article:
            copies.union(article, other)
            continue
        if len(text) >= MIN_CHARACTERS:
            sketch = _sketch(text)
            for found in lsh.query(sketch):
                if sketches[found].jaccard(sketch) >= THRESHOLD:
                    copies.union(article, found)
            lsh.insert(article, sketch)
            sketches[article] = sketch
    return {article: source for group in copies.to_sets() for source in [min(group)] for article in group}


def shingles(text: str) -> set[int]:
    """Hashes of all runs of ``SHINGLE`` characters."""
    return {crc32(text[i : i + SHINGLE].encode("utf-8", "surrogatepass")) for i in range(len(text) - SHINGLE + 1)}


def likeness(left: str, right: str) -> float:
    """Share of common shingles of two short texts, 0..1."""
    a, b = shingles(left), shingles(right)
    return len(a & b) / len(a | b) if a and b else float(left == right)


def _sketch(text: str) -> "MinHash":
    from datasketch import MinHash

    sketch = MinHash(num_perm=N_HASHES, seed=1, hashfunc=int)
    sketch.update_batch(sorted(h for h in shingles(text) if h % _SAMPLE == 0) or [0])
    return sketch
