"""What does a build cost? Pages a second, memory, and the price of a change, as ratios within one run.

    python -m benchmarks.build PATH... --work FOLDER [--limit N]

Builds the pages from nothing, again unchanged, again with one page changed, and half of the pages, and prints
seconds beside ratios; the machine's own speed cancels out in the ratios.
"""

import resource
import shutil
import time
from pathlib import Path

import click

from kg.article import iter_pages
from kg.pipeline import BuildReport, build
from kg.settings import Settings


def timed(paths: list[str], out: Path, settings: Settings) -> tuple[float, dict[str, float], BuildReport]:
    """Seconds in all and by stage, and the report."""
    stages: dict[str, float] = {}
    last = ["start", time.perf_counter()]
    start = time.perf_counter()

    def tell(stage: str, _done: int, _total: int) -> None:
        now = time.perf_counter()
        stages[str(last[0])] = stages.get(str(last[0]), 0.0) + now - float(last[1])
        last[:] = [stage, now]

    report = build(paths, out, settings=settings, on_progress=tell)
    tell("end", 0, 0)
    return time.perf_counter() - start, stages, report


@click.command()
@click.argument("paths", nargs=-1, required=True)
@click.option(
    "--work", type=click.Path(path_type=Path), required=True, help="Folder for copies and outputs; emptied first."
)
@click.option("--limit", default=0, help="Pages to take; 0 means all.")
@click.option("--jobs", default=0, help="Worker processes; 0 means one a core.")
def main(paths: tuple[str, ...], work: Path, limit: int, jobs: int) -> None:
    """Print the table."""
    shutil.rmtree(work, ignore_errors=True)
    pages = work / "pages"
    settings = Settings(jobs=jobs)
    n = 0
    for page in iter_pages(list(paths), settings=settings, on_skip=lambda _: None):
        target = pages / page.source.replace("!", "/")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(page.data)
        n += 1
        if n == limit:
            break
    rows = []
    full, stages, report = timed([str(pages)], work / "out", settings)
    rows.append(("from nothing", full, report.n_extracted))
    again, _, report = timed([str(pages)], work / "out", settings)
    rows.append(("nothing changed", again, report.n_extracted))
    changed = sorted(path for path in pages.rglob("*") if path.is_file())[n // 2]
    changed.write_bytes(changed.read_bytes() + "<p>新华社北京电。</p>".encode())
    one, _, report = timed([str(pages)], work / "out", settings)
    rows.append(("one page changed", one, report.n_extracted))
    for path in sorted(path for path in pages.rglob("*") if path.is_file())[::2]:
        path.unlink()
    half, half_stages, report = timed([str(pages)], work / "half", settings)
    rows.append(("half of the pages", half, report.n_extracted))
    print(f"{n} pages\n{'build':<20}{'seconds':>9}{'of full':>9}{'read':>7}")
    for name, seconds, read in rows:
        print(f"{name:<20}{seconds:9.1f}{seconds / full:9.3f}{read:7}")
    print(f"\n{'stage':<28}{'seconds':>9}{'share':>7}{'full/half':>11}")
    for stage, seconds in stages.items():
        ratio = f"{seconds / half_stages[stage]:11.2f}" if half_stages.get(stage, 0) > 0.05 else ""
        print(f"{stage:<28}{seconds:9.1f}{seconds / full:7.2f}{ratio}")
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    worker = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"\npeak memory: {own:.0f} MB here, {worker:.0f} MB in the largest worker")


if __name__ == "__main__":
    main()
