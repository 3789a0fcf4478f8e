"""The outline as HTML (nested lists that open and close without a script) and as a drawing. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape
from textwrap import wrap
from urllib.parse import urlencode

from ui import cards, texts
from ui.client import Client
from ui.outline import Node
from ui.texts import traden as words

BOX, GAP_X, ROW = 236, 40, 46
LETTERS = 32
DEPTH = 3
STYLE = """
text { font: 12px system-ui, 'Liberation Sans', Arial, sans-serif; fill: #1f2328; }
rect { fill: #ffffff; stroke: #8b8779; }
.rot { stroke: #9b1c31; stroke-width: 2.5; }
path { fill: none; stroke: #9b1c31; stroke-width: 1.5; }
@media (prefers-color-scheme: dark) {
  text { fill: #eceae5; } rect { fill: #1f2429; stroke: #7b818a; }
  .rot { stroke: #ff9dac; } path { stroke: #ff9dac; }
}
"""


def to_html(nodes: Sequence[Node], client: Client, opened: Sequence[str] = (), *, all_open: bool = False) -> str:
    """The outline; the nodes with the ids in `opened` stand open, the last of them marked."""
    return f'<div class="rt-tradar">{_list(nodes, client, opened, all_open, 0)}</div>'


def _list(nodes: Sequence[Node], client: Client, opened: Sequence[str], all_open: bool, depth: int) -> str:
    items = "".join(f"<li>{_node(node, client, opened, all_open, depth)}</li>" for node in nodes)
    return f"<ul>{items}</ul>"


def _node(node: Node, client: Client, opened: Sequence[str], all_open: bool, depth: int) -> str:
    key = node.id or node.text
    chosen = ' class="rt-vald"' if opened and key == opened[-1] else ""
    kind, said = _title(node)
    head = f'<span class="rt-slag">{escape(kind)}</span> ' if kind else ""
    line = f"<span{chosen}>{head}{escape(said)}</span>"
    place = _place(node, client)
    if not node.children:
        return f"{line}{place}"
    is_open = " open" if all_open or key in opened else ""
    count = f' <span class="rt-slag">({words.COUNT_BELOW.format(n=len(node.children))})</span>'
    inner = _list(node.children, client, opened, all_open, depth + 1)
    return f"<details{is_open}><summary>{line}{count}</summary>{place}{inner}</details>"


def _title(node: Node) -> tuple[str, str]:
    """What it is and its words: ("Uppdrag", "nr 9: …"), ("Mottagare:", …); no kind where the words begin with it."""
    kind = node.kind.capitalize()
    if not kind or node.text.casefold().startswith(node.kind.casefold()):
        return "", node.text
    if node.element and node.element.number:
        return kind, re.sub("^Nr ", "nr ", node.text)
    return f"{kind}:", node.text


def _place(node: Node, client: Client) -> str:
    """Where it stands, and what a person corrected."""
    note = cards.to_note(node.element) if node.element else ""
    if not node.citations:
        return note
    cited = node.citations[0]
    follow = f" · {_follow(node)}" if node.element and node.element.type == "uppdrag" else ""
    page = texts.PAGE.format(page=cited.page) if cited.page is not None else words.PLACE
    return f' <span class="rt-liten">{cards.to_outside(page, client.open_address(cited.url))}{follow}</span>{note}'


def _follow(node: Node) -> str:
    """The way to an uppdrag's thread over the years."""
    return cards.to_outside(words.OVER_TIME, f"uppdrag?{urlencode({'element': node.id})}")


def to_svg(root: Node) -> str:
    """A drawing of a node and what lies below it, left to right, `DEPTH` levels."""
    boxes: list[str] = []
    height = _draw(root, 0, 0.0, boxes)
    depth = _depth(root, 1)
    size = f"{depth * BOX + (depth - 1) * GAP_X + 4} {height * ROW + 4}"
    width, tall = size.split()
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="-2 -2 {size}" width="{width}" height="{tall}">'
    return f"{head}<style>{STYLE}</style>{''.join(boxes)}</svg>"


def count(root: Node, level: int = 1) -> int:
    """How many boxes a drawing has."""
    return 1 + (sum(count(child, level + 1) for child in root.children) if level < DEPTH else 0)


def _depth(node: Node, level: int) -> int:
    return max((_depth(child, level + 1) for child in node.children), default=level) if level < DEPTH else level


def _draw(node: Node, level: int, top: float, boxes: list[str]) -> float:
    """Draw a node beside the first of its children, so that a drawing begins at its top; how many rows it takes."""
    rows, at = 0.0, []
    if level + 1 < DEPTH:
        for child in node.children:
            at.append(top + rows + 0.5)
            rows += _draw(child, level + 1, top + rows, boxes)
    x, y = level * (BOX + GAP_X), (top + 0.5) * ROW
    boxes.append(_box(node, x, y, level))
    boxes += [_edge(x + BOX, y, row * ROW) for row in at]
    return max(rows, 1.0)


def _box(node: Node, x: float, y: float, level: int) -> str:
    """A box with as many words as two lines hold."""
    lines = wrap(" ".join(filter(None, _title(node))), LETTERS, max_lines=2, placeholder=" …")
    first = y + (4 if len(lines) == 1 else -4)
    text = "".join(f'<text x="{x + 8}" y="{first + 15 * at}">{escape(line)}</text>' for at, line in enumerate(lines))
    mark = ' class="rot"' if level == 0 else ""
    return f'<rect{mark} x="{x}" y="{y - ROW / 2 + 3}" width="{BOX}" height="{ROW - 6}" rx="5"/>{text}'


def _edge(x: float, y: float, to: float) -> str:
    half, end = x + GAP_X / 2, x + GAP_X
    return f'<path d="M{x} {y} C{half} {y} {half} {to} {end} {to}"/>'
