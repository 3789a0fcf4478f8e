"""What is missing, apart by the plan's own gaps and what may be ours. `?ar=` chooses a year."""

from html import escape

import streamlit as st

from api.models import ValidationOut
from ui import cards, components
from ui.client import make_client
from ui.elements import PLANS, find_years, to_name
from ui.gaps import Gap, find_gaps, group_findings, keep_documents
from ui.shapes import DocumentJson
from ui.texts import luckor as words

client = make_client()


def show_gaps(title: str, lead: str, gaps: list[Gap]) -> None:
    """One of the two sorts, each gap closed until it is opened."""
    st.html(cards.to_heading(title))
    st.write(lead if gaps else words.NONE)
    for gap in gaps:
        head = escape(words.COUNT.format(lacks=gap.lacks, n=len(gap.elements), title=gap.title))
        items = "".join(
            f"<li>{escape(to_name(one))} {cards.to_sources(one.citations, client)}</li>" for one in gap.elements
        )
        st.html(f'<details class="rt-lucka"><summary>{head}</summary><ul class="rt-lista">{items}</ul></details>')


def show_checks(report: ValidationOut, titles: dict[str, str]) -> None:
    """The remarks of the SHACL shapes, alike ones on a line."""
    groups = group_findings(report)
    st.html(cards.to_heading(words.CHECKS))
    st.write(words.CHECKS_LEAD if groups else words.NONE)
    lines = [
        words.FINDING.format(severity=words.SEVERITIES.get(severity, severity), n=len(focuses),
                             title=titles.get(document, document) or "–", message=message)
        for (severity, document, message), focuses in groups.items()
    ]  # fmt: skip
    if lines:
        st.html(cards.to_list(lines))


def show_unread(report: ValidationOut, documents: list[DocumentJson], titles: dict[str, str]) -> None:
    """What gave no element, by document with links to the places; documents that gave none; files left out."""
    st.html(cards.to_heading(words.UNREAD))
    st.write(words.UNREAD_LEAD if report.unread else words.NONE)
    for document in dict.fromkeys(one.document for one in report.unread):
        own = [one for one in report.unread if one.document == document]
        items = "".join(
            f"<li>{cards.to_outside(one.text.replace(chr(9), ' '), _address(document, one.passage))}</li>"
            for one in own
        )
        head = escape(words.UNREAD_IN.format(title=titles.get(document, document), n=len(own)))
        st.html(f'<details class="rt-lucka"><summary>{head}</summary><ul class="rt-lista">{items}</ul></details>')
    empty = [components.name_plan(one) for one in documents if not one.get("elements")]
    lists = ((words.NOTHING_READ, empty), (words.REJECTED, [f"{one.path}: {one.reason}" for one in report.rejected]))
    for title, lines in lists:
        if lines:
            st.html(cards.to_heading(title) + cards.to_list(lines))


def _address(document: str, passage: str) -> str:
    return client.open_address(f"/dokument/{document}?passage={passage}#{passage}")


components.show_head(words.TITLE, words.LEAD)
read = components.need(client.documents())
if not read:
    components.end_empty()
names = {one["id"]: components.name_plan(one) for one in read}
year = components.choose(words.YEAR, [*map(str, find_years(read)), words.EVERY_YEAR], "ar")
wanted = {"year": int(year)} if year.isdigit() else {}
read = [one for one in read if not wanted or one["year"] == wanted["year"]]
found = [one for one in components.need(client.elements(**wanted)) if one.document.kind in PLANS]
gaps = find_gaps(found)
show_gaps(words.PLAN, words.PLAN_LEAD, [gap for gap in gaps if gap.plan])
show_gaps(words.READING, words.READING_LEAD, [gap for gap in gaps if not gap.plan])
checked = keep_documents(components.need(client.validation()), {one["id"] for one in read})
show_checks(checked, names)
show_unread(checked, read, names)
