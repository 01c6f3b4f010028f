import gzip
import hashlib
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from kg.entity import NameIndex, build_index
from kg.entity.supplement import SUPPLEMENT, read_names, read_supplement
from kg.errors import InputError

HEADER = "\t".join(build_index.COLUMNS)
ROWS = (
    "Q1\tGPE\t甲国\t甲國\tJia\tcountry\tQ1\t1.5\t2.5\tpop:1000\tcldr",
    "Q2\tPER\t安·乙\t安·乙\tAnn Yi\thuman\tQ1\t\t\ttrex:3\txfactr",
)


def table(path: Path, *rows: str) -> Path:
    with gzip.open(path, "wt", encoding="utf-8") as stream:
        stream.write("\n".join([HEADER, *rows]) + "\n")
    return path


def supplement(path: Path, *lines: str) -> Path:
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_shipped_index_answers_and_is_small() -> None:
    assert NameIndex.open().candidates("缅甸")[0].qid == "Q836"
    assert (Path(build_index.DATA) / "names.sqlite").stat().st_size < 12_000_000


def test_places_of_two_realms_are_in_the_states_of_the_news() -> None:
    index = NameIndex.open()
    for city, state in (("海牙", "荷兰"), ("哥本哈根", "丹麦")):
        assert index.candidates(city)[0].country == index.candidates(state)[0].qid


def test_shipped_index_was_built_with_this_supplement() -> None:
    with closing(sqlite3.connect(build_index.DATA / "names.sqlite")) as db:
        known = db.execute("SELECT value FROM meta WHERE key = 'supplement'").fetchone()[0]
    assert known == hashlib.sha256(SUPPLEMENT.read_bytes()).hexdigest(), "run python -m kg.entity.build_index"


def test_shipped_supplement_is_sound() -> None:
    rows = read_supplement(SUPPLEMENT)
    assert {row.kind for row in rows} == {"name", "abbr", "metonym", "drop", "family"}


def test_same_input_gives_the_same_bytes(tmp_path: Path) -> None:
    source = table(tmp_path / "t.tsv.gz", *ROWS)
    extra = supplement(tmp_path / "s.tsv", "name\tQ1\tGPE\t甲|甲共和国", "family\t-\tMISC\t丙法|丙丙法")
    build_index.build(source, tmp_path / "a.sqlite", supplement=extra)
    build_index.build(source, tmp_path / "b.sqlite", supplement=extra)
    assert (tmp_path / "a.sqlite").read_bytes() == (tmp_path / "b.sqlite").read_bytes()


def test_names_labels_and_last_parts_are_found(tmp_path: Path) -> None:
    extra = supplement(
        tmp_path / "s.tsv", "abbr\tQ1\tGPE\t甲", "metonym\tQ1\tGPE\t甲京", "family\t-\tMISC\t丙法|丙丙法"
    )
    build_index.build(table(tmp_path / "t.tsv.gz", *ROWS), tmp_path / "i.sqlite", supplement=extra)
    index = NameIndex.open(path=tmp_path / "i.sqlite")
    assert [c.kind for c in index.candidates("甲")] == ["abbr"]
    assert [c.kind for c in index.candidates("甲京")] == ["metonym"]
    assert [(c.qid, c.kind) for c in index.candidates("Ann Yi")] == [("Q2", "english")]
    assert index.candidates("甲國")[0].latitude == 1.5
    assert index.family("丙丙法", "MISC") == "丙法"
    assert index.family("丙丙法", "ORG") is None
    assert index.candidates("不存在") == ()
    assert index.item("Q99") is None


def test_a_new_item_of_the_supplement_needs_a_label(tmp_path: Path) -> None:
    extra = supplement(tmp_path / "s.tsv", "name\tQ77\tGPE\t丁国")
    with pytest.raises(InputError, match="Q77"):
        build_index.build(table(tmp_path / "t.tsv.gz", *ROWS), tmp_path / "i.sqlite", supplement=extra)


@pytest.mark.parametrize(
    "line", ["foo\tQ1\tGPE\t甲", "name\tX1\tGPE\t甲", "name\tQ1\tXYZ\t甲", "name\t-\tGPE\t甲", "name\tQ1\tGPE\t|"]
)
def test_a_wrong_supplement_line_is_named(line: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"s\.tsv:1"):
        read_supplement(supplement(tmp_path / "s.tsv", line))


def test_user_names_come_first(tmp_path: Path) -> None:
    path = tmp_path / "names.csv"
    path.write_text(
        "name,qid,aliases,type\n苏小漓,Q999999,小漓姐|Su Xiaoli,PER\n丙社,,丙通讯社,ORG\n", encoding="utf-8"
    )
    index = NameIndex.open(names=path)
    assert [(c.qid, c.kind) for c in index.candidates("小漓姐")] == [("Q999999", "user")]
    assert index.item("Q999999") is not None
    assert index.family("丙通讯社", "ORG") == "丙社"


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("name,qid\n甲,Q1\n", "aliases"),
        ("name,qid,aliases,type\n甲,Z1,,PER\n", "Z1"),
        ("name,qid,aliases,type\n甲,Q1,,X\n", "X"),
    ],
)
def test_a_wrong_names_csv_is_one_clear_line(text: str, what: str, tmp_path: Path) -> None:
    path = tmp_path / "names.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=what):
        read_names(path)


def test_a_missing_or_foreign_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="index of names"):
        NameIndex.open(path=tmp_path / "none.sqlite")
    (tmp_path / "text.sqlite").write_text("no database", encoding="utf-8")
    with pytest.raises(InputError, match="index of names"):
        NameIndex.open(path=tmp_path / "text.sqlite")
    with pytest.raises(InputError, match="can't be read"):
        read_names(tmp_path / "none.csv")
