"""What the documents say is so: links lead somewhere, commands and settings exist."""

import re
import shlex
from dataclasses import fields
from pathlib import Path

import click
import pytest

import kg
from kg.cli import main
from kg.settings import Settings

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]


def _commands() -> list[tuple[str, str]]:
    found = []
    for page in PAGES:
        for line in page.read_text(encoding="utf-8").splitlines():
            match = re.match(r"(?:    |\$ )+(kg [a-z].*)", line)
            if match:
                found.append((page.name, re.split(r"\s{2,}|\s#", match[1])[0]))
    return found


@pytest.mark.parametrize(("page", "line"), _commands())
def test_a_command_in_a_document_is_one_that_kg_has(page: str, line: str) -> None:
    words = shlex.split(line)[1:]
    context = click.Context(main)
    command = main.get_command(context, words[0])
    assert command is not None, f"{page}: {line}"
    if isinstance(command, click.Group):
        command = command.get_command(context, words[1])
        assert command is not None, f"{page}: {line}"
    known = {option for parameter in command.params for option in (*parameter.opts, *parameter.secondary_opts)}
    used = {word.partition("=")[0] for word in words if re.match(r"--?[a-z]", word)}
    assert used <= known | {"--help"}, f"{page}: {line} uses {used - known}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_to_files_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
        if target != "url":
            assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_every_setting_is_explained_where_it_is_made() -> None:
    text = Settings.__doc__ or ""
    for field in fields(Settings):
        assert field.name in text, f"Settings.{field.name} has no reason in the docstring"


def test_the_version_is_the_same_everywhere() -> None:
    assert f'version = "{kg.__version__}"' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert f"## {kg.__version__}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_no_public_room_is_missing_from_the_architecture() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    rooms = {path.parent.name for path in (ROOT / "kg").glob("*/__init__.py")}
    assert {room for room in rooms if f"`kg/{room}/`" not in text} == set()
