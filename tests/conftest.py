from pathlib import Path

import pytest

from kg.settings import Settings, sample_dir


@pytest.fixture(scope="session")
def sample_out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample, built once with the shipped model; tests must not write there."""
    from kg.pipeline import build

    out = tmp_path_factory.mktemp("sample") / "out"
    build([str(sample_dir())], out, settings=Settings(jobs=1))
    return out
