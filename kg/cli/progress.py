"""Progress on stderr: a bar for people, nothing for pipes."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from kg.pipeline import Progress as Callback


@contextmanager
def progress_bar(*, is_quiet: bool) -> Iterator[Callback]:
    """A callback for ``kg.pipeline.build`` that draws stage, pages and rate; silent unless stderr is a terminal."""
    if is_quiet or not sys.stderr.isatty():
        yield lambda _stage, _done, _total: None
        return
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeElapsedColumn(),
    )
    start = time.monotonic()
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("starting", total=None, rate="")

        def tell(stage: str, done: int, total: int) -> None:
            rate = done / max(0.1, time.monotonic() - start)
            remaining = f", {(total - done) / rate:.0f} s left" if total and rate else ""
            text = f"{rate:.1f} pages/s{remaining}" if done else ""
            bar.update(task, description=stage, completed=done, total=total or None, rate=text)

        yield tell
