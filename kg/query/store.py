"""The store that queries are answered from: made at build time, read only afterwards, swapped in one step.

``graph.nq`` enters; ``OUT/.kg/store/`` holds one folder a version, named for the bytes of the file, and ``CURRENT``,
which names the version in use. A server that reads ``CURRENT`` before each query goes over to a new build by itself;
the version before stays until the next build, so that queries that run can end.
"""

import hashlib
import shutil
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from kg.errors import ExportError, InputError

_CURRENT: Final = "CURRENT"


def store_folder(out: Path) -> Path:
    """Where the versions of the store of a built folder lie."""
    return out / ".kg" / "store"


def build_store(nq_path: Path, store_dir: Path) -> Path:
    """Load an N-Quads file into a new version of the store and make it the current one; gives its folder.

    A version that is there already is used as it is.

    Raises:
        ExportError: The file can't be read or the store can't be written; the current version stays.
    """
    try:
        version = store_dir / _digest(nq_path)
        previous = current_version(store_dir)
        if not version.is_dir():
            _load(nq_path, version)
        _point_to(store_dir, version.name)
        _forget_all_but(store_dir, {version, previous})
    except (OSError, ValueError, SyntaxError) as exc:
        raise ExportError(f"{store_dir}: the store can't be written ({exc}); the old one is still in use") from exc
    return version


def current_version(store_dir: Path) -> Path | None:
    """The folder of the version in use, None if nothing has been built."""
    try:
        version = store_dir / (store_dir / _CURRENT).read_text("ascii").strip()
    except OSError:
        return None
    return version if version.is_dir() and version.parent == store_dir else None


def open_store(out: Path) -> ox.Store:
    """The current store of a built folder, read only; any number of processes may have it open.

    Raises:
        InputError: Nothing has been built there, or the store is damaged.
    """
    version = current_version(store_folder(out))
    if version is None:
        raise InputError(f"{out}: no graph has been built there; run kg build PATH -o {out}")
    try:
        return ox.Store.read_only(str(version))
    except OSError as exc:
        raise InputError(f"{out}: the store is damaged ({exc}); remove {version} and build again") from exc


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()[:16]


def _load(nq_path: Path, version: Path) -> None:
    temporary = version.with_name(f".{version.name}.part")
    shutil.rmtree(temporary, ignore_errors=True)
    temporary.mkdir(parents=True)
    store = ox.Store(str(temporary))
    store.bulk_load(path=nq_path, format=ox.RdfFormat.N_QUADS)
    store.flush()
    # The lock that Oxigraph holds on the folder goes with the object.
    del store
    temporary.rename(version)


def _point_to(store_dir: Path, name: str) -> None:
    temporary = store_dir / f".{_CURRENT}.part"
    temporary.write_text(name + "\n", "ascii")
    temporary.replace(store_dir / _CURRENT)


def _forget_all_but(store_dir: Path, kept: set[Path | None]) -> None:
    for path in store_dir.iterdir():
        if path.is_dir() and path not in kept:
            shutil.rmtree(path, ignore_errors=True)
