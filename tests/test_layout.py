"""The rooms of docs/architecture.md do not import each other."""

import ast
from pathlib import Path

import pytest

import kg

ROOT = Path(kg.__file__).parent
GROUND = {"errors", "records", "schema", "settings", "textform"}
MAY_IMPORT = {
    "article": set(),
    "document": set(),
    "time": set(),
    "model": set(),
    "extract": {"model", "time", "evaluation", "document"},
    "evaluation": set(),
    "entity": set(),
    "graph": set(),
    "export": set(),
    "query": {"export", "graph"},
    "endpoint": {"entity", "export", "graph", "query"},
}


def _imports(path: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        modules = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        modules += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        names |= {module.split(".")[1] for module in modules if module.startswith("kg.")}
    return names


@pytest.mark.parametrize("room", sorted(MAY_IMPORT))
def test_a_room_imports_only_what_the_architecture_says(room: str) -> None:
    for path in sorted((ROOT / room).rglob("*.py")):
        if "train" in path.relative_to(ROOT).parts:
            continue  # making weights reads gold articles and scores them
        strangers = _imports(path) - GROUND - MAY_IMPORT[room] - {room}
        assert not strangers, f"{path.relative_to(ROOT)} imports {sorted(strangers)}"


@pytest.mark.parametrize("name", sorted(GROUND))
def test_the_ground_floor_imports_no_room(name: str) -> None:
    assert _imports(ROOT / f"{name}.py") <= GROUND
