"""HTML of our own, where Streamlit's parts give no headings, marks or live region. Every value is escaped."""

from __future__ import annotations

import re
from html import escape
from itertools import groupby

from ui import texts
from ui.shapes import AnswerJson, CitationJson, DocumentJson
from ui.texts import dokument as held
from ui.texts import fraga as words


def to_answer(question: str, reply: AnswerJson, turn: int) -> str:
    """The question and its answer, the kind of outcome in words first."""
    sign, word = words.STATUSES.get(reply["status"], words.STATUSES["not_found"])
    known = {citation["n"] for citation in reply["citations"]}
    head = f'<h3><span aria-hidden="true">{sign}</span> {word}</h3>'
    body, composed = to_lines(reply["answer"], known, turn), to_composed(reply, known, turn)
    shown = f'<div class="rt-svar rt-{escape(reply["status"])}">{head}{body}</div>'
    return f"{to_question(question)}{shown}{composed}"


def to_composed(reply: AnswerJson, known: set[int], turn: int) -> str:
    """That a language model phrased the answer, and the composed one to open; "" where none did."""
    phrasing = reply.get("phrasing")
    if not phrasing or not phrasing["composed"]:
        return ""
    told = f"{escape(words.PHRASED.format(model=phrasing['model']))} {words.COMPOSED}"
    lines = to_lines(phrasing["composed"], known, turn)
    return f'<details class="rt-liten"><summary>{told}</summary>{lines}</details>'


def to_question(question: str) -> str:
    """The question as the heading of what came of it."""
    return f'<h2 class="rt-fraga"><span>{words.QUESTION}</span> {escape(question)}</h2>'


def to_lines(answer: str, known: set[int], turn: int) -> str:
    """The answer's lines; those that follow a heading (a line that ends in a colon) are its list."""
    html, listed = [], False
    lines = [line.strip().removeprefix("- ") for line in answer.splitlines() if line.strip()]
    for heads, group in groupby(lines, key=lambda line: line.endswith(":")):
        marked = [link_marks(line, known, turn) for line in group]
        if heads:
            html += [f'<p class="rt-ledrad">{line}</p>' for line in marked]
        elif listed:
            html.append("<ul>" + "".join(f"<li>{line}</li>" for line in marked) + "</ul>")
        else:
            html += [f"<p>{line}</p>" for line in marked]
        listed = heads
    return "".join(html)


def link_marks(line: str, known: set[int], turn: int) -> str:
    """A line with its marks as links to the evidence; a mark that names no citation stays text."""

    def link(mark: re.Match[str]) -> str:
        n = int(mark[1])
        if n not in known:
            return mark[0]
        label = words.SOURCE.format(n=n)
        return f'<a class="rt-marke" href="#{to_anchor(turn, n)}" target="_self" aria-label="{label}">[{n}]</a>'

    return re.sub(r"\[(\d+)\]", link, escape(line))


def to_anchor(turn: int, n: int) -> str:
    """The id of a piece of evidence on the page."""
    return f"kalla-{turn}-{n}"


def to_card(citation: CitationJson, turn: int) -> str:
    """A piece of evidence: document, year, page, section and quote."""
    n = citation["n"]
    return (
        f'<div class="rt-kalla" id="{to_anchor(turn, n)}" tabindex="-1">'
        f"<h4>[{n}] {escape(citation['document']['title'])}</h4>"
        f'<p class="rt-liten">{escape(to_place(citation))}</p>'
        f"<blockquote>{to_quote(citation['quote'])}</blockquote></div>"
    )


def to_quote(quote: str) -> str:
    """A quote; the cells of a table's row stand apart, each unbroken where the line allows it."""
    if "\t" not in quote:
        return escape(quote)
    return " ".join(f'<span class="rt-cell">{escape(cell)}</span>' for cell in quote.split("\t"))


def to_place(citation: CitationJson) -> str:
    """Document's kind, year, page and section, parted by dots."""
    document = citation["document"]
    parts = [texts.KINDS.get(document["kind"], document["kind"]), str(document["year"])]
    if citation["page"] is not None:
        parts.append(texts.PAGE.format(page=citation["page"]))
    if citation["section"]:
        parts.append(texts.UNDER.format(section=citation["section"]))
    return " · ".join(parts)


def to_document(document: DocumentJson) -> str:
    """A document's heading and what it gave."""
    title, facts = escape(document["title"]), escape(to_facts(document))
    return f'<h3 class="rt-dokument">{title}</h3><p class="rt-liten">{facts}</p>'


def to_facts(document: DocumentJson) -> str:
    """Kind, year, organisation, state and counts of a document, parted by dots."""
    parts = [texts.KINDS.get(document["kind"], document["kind"]), str(document["year"])]
    parts += [document.get("organisation") or "", texts.STATES.get(document.get("status") or "", "")]
    counts = (("pages", held.DOCUMENT_PAGES), ("passages", held.DOCUMENT_PASSAGES),
              ("elements", held.DOCUMENT_ELEMENTS))
    parts += [told.format(n=document[key]) for key, told in counts if document.get(key)]  # type: ignore[literal-required]
    return " · ".join(filter(None, parts))


def to_announcement(turn: int) -> str:
    """Put the answer's words into a live region that outlives each answer, so that it is read aloud.

    Streamlit swaps an element's whole content, and a region that comes with its words is not announced.
    """
    return f"<div data-svar='{turn}'></div><script>{ANNOUNCE}</script>"


def to_jump(passage: str) -> str:
    """Bring the marked passage into view, as a plain page's address does by itself."""
    return f"<i data-plats='{escape(passage)}'></i><script>{SHOW_MARKED}</script>"


ANNOUNCE = """
(() => {
  let region = document.getElementById('rt-lage');
  if (!region) {
    region = document.createElement('div');
    region.id = 'rt-lage';
    region.className = 'rt-dold';
    region.setAttribute('role', 'status');
    document.body.append(region);
  }
  setTimeout(() => { region.textContent = document.querySelector('.rt-svar')?.innerText ?? ''; }, 150);
})();
"""
SHOW_MARKED = """
setTimeout(() => {
  const place = document.querySelector('article.text .traff');
  place?.scrollIntoView({block: 'center'});
  place?.focus({preventScroll: true});
}, 150);
"""


def to_small(line: str) -> str:
    """A line beside the matter: the name above a view, the reminder beneath it."""
    return f'<p class="rt-liten">{escape(line)}</p>'


def to_link(label: str, address: str) -> str:
    """A link that opens a tab of its own, and says so."""
    return f'<p><a href="{escape(address)}" target="_blank" rel="noopener">{escape(label)} {texts.NEW_TAB}</a></p>'


def to_copy_button(text: str) -> str:
    """A button that copies a text; the text stands beside it, out of sight."""
    return (
        f'<button type="button" class="rt-knapp" data-kopiera>{words.COPY}</button>'
        f'<textarea class="rt-kopia" hidden aria-hidden="true" tabindex="-1">{escape(text)}</textarea>'
    )


COPYING = f"""
(() => {{
  const button = document.querySelector('[data-kopiera]');
  button.onclick = async () => {{
    const box = button.nextElementSibling;
    try {{ await navigator.clipboard.writeText(box.value); }} catch {{
      box.hidden = false; box.select(); document.execCommand('copy'); box.hidden = true;
    }}
    button.textContent = '{words.COPIED}';
    setTimeout(() => {{ button.textContent = '{words.COPY}'; }}, 3000);
  }};
}})();
"""
SCRIPTS = (ANNOUNCE, SHOW_MARKED, COPYING)
"""What may run within a view: the page's policy names these by their checksums, and no other script there runs."""
