"""HTML of plan elements, differences and tables, for every view. Every value is escaped."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Sequence
from html import escape

from api.models import CitationOut, Detail, ElementOut, Span
from api.reports.words import FIELDS, label, told
from ui import texts
from ui.client import Client
from ui.elements import to_bodies, to_correction, to_place


def to_element(element: ElementOut, client: Client, *, year: bool = False) -> str:
    """An element: what the plan calls it, its words, who gets it, its place and what a person corrected."""
    name = label(element) + (f" ({element.year})" if year else "")
    return (
        f'<div class="rt-element"><p><strong>{escape(name)}</strong> {escape(element.text)}</p>'
        f"{to_facts(element)}{to_sources(element.citations, client)}{to_note(element)}</div>"
    )


def to_facts(element: ElementOut) -> str:
    """Recipients and followers on a line; "" where there are none."""
    parts = [(texts.RECIPIENTS, to_bodies(element, "recipients")), (texts.FOLLOWED, to_bodies(element, "followed_by"))]
    lines = [f"{name}: {names}" for name, names in parts if names]
    return "".join(f'<p class="rt-liten">{escape(line)}</p>' for line in lines)


def to_sources(citations: Sequence[CitationOut], client: Client) -> str:
    """Links to the places that say it."""
    links: dict[str, str] = {}
    for one in citations:  # the first on each page; the others stand beside it
        links.setdefault(to_place(one), client.open_address(one.url))
    said = ", ".join(to_outside(words, address) for words, address in links.items())
    return f'<p class="rt-liten">{texts.SOURCE}: {said}</p>' if said else ""


def to_outside(words: str, address: str) -> str:
    """A link that opens a tab of its own, and says so."""
    new = f'<span class="rt-dold"> {texts.NEW_TAB}</span>'
    return f'<a href="{escape(address)}" target="_blank" rel="noopener">{escape(words)}{new}</a>'


def to_note(element: ElementOut) -> str:
    """What a person corrected, set apart."""
    lines = to_correction(element)
    return f'<p class="rt-rattad">{escape(" ".join(lines))}</p>' if lines else ""


def to_spans(spans: Iterable[Span]) -> str:
    """A text with what left it and what came marked, in words for those who hear it too."""
    return "".join(map(_span, spans))


def _span(span: Span) -> str:
    if span.op == "equal":
        return escape(span.text)
    tag, word = ("ins", texts.INSERTED) if span.op == "insert" else ("del", texts.DELETED)
    end = texts.INSERTED_END if span.op == "insert" else texts.DELETED_END
    said = escape(span.text)
    return f'<{tag}><span class="rt-dold">{word}</span>{said}<span class="rt-dold">{end}</span></{tag}>'


def to_sides(spans: Sequence[Span]) -> tuple[str, str]:
    """Two texts to stand side by side: the older with what left it, the newer with what came."""
    older = to_spans(one for one in spans if one.op != "insert")
    return older, to_spans(one for one in spans if one.op != "delete")


def to_details(details: Iterable[Detail]) -> str:
    """The other fields that differ, as a list; the text has its own marks."""
    lines = [f"{FIELDS.get(one.field, one.field)}: {told(one)}" for one in details if one.field != "text"]
    return to_list(lines) if lines else ""


def to_list(items: Sequence[str]) -> str:
    """A plain list of escaped texts."""
    return '<ul class="rt-lista">' + "".join(f"<li>{escape(item)}</li>" for item in items) + "</ul>"


def to_table(caption: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table of HTML cells that can be scrolled with the keyboard; the first cell heads its row."""
    head = "".join(f'<th scope="col">{escape(column)}</th>' for column in columns)
    body = "".join(
        f'<tr><th scope="row">{row[0]}</th>{"".join(f"<td>{cell}</td>" for cell in row[1:])}</tr>' for row in rows
    )
    return (
        f'<div class="rt-tabell" role="region" tabindex="0" aria-label="{escape(caption)}"><table>'
        f'<caption class="rt-dold">{escape(caption)}</caption><thead><tr>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )


def to_heading(words: str, level: int = 2) -> str:
    """A heading of a view's part."""
    return f'<h{level} class="rt-rubrik">{escape(words)}</h{level}>'


def to_image(svg: str, alt: str) -> str:
    """A drawing of ours as an image with its words; Streamlit lets no drawing stand in the page itself."""
    data = b64encode(svg.encode()).decode()
    return f'<img class="rt-bild" alt="{escape(alt)}" src="data:image/svg+xml;base64,{data}">'


def to_downloads(links: Sequence[tuple[str, str]]) -> str:
    """Files to fetch, in a row: (form or words, address)."""
    made = [f'<a href="{escape(address)}" download>{escape(words)}</a>' for words, address in links]
    return f'<p class="rt-hamta">{" ".join(made)}</p>'


def to_paragraph(words: str) -> str:
    """A paragraph of escaped text."""
    return f"<p>{escape(words)}</p>"


def to_small(words: str) -> str:
    """A line beside the matter."""
    return f'<p class="rt-liten">{escape(words)}</p>'
