"""The site report: one page of HTML that asks no server for anything and prints well on A4."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape

Rows = Sequence[Sequence[str]]

_STYLE = """
@page { size: A4; margin: 18mm 16mm 20mm;
  @bottom-right { content: counter(page) " / " counter(pages); font: 9pt sans-serif; } }
* { box-sizing: border-box; }
body { font: 10.5pt/1.45 'Noto Sans SC', 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC',
  system-ui, sans-serif; color: #111; background: #fff; max-width: 178mm; margin: 0 auto;
  padding: 6mm 0; }
header { border-bottom: 2px solid #0b6e69; padding-bottom: 3mm; margin-bottom: 5mm; }
h1 { font-size: 17pt; line-height: 1.25; margin: 0 0 1mm; }
h2 { font-size: 14pt; margin: 0 0 2mm; }
h3 { font-size: 11pt; margin: 5mm 0 1mm; break-after: avoid; }
p { margin: 0 0 2mm; } .soft { color: #555; font-size: 9pt; }
section { break-before: page; } section.first { break-before: auto; }
svg { width: 100%; height: auto; border: 1px solid #bbb; display: block; }
figure { margin: 0 0 3mm; break-inside: avoid; }
table { border-collapse: collapse; width: 100%; font-size: 9.5pt; }
th, td { text-align: left; vertical-align: top; padding: 1mm 2mm 1mm 0;
  border-bottom: 1px solid #ccc; overflow-wrap: anywhere; }
thead th { color: #555; font-weight: 500; } thead { display: table-header-group; }
tr { break-inside: avoid; } td.n, th.n { text-align: right; font-variant-numeric: tabular-nums; }
td.n { white-space: nowrap; } thead th { min-width: 11mm; overflow-wrap: normal; }
thead, tbody tr:first-child { break-after: avoid; }
tbody th { font-weight: 500; min-width: 24mm; }
footer { margin-top: 6mm; border-top: 1px solid #bbb; padding-top: 2mm; break-inside: avoid; }
@media screen { body { padding: 8mm; } section { margin-top: 12mm; } }
"""


@dataclass(frozen=True)
class Block:
    """A table with its head; `numbers` says from which column on there are numbers."""

    title: str
    heads: Sequence[str]
    rows: Rows
    numbers: int = 99
    note: str = ""


@dataclass(frozen=True)
class Sheet:
    """What is said of one parcel."""

    name: str
    facts: Sequence[str]
    picture: str
    blocks: Sequence[Block] = field(default=())


@dataclass(frozen=True)
class Report:
    """The whole report, in words of one language."""

    language: str
    title: str
    question: Sequence[str]
    overview: str
    summary: Block
    sheets: Sequence[Sheet]
    notes: Sequence[str]


def report_html(report: Report) -> bytes:
    """The report in UTF-8; every text is escaped here, pictures are SVG already."""
    asked = "".join(f"<p>{escape(line)}</p>" for line in report.question)
    notes = "".join(f'<p class="soft">{escape(line)}</p>' for line in report.notes)
    sheets = "".join(map(_sheet, report.sheets))
    language = "zh-CN" if report.language == "zh" else report.language
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(language)}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(report.title)}</title><style>{_STYLE}</style></head><body>\n"
        f"<header><h1>{escape(report.title)}</h1>{asked}</header>\n"
        f'<section class="first"><figure>{report.overview}</figure>{_block(report.summary)}'
        f"</section>\n{sheets}<footer>{notes}</footer>\n</body></html>\n"
    ).encode()


def _sheet(sheet: Sheet) -> str:
    facts = "".join(f"<p>{escape(line)}</p>" for line in sheet.facts)
    blocks = "".join(map(_block, sheet.blocks))
    return (
        f"<section><h2>{escape(sheet.name)}</h2>{facts}<figure>{sheet.picture}</figure>"
        f"{blocks}</section>\n"
    )


def _block(block: Block) -> str:
    if not block.rows:
        return ""
    heads = "".join(
        f'<th scope="col"{_kind(i, block)}>{escape(head)}</th>'
        for i, head in enumerate(block.heads)
    )
    rows = "".join(f"<tr>{_cells(row, block)}</tr>" for row in block.rows)
    note = f'<p class="soft">{escape(block.note)}</p>' if block.note else ""
    return (
        f"<h3>{escape(block.title)}</h3><table><thead><tr>{heads}</tr></thead>"
        f"<tbody>{rows}</tbody></table>{note}"
    )


def _cells(row: Sequence[str], block: Block) -> str:
    first, *rest = row
    cells = "".join(f"<td{_kind(i, block)}>{escape(text)}</td>" for i, text in enumerate(rest, 1))
    return f'<th scope="row">{escape(first)}</th>{cells}'


def _kind(column: int, block: Block) -> str:
    return ' class="n"' if column >= block.numbers else ""
