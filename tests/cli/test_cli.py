"""The command line as its users type it."""

import json
import re
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from kg.cli import main
from kg.settings import sample_dir


def _run(*arguments: str | Path, text: str | None = None) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments], input=text)


def test_module_is_the_command_line_too() -> None:
    told = subprocess.run([sys.executable, "-m", "kg", "--version"], capture_output=True, text=True, check=True)
    assert told.stdout == _run("--version").stdout


def _commands(group: click.Group, *path: str) -> list[tuple[tuple[str, ...], click.Command]]:
    found = []
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        found += _commands(command, *path, name) if isinstance(command, click.Group) else [((*path, name), command)]
    return found


@pytest.mark.parametrize(
    ("path", "command"), _commands(main), ids=lambda value: "-".join(value) if isinstance(value, tuple) else ""
)
def test_every_command_and_option_says_what_it_does(path: tuple[str, ...], command: click.Command) -> None:
    result = _run(*path, "--help")
    assert result.exit_code == 0
    assert command.help
    for parameter in command.params:
        if isinstance(parameter, click.Option) and parameter.name != "out":
            assert parameter.help, f"{path}: {parameter.name} has no help"


def test_readme_names_every_command() -> None:
    readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    docs = readme + "".join(p.read_text(encoding="utf-8") for p in (Path(__file__).parents[2] / "docs").glob("*.md"))
    for path, _ in _commands(main):
        assert f"kg {' '.join(path)}" in docs, f"kg {' '.join(path)} stands in no document"


def test_build_prints_a_report_as_json(tmp_path: Path) -> None:
    page = sorted(sample_dir().rglob("*.md"))[1]
    result = _run("build", page, "-o", tmp_path / "out", "-j", "1", "--formats", "nq,ttl", "--json")
    assert result.exit_code == 0, result.output
    assert json.loads(result.stdout)["articles"] == 1
    assert {path.name for path in (tmp_path / "out").iterdir() if path.is_file()} == {
        "graph.nq",
        "graph.ttl",
        "report.json",
    }


def test_build_sums_up_on_stderr_and_leaves_stdout_empty(tmp_path: Path) -> None:
    page = sorted(sample_dir().rglob("*.md"))[1]
    result = _run("build", page, "-o", tmp_path / "out", "-j", "1", "--formats", "nq")
    assert result.stdout == ""
    assert re.search(r"1 pages read, 1 of them new or changed", result.stderr)


def test_extract_prints_one_json_line_an_article_with_spans_in_its_text() -> None:
    pages = [path for path in sorted(sample_dir().rglob("*.md")) if path.name != "README.md"][:2]
    result = _run("extract", *pages)
    assert result.exit_code == 0, result.output
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    assert len(lines) == 2
    for line in lines:
        layers = {"sentences", "mentions", "titles", "times", "events", "relations"}
        assert set(line) == {"id", "url", "title", "published", "text"} | layers
        assert line["mentions"]
        for mention in line["mentions"]:
            assert line["text"][mention["start"] : mention["end"]]
            assert mention["entity"]
        for event in line["events"]:
            for argument in event["arguments"]:
                assert argument["entity"] or argument["role"] == "time"


def test_query_answers_by_name_and_in_sparql(sample_out: Path) -> None:
    listed = _run("query", sample_out, "--list")
    assert "who-met-whom" in listed.stdout
    counted = _run("query", sample_out, "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }", "-f", "csv")
    assert int(counted.stdout.split()[1]) > 1000
    asked = _run("query", sample_out, "-", "-f", "json", text="ASK { ?s ?p ?o }")
    assert json.loads(asked.stdout)["boolean"] is True


def test_explain_and_validate(sample_out: Path) -> None:
    result = _run("explain", sample_out, "緬甸")
    assert "Q836" in result.stdout
    assert "named" in result.stdout
    assert "conforms" in _run("validate", sample_out).stdout


def test_view_writes_a_page_of_a_part(sample_out: Path, tmp_path: Path) -> None:
    result = _run("view", sample_out, "--focus", "中国", "--to", tmp_path / "view.html")
    assert result.exit_code == 0, result.output
    assert (tmp_path / "view.html").read_text(encoding="utf-8").startswith("<!")


@pytest.mark.parametrize(
    ("period", "says"),
    [
        (("--since", "2023-05-32"), "2023-05-32 is not a day"),
        (("--since", "2023-05-10", "--until", "2023-05-01"), "is later than"),
        (("--since", "2031-01-01"), "nothing from 2031-01-01 to ... is in the graph"),
    ],
)
def test_view_refuses_a_period_that_is_none_and_leaves_the_old_page(
    sample_out: Path, tmp_path: Path, period: tuple[str, ...], says: str
) -> None:
    page = tmp_path / "view.html"
    page.write_text("old", encoding="utf-8")
    result = _run("view", sample_out, "--to", page, *period)
    assert result.exit_code == 2
    assert says in result.stderr
    assert page.read_text(encoding="utf-8") == "old"


def test_the_summary_tells_of_articles_outside_the_period(tmp_path: Path) -> None:
    result = _run("build", sample_dir(), "-o", tmp_path / "out", "-j", "1", "--formats", "nq", "--since", "2023-05-09")
    assert result.exit_code == 0, result.output
    assert re.search(r"left out by --since and --until: \d+ articles", result.stderr)


def test_extract_says_that_nothing_was_read(tmp_path: Path) -> None:
    (tmp_path / "plain.txt").write_text("王毅周三在北京。", encoding="utf-8")
    result = _run("extract", "-q", tmp_path / "plain.txt")
    assert result.exit_code == 2
    assert "plain.txt: no article read" in result.stderr


def test_review_lists_judges_and_takes_back(tmp_path: Path) -> None:
    assert "no doubtful pairs" in _run("review", tmp_path).stdout
    assert "nothing to take back" in _run("review", tmp_path, "--undo").stdout
    assert _run("review", tmp_path, "--export").stdout == ""


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (("build", "no/such/folder", "-o", "{tmp}/out"), 2, "no/such/folder"),
        (("build", "{tmp}", "-o", "{tmp}/out"), 2, "{tmp}"),
        (("build", "{tmp}", "-o", "{tmp}/out", "--formats", "pdf"), 2, "unknown format pdf"),
        (("build", "{tmp}", "-o", "{tmp}/out", "--since", "gestern"), 2, "write it as 2023-05-02"),
        (("build", "{tmp}", "-o", "{tmp}/out", "--names", "{tmp}/no.csv"), 2, "no.csv: can't be read"),
        (("query", "{tmp}", "ASK {{}}"), 2, "no graph has been built"),
        (("query", "{tmp}", "who-met-whom", "--set", "person"), 2, "NAME=VALUE"),
        (("evaluate", "{tmp}/none.jsonl"), 2, "none.jsonl"),
        (("explain", "{tmp}", "某人"), 2, "graph.json"),
        (("extract", "no/such/page.md"), 2, "page.md"),
    ],
)
def test_bad_input_is_one_line_and_an_exit_code(
    tmp_path: Path, arguments: tuple[str, ...], code: int, says: str
) -> None:
    result = _run(*(a.format(tmp=tmp_path) for a in arguments))
    assert result.exit_code == code, result.output
    assert result.stdout == ""
    assert result.stderr.count("\n") == 1
    assert result.stderr.startswith("kg: ")
    assert says.format(tmp=tmp_path) in result.stderr


def test_completion_prints_a_script() -> None:
    assert "_KG_COMPLETE" in _run("completion", "bash").stdout


def test_model_info_checks_and_tells() -> None:
    result = _run("model", "info")
    assert result.exit_code == 0, result.output
    assert "digests right" in result.stdout
    assert json.loads(_run("model", "info", "--json").stdout)["format"] == 1
