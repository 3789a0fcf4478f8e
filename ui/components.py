"""The parts that views are made of. They draw; what they show is given to them."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path

import streamlit as st

from ui import markup, texts
from ui.client import AnswerJson, CitationJson, Client, DocumentJson, InterpretationJson, Trouble
from ui.conversation import Turn

HERE = Path(__file__).parent
READER = HERE / "views" / "lasare.py"


def show_head(title: str, lead: str = "") -> None:
    """A view's heading, and one sentence on what it is for."""
    st.html(HERE / "stil.css")
    st.title(title, anchor=False)
    if lead:
        st.write(lead)


def show_trouble(trouble: Trouble) -> None:
    """What went wrong and what to do, as an alert."""
    st.error(f"**{trouble.title}**")
    st.text(trouble.detail)


def show_turn(turn: Turn, number: int, client: Client) -> None:
    """A question, its answer and the evidence beneath."""
    if isinstance(turn.reply, Trouble):
        st.html(markup.to_question(turn.question))
        show_trouble(turn.reply)
        return
    st.html(markup.to_answer(turn.question, turn.reply, number))
    if turn.reply["citations"]:
        st.html(f'<h3 class="rt-rubrik">{texts.EVIDENCE}</h3>')
    for citation in turn.reply["citations"]:
        with st.container(border=True):
            show_evidence(citation, number, client)


def show_evidence(citation: CitationJson, number: int, client: Client) -> None:
    """A piece of evidence, with the plain page and the reader that open its place."""
    st.html(markup.to_card(citation, number))
    n = citation["n"]
    with st.container(horizontal=True, gap="medium", vertical_alignment="center"):
        st.html(markup.to_link(texts.OPEN_PLACE.format(n=n), client.open_address(citation["url"])), width="content")
        link_to_reader(texts.OPEN_HERE.format(n=n), citation["document"], citation["passage"])


def link_to_reader(label: str, document: DocumentJson, passage: str = "") -> None:
    """A link to the reader that stays in the tab and keeps the conversation."""
    query = {"dokument": document["id"], "passage": passage} if passage else {"dokument": document["id"]}
    st.page_link(READER, label=label, query_params=query)


def show_interpretation(reply: AnswerJson) -> None:
    """How the question was understood, and the search that was made of it."""
    with st.expander(texts.UNDERSTOOD):
        st.html(markup.to_list(to_understood(reply["interpretation"])))
    if reply["sparql"]:
        with st.expander(texts.SPARQL):
            st.code(reply["sparql"], language=None, wrap_lines=True)


def to_understood(interpretation: InterpretationJson) -> list[str]:
    """Years, kinds and names as lines of text."""
    years = ", ".join(map(str, interpretation.get("years") or [])) or texts.UNDERSTOOD_YEARS_NONE
    kinds = ", ".join(texts.TYPES.get(kind, kind) for kind in interpretation.get("types") or [])
    names = ", ".join(map(str, interpretation.get("entities") or [])) or texts.UNDERSTOOD_ENTITIES_NONE
    return [f"{texts.UNDERSTOOD_YEARS}: {years}", f"{texts.UNDERSTOOD_TYPES}: {kinds or texts.UNDERSTOOD_TYPES_NONE}",
            f"{texts.UNDERSTOOD_ENTITIES}: {names}"]


def show_suggestions(title: str, questions: Sequence[str], choose: Callable[[str], None]) -> None:
    """Questions to press; `choose` gets the one that is pressed."""
    if not questions:
        return
    st.html(f'<h2 class="rt-rubrik">{title}</h2>')
    for question in dict.fromkeys(questions):
        st.button(plain(question), key=f"forslag-{question}", on_click=choose, args=(question,))


def plain(text: str) -> str:
    """A text with the characters that Streamlit's labels read as Markdown made harmless."""
    return "".join(f"\\{sign}" if sign in "\\`*_[]<>$:~#" else sign for sign in text)


def get_region(documents: Sequence[DocumentJson]) -> str:
    """The region's name: the setting, else the newest document's, else nothing."""
    named = [document.get("huvudman") or "" for document in documents]
    return os.environ.get("RODATRADEN_REGION") or next(filter(None, named), "")
