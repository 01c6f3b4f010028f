import os
import re
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from kg.errors import ExportError, InputError
from kg.store import Store, locked, pack, unpack
from tests.factory import FactsBuilder


def _record():
    b = FactsBuilder("秦刚访问缅甸。")
    qin, myanmar = b.name("秦刚", "PER"), b.name("缅甸", "GPE")
    b.event("VISIT", "访问", agent=[qin], target=[myanmar])
    return b.build()


def test_packed_articles_come_back_equal() -> None:
    assert unpack(pack([_record()])) == [_record()]


def test_results_outlive_the_store_that_wrote_them(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        store.put([("k", pack([_record()]), "[]")])
    with Store(tmp_path) as store:
        assert "k" in store
        assert store.articles("k") == [_record()]
        assert store.skips("k") == []


def test_a_full_disk_is_one_clear_error_and_keeps_none_of_the_batch(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        (n_pages,) = store._db.execute("PRAGMA page_count").fetchone()
        store._db.execute(f"PRAGMA max_page_count = {n_pages + 1}")
        with pytest.raises(ExportError, match=r"results\.sqlite: can't be written \(database or disk is full\)"):
            store.put([("small", pack([]), "[]"), ("large", os.urandom(100_000), "[]")])
        assert "small" not in store
        store.put([("small", pack([]), "[]")])
    with Store(tmp_path) as store:
        assert [key in store for key in ("small", "large")] == [True, False]


def test_results_of_pages_that_are_gone_are_forgotten(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        store.put([(key, pack([]), "[]") for key in "abc"])
        assert store.keep_only(["b"]) == 2
        assert [key in store for key in "abc"] == [False, True, False]


def test_a_store_of_a_newer_version_is_refused(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        store.set_state("version", "99")
    with pytest.raises(InputError, match="newer newskg"):
        Store(tmp_path)


def test_a_store_of_an_older_version_starts_empty(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        store.put([("k", pack([]), "[]")])
        store.set_state("version", "0")
    with Store(tmp_path) as store:
        assert "k" not in store


def test_a_damaged_store_is_named(tmp_path: Path) -> None:
    (tmp_path / "results.sqlite").write_bytes(b"not a database at all, but long enough to be looked at" * 50)
    with pytest.raises(InputError, match=r"results\.sqlite: damaged"):
        Store(tmp_path)


def test_a_folder_that_is_a_file_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("")
    with pytest.raises(ExportError, match="can't be written"), locked(tmp_path / "out" / ".kg"):
        pass


def test_a_second_build_is_refused_while_the_first_lives(tmp_path: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from kg.store import locked\n"
        "with locked(Path(sys.argv[1])):\n    print('held', flush=True); sys.stdin.read()\n"
    )
    command = [sys.executable, "-c", script, str(tmp_path / ".kg")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        message = f"{tmp_path}: another build is at work here; wait for it or choose another -o folder"
        with pytest.raises(InputError, match=f"^{re.escape(message)}$"), locked(tmp_path / ".kg"):
            pass
        other.kill()
    with locked(tmp_path / ".kg"):
        pass


def test_of_two_threads_that_build_at_once_one_is_let_in(tmp_path: Path) -> None:
    together = threading.Barrier(2, timeout=60)

    def is_let_in(_: int) -> bool:
        together.wait()
        try:
            with locked(tmp_path / ".kg"):
                together.wait()
        except InputError:
            together.wait()
            return False
        return True

    with ThreadPoolExecutor(2) as threads:
        for _ in range(20):
            assert sorted(threads.map(is_let_in, range(2))) == [False, True]


def test_a_build_that_fails_lets_the_next_in(tmp_path: Path) -> None:
    for _ in range(2):
        with pytest.raises(KeyError), locked(tmp_path / ".kg"):
            raise KeyError
    assert (tmp_path / ".kg" / "lock.sqlite").stat().st_size == 0


def test_a_lock_that_is_something_else_is_named(tmp_path: Path) -> None:
    (tmp_path / "lock.sqlite").write_bytes(b"not a database at all, but long enough to be looked at" * 50)
    with pytest.raises(ExportError, match=r"lock\.sqlite: can't be locked .*; remove it"), locked(tmp_path):
        pass


def test_a_folder_in_place_of_the_lock_is_named(tmp_path: Path) -> None:
    (tmp_path / "lock.sqlite").mkdir()
    with pytest.raises(ExportError, match=r"lock\.sqlite: can't be written"), locked(tmp_path):
        pass
