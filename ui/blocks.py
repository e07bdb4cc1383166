"""Pieces of HTML made of data: cards, tables, steps. Every text is escaped here."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

_WEB = re.compile(r"https?://")
_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")
_REMARK = re.compile(r"[（(][^（()）&]{1,8}[）)]")


@dataclass(frozen=True, slots=True)
class Card:
    """A number with its name; `note` stands under it, `tone` is '', 'worse' or 'better'."""

    name: str
    number: str
    unit: str = ""
    note: str = ""
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table; `sub` is smaller, under the text; a `short` one is never broken; `link`
    is an address of the web that the text leads to."""

    text: str
    sub: str = ""
    number: bool = False
    short: bool = False
    link: str = ""


@dataclass(frozen=True, slots=True)
class LegRow:
    """One leg of a journey: what to do, when it starts, how long it takes, how far, in which
    line's colour ('' for none)."""

    text: str
    start: str
    took: str = ""
    far: str = ""
    colour: str = ""


def sentence(text: str, small: str = "") -> str:
    """The answer, large, with what has to be said beside it, a line each."""
    aside = "".join(f'<p class="aside">{escape(line)}</p>' for line in small.splitlines())
    return f'<div class="answer"><h1>{escape(text)}</h1>{aside}</div>'


def heading(text: str) -> str:
    """The head of a part of the page."""
    return f'<h2 class="part">{escape(text)}</h2>'


def cards(items: Iterable[Card], *, wide: bool = False) -> str:
    """Cards, two abreast; on a wide screen four where they are `wide`."""
    look = "cards wide" if wide else "cards"
    return f'<div class="{look}">{"".join(map(_card, items))}</div>'


def _card(card: Card) -> str:
    unit = f'<span class="unit">{escape(card.unit)}</span>' if card.unit else ""
    tone = f" {card.tone}" if card.tone else ""
    note = f'<p class="note{tone}">{escape(card.note)}</p>' if card.note else ""
    return (
        f'<section class="card"><h3 title="{escape(card.name)}">{_unbroken(card.name)}</h3>'
        f'<p class="number">{escape(card.number)}{unit}</p>{note}</section>'
    )


def _unbroken(text: str) -> str:
    """Text as markup in which a short remark in brackets keeps to one line."""
    return _REMARK.sub(r'<span class="whole">\g<0></span>', escape(text))


def table(
    caption: str, heads: Sequence[str], rows: Iterable[Sequence[Cell]], *, stack: bool = False
) -> str:
    """A table with a caption for those who cannot see it; the first column names the row.

    On a phone the cells of a row `stack` under each other, each with its head.
    """
    lines = list(rows)
    kinds = [' class="figure"' if cell.number else "" for cell in (lines[0] if lines else ())]
    kinds += [""] * (len(heads) - len(kinds))
    columns = zip(heads, kinds, strict=True)
    top = "".join(f'<th scope="col"{kind}>{escape(head)}</th>' for head, kind in columns)
    body = "".join(f"<tr>{''.join(_cells(row, heads))}</tr>" for row in lines)
    look = "table stack" if stack else "table"
    return (
        f'<div class="{look}" tabindex="0" role="region" aria-label="{escape(caption)}"><table>'
        f"<caption>{escape(caption)}</caption><thead><tr>{top}</tr></thead>"
        f"<tbody>{body}</tbody></table></div>"
    )


def _cells(row: Sequence[Cell], heads: Sequence[str]) -> Iterable[str]:
    for column, (cell, name) in enumerate(zip(row, heads, strict=True)):
        sub = f"<small>{escape(cell.sub)}</small>" if cell.sub else ""
        head = "th" if column == 0 else "td"
        scope = ' scope="row"' if column == 0 else ""
        kind = ' class="figure"' if cell.number else ' class="short"' if cell.short else ""
        label = f' data-head="{escape(name)}"'
        yield f"<{head}{scope}{kind}{label}>{_linked(cell)}{sub}</{head}>"


def _linked(cell: Cell) -> str:
    """The text, as a link where it has one that a browser may follow."""
    if not _WEB.match(cell.link):
        return escape(cell.text)
    return f'<a href="{escape(cell.link)}" target="_blank" rel="noopener">{escape(cell.text)}</a>'


def steps(rows: Iterable[tuple[str, str]]) -> str:
    """The steps of a way: what to do, and how far."""
    items = "".join(
        f"<li><span>{escape(what)}</span><small>{escape(far)}</small></li>" for what, far in rows
    )
    return f'<ol class="steps">{items}</ol>'


def legs(rows: Iterable[LegRow]) -> str:
    """A journey by the clock; rides stand beside a bar in their line's colour."""
    return f'<ol class="legs">{"".join(map(_leg, rows))}</ol>'


def _leg(row: LegRow) -> str:
    known = _COLOUR.fullmatch(row.colour)
    style = f' style="--line-colour: {row.colour}"' if known else ""
    kind = ' class="ride"' if known else ""
    took = " · ".join(escape(part) for part in (row.took, row.far) if part)
    return (
        f"<li{kind}{style}><time>{escape(row.start)}</time><span>{escape(row.text)}</span>"
        f"<small>{took}</small></li>"
    )


def timeline(rows: Iterable[tuple[str, str, str]]) -> str:
    """Events in order: the date, what happened, and small print."""
    items = "".join(
        f"<li><time>{escape(when)}</time><span>{escape(what)}<small>{escape(small)}</small></span></li>"
        for when, what, small in rows
    )
    return f'<ol class="timeline">{items}</ol>'


def board(rows: Iterable[tuple[str, str, str]]) -> str:
    """Entries of a programme: a name, how far it has come, and small print."""
    items = "".join(
        f"<li><strong>{escape(name)}</strong><em>{escape(status)}</em>"
        f"<small>{escape(small)}</small></li>"
        for name, status, small in rows
    )
    return f'<ul class="board">{items}</ul>'


def notice(text: str, tone: str = "gentle") -> str:
    """A remark in words: 'gentle' or 'trouble'."""
    role = "alert" if tone == "trouble" else "status"
    return f'<div class="notice {tone}" role="{role}">{escape(text)}</div>'


def foot(lines: Iterable[str]) -> str:
    """Small print: sources, dates, accuracy."""
    return f'<div class="foot">{"".join(f"<p>{escape(line)}</p>" for line in lines if line)}</div>'
