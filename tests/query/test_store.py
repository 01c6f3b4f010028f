import pytest

from kg.errors import ExportError, InputError
from kg.query.store import build_store, current_version, open_store, store_folder


def build(out, *lines):
    path = out / "graph.nq"
    path.write_text("".join(f"<urn:a> <urn:b> {line} .\n" for line in lines))
    return build_store(path, store_folder(out))


def test_new_version_takes_over_while_the_old_is_open(tmp_path):
    first = build(tmp_path, '"1"')
    old = open_store(tmp_path)
    second = build(tmp_path, '"1"', '"2"')
    assert current_version(store_folder(tmp_path)) == second != first
    assert len(list(old.quads_for_pattern(None, None, None))) == 1
    assert len(list(open_store(tmp_path).quads_for_pattern(None, None, None))) == 2
    build(tmp_path, '"3"')
    assert not first.exists()
    assert second.exists()


def test_same_file_makes_no_new_version(tmp_path):
    first = build(tmp_path, '"1"')
    stamp = first.stat().st_mtime_ns
    assert build(tmp_path, '"1"') == first
    assert first.stat().st_mtime_ns == stamp


def test_what_a_killed_build_left_is_cleared_away(tmp_path):
    (store_folder(tmp_path) / ".0123.part").mkdir(parents=True)
    build(tmp_path, '"1"')
    assert sorted(path.name for path in store_folder(tmp_path).iterdir() if path.is_dir()) == [
        current_version(store_folder(tmp_path)).name
    ]


def test_broken_file_leaves_the_current_version(tmp_path):
    first = build(tmp_path, '"1"')
    with pytest.raises(ExportError, match="still in use"):
        build(tmp_path, "nonsense")
    assert current_version(store_folder(tmp_path)) == first


def test_folder_without_a_build_is_told(tmp_path):
    with pytest.raises(InputError, match="kg build"):
        open_store(tmp_path)
    store_folder(tmp_path).mkdir(parents=True)
    (store_folder(tmp_path) / "CURRENT").write_text("../../..")
    with pytest.raises(InputError, match="kg build"):
        open_store(tmp_path)
