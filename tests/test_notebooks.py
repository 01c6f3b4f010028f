import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.mark.slow
@pytest.mark.parametrize("path", sorted((ROOT / "notebooks").glob("*.ipynb")), ids=lambda path: path.stem)
def test_notebook_runs_from_top_to_bottom(path):
    pytest.importorskip("nbmake")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "--nbmake", "-p", "no:warnings", "-p", "no:cacheprovider", str(path)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), *sys.path]), "MPLBACKEND": "agg"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-3000:]


def test_notebooks_are_stored_without_output():
    paths = sorted((ROOT / "notebooks").glob("*.ipynb"))
    assert len(paths) >= 3
    for path in paths:
        text = path.read_text("utf-8")
        assert '"execution_count": null' in text
        assert '"output_type"' not in text
