"""``kg review``: doubtful pairs, one by one; judgements are a log beside the build."""

import getpass
import sys
from datetime import UTC, datetime
from pathlib import Path

import click

from kg.entity import (
    add_judgement,
    from_resolver,
    import_judgements,
    make_judgement,
    present_pair,
    read_judgements,
    read_review_queue,
    to_resolver,
    undo_judgement,
)
from kg.errors import InputError

_VERDICTS = {"s": "same", "d": "different", "u": "unsure"}


@click.command()
@click.argument("out", type=click.Path(path_type=Path))
@click.option("--by", help="Your name in the log. [default: your user name]")
@click.option("--list", "is_list", is_flag=True, help="Print the waiting pairs and end.")
@click.option("--undo", is_flag=True, help="Take the last judgement back.")
@click.option("--export", "is_export", is_flag=True, help="Print the log in nomenklatura's resolver format.")
@click.option("--import", "source", type=click.Path(path_type=Path), help="Add judgements of a resolver file.")
def review(out: Path, by: str | None, is_list: bool, undo: bool, is_export: bool, source: Path | None) -> None:
    """Judge doubtful pairs: same, different or unsure; applied at the next kg build.

    Judgements are lines of OUT/judgements.jsonl, a plain file that can be versioned and merged.
    """
    if undo:
        taken = undo_judgement(out)
        click.echo(f"taken back: {taken.left} {taken.verdict} {taken.right}" if taken else "nothing to take back")
    elif is_export:
        click.echo(to_resolver(read_judgements(out)), nl=False)
    elif source:
        click.echo(f"{import_judgements(out, from_resolver(_read(source), name=str(source)))} judgements added")
    else:
        _ask(out, by or getpass.getuser(), is_list=is_list)


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as exc:
        raise InputError(f"{path}: can't be read ({exc}); give a resolver file in UTF-8") from exc


def _ask(out: Path, by: str, *, is_list: bool) -> None:
    judged = {(j.left, j.right) for j in read_judgements(out) if j.by != "kg"}
    pairs = [p for p in read_review_queue(out / ".kg" / "review.jsonl") if (p.left.id, p.right.id) not in judged]
    n_judged = 0
    for number, pair in enumerate(pairs, 1):
        click.echo(f"\n{number} of {len(pairs)}   {present_pair(pair)}")
        if is_list:
            continue
        answer = click.prompt("[s]ame [d]ifferent [u]nsure [k]ip [q]uit".replace("[k]", "s[k]"), default="k", err=True)
        if answer[:1] == "q":
            break
        verdict = _VERDICTS.get(answer[:1])
        if verdict:
            now = datetime.now(UTC).replace(microsecond=0).isoformat()
            reason = "; ".join(pair.reasons) or "by hand"
            add_judgement(out, make_judgement(pair.left.id, pair.right.id, verdict, by=by, reason=reason, at=now))
            n_judged += 1
    if not pairs:
        click.echo("no doubtful pairs wait")
    elif n_judged:
        click.echo(f"{n_judged} judgements kept; kg build applies them", file=sys.stderr)
