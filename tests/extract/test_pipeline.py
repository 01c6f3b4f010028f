from pathlib import Path

import pytest
import spacy

from kg.errors import SettingsError
from kg.extract.pipeline import extractor_digest
from kg.graph.store import load_graph
from kg.pipeline import build
from kg.settings import Settings


def _save(path: Path, **patterns: str) -> None:
    """Save a pipeline that knows the given names, label by label, and nothing else."""
    nlp = spacy.blank("zh")
    ruler = nlp.add_pipe("entity_ruler")
    ruler.add_patterns([{"label": label, "pattern": name} for label, name in patterns.items()])
    nlp.to_disk(path)


def _names(out: Path) -> set[str]:
    return {data["name"] for _, data in load_graph(out / ".kg" / "graph.json").nodes(data=True) if "name" in data}


def test_a_pipeline_saved_again_under_its_path_reads_the_pages_again(tmp_path: Path) -> None:
    page, path, out = tmp_path / "1.html", tmp_path / "ruler", tmp_path / "out"
    page.write_text("<html><body><p>秦刚访问缅甸。</p></body></html>", encoding="utf-8")
    settings = Settings(jobs=1, nlp=str(path), formats=("nq",))

    def read_pages() -> int:
        return build([str(page)], out, settings=settings).n_extracted

    _save(path, PERSON="秦刚")
    assert [read_pages(), read_pages()] == [1, 0]
    assert "缅甸" not in _names(out)
    _save(path, PERSON="秦刚", GPE="缅甸")
    assert [read_pages(), read_pages()] == [1, 0]
    assert "缅甸" in _names(out)


def test_a_digest_names_spacy_and_the_pipeline_but_not_its_path(tmp_path: Path) -> None:
    for folder in ("one", "two"):
        _save(tmp_path / folder, PERSON="秦刚")
    one, two = (extractor_digest(Settings(nlp=str(tmp_path / folder))) for folder in ("one", "two"))
    assert one == two
    assert one.startswith(f"spacy:{spacy.__version__}:zh_pipeline:0.0.0:")
    assert extractor_digest(Settings(nlp="blank:zh")) == f"spacy:{spacy.__version__}:blank:zh"


def test_a_pipeline_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"--nlp: spaCy can't load .*nowhere"):
        extractor_digest(Settings(nlp=str(tmp_path / "nowhere")))
