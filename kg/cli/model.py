"""``kg model`` and ``kg completion``."""

import json

import click

from kg.model.bundle import WEIGHTS, Model, read_bundle


@click.group()
def model() -> None:
    """The shipped extraction model."""


@model.command()
@click.option("--json", "as_json", is_flag=True, help="Print everything as JSON.")
def info(as_json: bool) -> None:
    """Check the weights against their digests and tell what they are."""
    data = read_bundle()
    Model()
    if as_json:
        click.echo(json.dumps(data, ensure_ascii=False, indent=1))
        return
    size = sum(path.stat().st_size for path in WEIGHTS.iterdir())
    click.echo(f"weights    {WEIGHTS} ({size / 1e6:.1f} MB), digests right")
    click.echo(f"digest     {data['digest']}")
    click.echo(f"labels     {', '.join(f'{len(v)} {k}' for k, v in data['labels'].items())}")
    click.echo(f"thresholds {', '.join(f'{k} {v}' for k, v in data['thresholds'].items())}")
    for name, value in data["facts"].items():
        click.echo(f"{name:<10} {value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)}")
    click.echo(f"\n{(WEIGHTS / 'MODEL_CARD.md').read_text(encoding='utf-8')}")


@click.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """Print the shell completion script: eval "$(kg completion bash)"."""
    from click.shell_completion import get_completion_class

    from kg.cli import main

    kind = get_completion_class(shell)
    assert kind is not None
    click.echo(kind(main, {}, "kg", "_KG_COMPLETE").source())
