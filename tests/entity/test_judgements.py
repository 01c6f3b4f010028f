import json
from pathlib import Path

import pytest

from kg.entity import (
    add_judgement,
    from_resolver,
    import_judgements,
    log_path,
    make_judgement,
    merge_logs,
    read_judgements,
    to_resolver,
    undo_judgement,
)
from kg.errors import ExportError, InputError
from kg.records import Judgement

AT = "2026-01-01T00:00:00+00:00"


def judge(left: str = "entity/Q1", right: str = "entity/ab", verdict: str = "same", *, at: str = AT) -> Judgement:
    return make_judgement(left, right, verdict, by="anna", reason="看过", at=at)


def test_log_is_appended_and_read_back(tmp_path: Path) -> None:
    first, second = judge(), judge(verdict="different")
    add_judgement(tmp_path, first)
    add_judgement(tmp_path, second)
    assert read_judgements(tmp_path) == [first, second]
    assert "看过" in log_path(tmp_path).read_text(encoding="utf-8")


def test_undo_restores_the_earlier_bytes(tmp_path: Path) -> None:
    add_judgement(tmp_path, judge())
    before = log_path(tmp_path).read_bytes()
    add_judgement(tmp_path, judge(verdict="unsure"))
    undone = undo_judgement(tmp_path)
    assert undone is not None
    assert undone.verdict == "unsure"
    assert log_path(tmp_path).read_bytes() == before


def test_undo_takes_the_last_judgement_of_a_log_with_other_line_ends(tmp_path: Path) -> None:
    add_judgement(tmp_path, judge())
    first = log_path(tmp_path).read_bytes().rstrip() + b"\r\n"
    add_judgement(tmp_path, judge(verdict="unsure"))
    path = log_path(tmp_path)
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n") + b" \r\n")
    undone = undo_judgement(tmp_path)
    assert undone is not None
    assert undone.verdict == "unsure"
    assert path.read_bytes() == first


def test_undo_of_the_first_leaves_an_empty_log(tmp_path: Path) -> None:
    add_judgement(tmp_path, judge())
    undo_judgement(tmp_path)
    assert log_path(tmp_path).read_bytes() == b""
    assert undo_judgement(tmp_path) is None
    assert undo_judgement(tmp_path / "none") is None


def test_a_line_left_open_is_closed_first(tmp_path: Path) -> None:
    add_judgement(tmp_path, judge())
    path = log_path(tmp_path)
    path.write_bytes(path.read_bytes().rstrip(b"\n"))
    add_judgement(tmp_path, judge(verdict="unsure"))
    assert len(read_judgements(tmp_path)) == 2


@pytest.mark.parametrize(
    "line", ["{", "[]", '{"left": "a"}', '{"left":"a","right":"b","verdict":"maybe","score":1,"reason":"","by":"x"}']
)
def test_a_damaged_line_is_named(line: str, tmp_path: Path) -> None:
    log_path(tmp_path).write_text(line + "\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"judgements\.jsonl:1: not a judgement"):
        read_judgements(tmp_path)


def test_an_unwritable_log_is_one_clear_error(tmp_path: Path) -> None:
    log_path(tmp_path).mkdir()
    with pytest.raises(ExportError, match="can't be written"):
        add_judgement(tmp_path, judge())


def test_judgements_are_checked() -> None:
    with pytest.raises(InputError, match="maybe"):
        judge(verdict="maybe")
    with pytest.raises(InputError, match="itself"):
        judge("a", "a")
    assert judge("z", "a").left == "a"


def test_merging_logs_twice_changes_nothing() -> None:
    a, b = [judge(at=AT)], [judge(verdict="unsure", at="2025-01-01T00:00:00+00:00"), judge(at=AT)]
    merged = merge_logs([a, b])
    assert [j.verdict for j in merged] == ["unsure", "same"]
    assert merge_logs([merged, b, a]) == merged


def test_resolver_format_goes_out_and_comes_back() -> None:
    log = [judge(), judge(verdict="different", right="entity/cd"), judge(verdict="unsure", right="entity/ef")]
    text = to_resolver(log)
    target, source, word, *_ = json.loads(text.splitlines()[0])
    assert (target, source, word) == ("entity/ab", "Q1", "positive")
    back = from_resolver(text)
    assert [(j.left, j.right, j.verdict, j.by, j.at) for j in back] == [
        (j.left, j.right, j.verdict, j.by, j.at) for j in log
    ]


def test_undecided_and_deleted_edges_are_left_out() -> None:
    lines = [
        ["Q2", "Q1", "no_judgement", 0.4, None, None],
        ["Q2", "Q1", "positive", None, "anna", AT, "2026-02-02"],
        ["Q3", "Q1", "negative", None, None, None],
    ]
    (found,) = from_resolver("\n".join(json.dumps(line) for line in lines))
    assert (found.left, found.right, found.verdict, found.by) == ("entity/Q1", "entity/Q3", "different", "resolver")


@pytest.mark.parametrize("line", ["{}", "[1]", '["a","b","positive"]', '["a","b","yes",1,"u","t"]', "x"])
def test_a_line_that_is_no_edge_is_named(line: str) -> None:
    with pytest.raises(InputError, match="resolver:1"):
        from_resolver(line)


def test_importing_twice_adds_nothing(tmp_path: Path) -> None:
    log = from_resolver(to_resolver([judge(), judge(verdict="different", right="entity/cd")]))
    assert import_judgements(tmp_path, log) == 2
    before = log_path(tmp_path).read_bytes()
    assert import_judgements(tmp_path, log) == 0
    assert log_path(tmp_path).read_bytes() == before
