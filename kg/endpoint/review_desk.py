"""The state of a review: the queue of the last build beside the log of what people said.

Keys of pairs enter; a ``View`` of what to show leaves, and judgements go to the log. HTTP and HTML are left to
``review`` and ``review_page``.
"""

import threading
from pathlib import Path

from kg.endpoint.review_page import View, judgement_key, pair_key
from kg.entity import (
    ReviewPair,
    add_judgement,
    make_judgement,
    read_judgements,
    read_review_queue,
    undo_judgement,
)
from kg.errors import InputError
from kg.records import Judgement


class GoneError(InputError):
    """What a form speaks of is no longer there: a new build, or another judgement, came between."""


class Desk:
    """The queue and the log of a folder; its methods are for threads, and one of them writes at a time."""

    def __init__(self, out: Path) -> None:
        self._out = out
        self._path = out / ".kg" / "review.jsonl"
        self._lock = threading.Lock()
        self._stamp: tuple[int, int] | None = None
        self._pairs: dict[str, ReviewPair] = {}

    def view(self, *, pair: str = "", after: str = "") -> View:
        """What to show: the pair of that key, or else the next that waits after it.

        Args:
            pair: Key of a pair to look at, judged or not.
            after: Key of a pair that has been dealt with; keys of an earlier build count as none.
        """
        with self._lock:
            pairs, log = self._current(), self._log()
        said = {(j.left, j.right): j for j in log}
        keys = list(pairs)
        waiting = {key for key in keys if _ids(pairs[key]) not in said}
        start = keys.index(after) + 1 if after in pairs else 0
        later = (key for key in keys[start:] if key in waiting)
        chosen = pair if pair in pairs else next(later, "")
        return View(
            pair=pairs.get(chosen),
            number=keys.index(chosen) + 1 if chosen else 0,
            n_pairs=len(pairs),
            n_waiting=len(waiting),
            said=said.get(_ids(pairs[chosen])) if chosen else None,
            last=log[-1] if log else None,
        )

    def judge(self, key: str, verdict: str, *, by: str) -> None:
        """Append a verdict to the log; the same word of the same person again, as from a double click, is not.

        Raises:
            GoneError: The pair is not in the queue.
            InputError: There is no such verdict.
            ExportError: The log can't be written.
        """
        with self._lock:
            pair = self._current().get(key)
            if pair is None:
                raise GoneError("review: this pair no longer waits, there is a new build; open /review again")
            reason = _one_line("; ".join(pair.reasons)) or "by hand"
            new = make_judgement(pair.left.id, pair.right.id, verdict, by=by, reason=reason)
            earlier = [j for j in self._log() if (j.left, j.right) == (new.left, new.right)]
            if not earlier or (earlier[-1].verdict, earlier[-1].by) != (verdict, by):
                add_judgement(self._out, new)

    def undo(self, key: str) -> Judgement:
        """Take the last judgement back if it is the one of that key, and give it.

        Raises:
            GoneError: It is another one by now, or there is none.
            ExportError: The log can't be written.
        """
        with self._lock:
            log = read_judgements(self._out)
            if not log or judgement_key(log[-1]) != key or undo_judgement(self._out) is None:
                raise GoneError("review: this is no longer the last judgement; open /review again")
            return log[-1]

    def _log(self) -> list[Judgement]:
        return [judgement for judgement in read_judgements(self._out) if judgement.by != "kg"]

    def _current(self) -> dict[str, ReviewPair]:
        state = self._path.stat() if self._path.exists() else None
        stamp = (state.st_mtime_ns, state.st_size) if state else None
        if stamp != self._stamp:
            self._pairs = {pair_key(pair.left.id, pair.right.id): pair for pair in read_review_queue(self._path)}
            self._stamp = stamp
        return self._pairs if stamp else {}


def _one_line(text: str) -> str:
    return " ".join(text.encode("utf-8", "replace").decode("utf-8").splitlines())


def _ids(pair: ReviewPair) -> tuple[str, str]:
    first, second = sorted((pair.left.id, pair.right.id))
    return first, second
