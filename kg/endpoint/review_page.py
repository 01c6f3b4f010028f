"""The page of a doubtful pair: two columns, what speaks for and against, and a form a button.

A ``View`` enters, HTML leaves. Every text is escaped, and characters that nobody sees are shown by their number, as a
reviewer who compares names must not be deceived by them.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import escape
from typing import Final
from urllib.parse import quote

from kg.endpoint.pages import Pages
from kg.entity import ReviewPair
from kg.entity.review import Side
from kg.records import Judgement, digest
from kg.schema import ENTITY_TYPES

#: A Wikidata item as it stands in facts, between other names.
QID: Final = re.compile(r"(?<![A-Za-z0-9])Q[1-9][0-9]{0,10}(?![A-Za-z0-9])")
#: Characters shown of one sentence, and before the name in it.
MAX_SENTENCE: Final = 400
_BEFORE_NAME: Final = 150
#: Ways of writing shown of one side.
MAX_NAMES: Final = 40

_UNSEEN: Final = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_HEAD: Final = '<link rel="stylesheet" href="/assets/review/review.css">'
_TITLE: Final = "审核 Review"
_NOTE: Final = (
    '<p class="dim">判断写入 judgements.jsonl，下次 <code>kg build</code> 时生效。 '
    "Judgements are kept in judgements.jsonl and applied at the next <code>kg build</code>.</p>"
)
_VERDICTS: Final = {
    "same": ("s", "相同 Same", "="),
    "different": ("d", "不同 Different", "≠"),
    "unsure": ("u", "不确定 Unsure", "?"),
}
_FACTS: Final = {
    "name": "名称 name",
    "type": "类型 type",
    "office": "职务 office",
    "office held in": "任职于 office held in",
    "named beside": "同文提到 named beside",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What a reviewer is shown.

    Attributes:
        pair: The pair, or None at the end of the queue.
        number: Its place in the queue, from 1; 0 without a pair.
        n_pairs, n_waiting: Pairs of the queue, and those of them that nobody has judged.
        said: What a person has said of this pair.
        last: The last judgement of a person, which can be taken back.
    """

    pair: ReviewPair | None
    number: int
    n_pairs: int
    n_waiting: int
    said: Judgement | None
    last: Judgement | None


def pair_key(left: str, right: str) -> str:
    """What stands for a pair in addresses and forms, whichever way round."""
    return digest(*sorted((left, right)))


def judgement_key(judgement: Judgement) -> str:
    """What stands for a judgement in forms."""
    return digest(judgement.left, judgement.right, judgement.verdict, judgement.by, judgement.at)


def review_page(view: View, *, token: str, by: str, names: Mapping[str, str]) -> str:
    """The whole page.

    Args:
        view: What to show.
        token: Goes into every form that writes.
        by: Name of the reviewer.
        names: Names of the items in the facts, by QID.
    """
    secret = f'<input type="hidden" name="token" value="{escape(token)}">'
    parts = [f"<h1>{_TITLE}</h1>", _progress(view)]
    if view.pair is None:
        parts += [_end(view), _bar(_undo(view, secret))]
    else:
        key = pair_key(view.pair.left.id, view.pair.right.id)
        parts += [_pair(view.pair, names), _said(view), _bar(_buttons(key, secret), _skip(key), _undo(view, secret))]
        parts.append(_name_form(key, secret, by))
    parts += [_NOTE, '<script src="/assets/review/review.js"></script>']
    return Pages("").frame(_TITLE, "".join(parts), head=_HEAD)


def shown(text: str) -> str:
    """A text as HTML, with the number of each character that can't be seen in its place."""
    return "".join(_visible(char) for char in text)


def _visible(char: str) -> str:
    if char not in "\t\n" and unicodedata.category(char) in _UNSEEN:
        return f'<span class="unseen">U+{ord(char):04X}</span>'
    return escape(char)


def _progress(view: View) -> str:
    n_judged = view.n_pairs - view.n_waiting
    place = f"第 {view.number} 对，共 {view.n_pairs} 对 · {view.number} of {view.n_pairs} · " if view.number else ""
    return (
        f'<p class="dim">{place}已判 {n_judged}，待判 {view.n_waiting} · {n_judged} judged, {view.n_waiting} waiting '
        f'<progress max="{max(view.n_pairs, 1)}" value="{n_judged}"></progress></p>'
    )


def _end(view: View) -> str:
    if view.n_waiting:
        return (
            f"<p>已到末尾，跳过的还有 {view.n_waiting} 对。 The end; {view.n_waiting} pairs were skipped. "
            '<a href="/review">从头再看 From the start</a></p>'
        )
    return "<p>没有待判的对。 No doubtful pairs wait.</p>"


def _pair(pair: ReviewPair, names: Mapping[str, str]) -> str:
    reasons = "".join(f"<li>{_with_names(reason, names)}</li>" for reason in pair.reasons)
    facts = [("+", fact) for fact in pair.shared] + [("−", fact) for fact in pair.conflicting]
    rows = "".join(_fact(mark, fact, names) for mark, fact in facts)
    return (
        f'<section class="score"><b>{pair.score:.0%}</b> 相似度 score<ul>{reasons}</ul></section>'
        f'<div class="pair">{_side("A", pair.left, names)}{_side("B", pair.right, names)}</div>'
        f'<ul class="facts">{rows}</ul>'
    )


def _side(mark: str, side: Side, names: Mapping[str, str]) -> str:
    term = ENTITY_TYPES.get(side.type)
    kind = f"{term.zh} {term.en}" if term else side.type
    rows = [
        ("类型 type", escape(kind)),
        ("写法 written", _names_of(side)),
        ("说明 about", shown(side.description or "")),
        ("Wikidata", shown(side.qid or "")),
        ("职务 office", "、".join(map(shown, side.titles))),
        ("任职于 held in", "、".join(_with_names(body, names) for body in side.bodies)),
        ("文章 articles", str(side.n_articles)),
    ]
    table = "".join(f"<dt>{head}</dt><dd>{value}</dd>" for head, value in rows if value)
    evidence = "".join(f"<li>{_dated(date, sentence, side.names)}</li>" for date, sentence in side.evidence)
    link = escape("/" + quote(side.id, safe="/", errors="replace"))
    return (
        f'<section><h2>{mark} · <a href="{link}"><bdi>{shown(side.name)}</bdi></a></h2><dl>{table}</dl>'
        f"<ul>{evidence}</ul></section>"
    )


def _names_of(side: Side) -> str:
    text = "、".join(f"<bdi>{shown(name)}</bdi>" for name in side.names[:MAX_NAMES])
    n_more = len(side.names) - MAX_NAMES
    return f"{text} +{n_more}" if n_more > 0 else text


def _dated(date: str, sentence: str, names: Iterable[str]) -> str:
    """A sentence with its date and the names in it marked; of a very long one, the part around the first."""
    pattern = re.compile("|".join(re.escape(name) for name in sorted(names, key=len, reverse=True) if name) or "(?!)")
    first = pattern.search(sentence)
    start = max(0, first.start() - _BEFORE_NAME) if first and len(sentence) > MAX_SENTENCE else 0
    part = sentence[start : start + MAX_SENTENCE]
    marked, position = "", 0
    for match in pattern.finditer(part):
        marked += f"{shown(part[position : match.start()])}<mark>{shown(match[0])}</mark>"
        position = match.end()
    before, after = "…" if start else "", "…" if start + MAX_SENTENCE < len(sentence) else ""
    return f"<time>{shown(date or '?')}</time> <bdi>{before}{marked}{shown(part[position:])}{after}</bdi>"


def _fact(mark: str, fact: str, names: Mapping[str, str]) -> str:
    head, colon, values = fact.partition(": ")
    label = f"{_FACTS.get(head) or shown(head)}: " if colon else shown(head)
    kind = "shared" if mark == "+" else "conflicting"
    return f'<li class="{kind}"><b>{mark}</b> {label}{_with_names(values, names)}</li>'


def _with_names(text: str, names: Mapping[str, str]) -> str:
    """A text in which known items stand by their names, linked to their pages."""
    parts, position = [], 0
    for match in QID.finditer(text):
        if match[0] in names:
            link = f'<a href="/entity/{match[0]}">{shown(names[match[0]])}</a>'
            parts += [shown(text[position : match.start()]), link]
            position = match.end()
    return "".join(parts) + shown(text[position:])


def _said(view: View) -> str:
    if view.said is None:
        return ""
    return f'<p class="dim">已判 judged: {_VERDICTS[view.said.verdict][1]} · {shown(view.said.by)}</p>'


def _bar(*forms: str) -> str:
    return f'<div class="bar">{"".join(forms)}</div>'


def _buttons(key: str, secret: str) -> str:
    buttons = "".join(
        f'<button name="verdict" value="{verdict}" data-key="{letter}">{label} ({letter})</button>'
        for verdict, (letter, label, _) in _VERDICTS.items()
    )
    return (
        f'<form method="post" action="/review">{secret}<input type="hidden" name="pair" value="{key}">{buttons}</form>'
    )


def _skip(key: str) -> str:
    return (
        f'<form method="get" action="/review"><input type="hidden" name="after" value="{key}">'
        '<button data-key="k">跳过 Skip (k)</button></form>'
    )


def _undo(view: View, secret: str) -> str:
    if view.last is None:
        return ""
    last = view.last
    what = f"{shown(last.left)} {_VERDICTS[last.verdict][2]} {shown(last.right)} · {shown(last.by)}"
    return (
        f'<form method="post" action="/review/undo">{secret}'
        f'<input type="hidden" name="last" value="{judgement_key(last)}">'
        f'<button data-key="z">撤销上一条 Undo the last (z)</button> <span class="dim">{what}</span></form>'
    )


def _name_form(key: str, secret: str, by: str) -> str:
    """Apart from the verdicts, as Enter in the field would send the first of them."""
    return (
        f'<form method="post" action="/review/name">{secret}<input type="hidden" name="pair" value="{key}">'
        f'<label>审核人 your name in the log <input name="by" maxlength="60" value="{escape(by)}"></label>'
        "<button>记住 Keep</button></form>"
    )
