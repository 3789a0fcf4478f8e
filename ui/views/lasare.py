"""A document as text, with the cited passage marked. `?dokument=&passage=` opens a place, `&sok=` searches."""

import streamlit as st

from ui import cards, components, markup
from ui.client import Trouble, make_client
from ui.shapes import DocumentJson
from ui.texts import dokument as words

client = make_client()


def show_choice(documents: list[DocumentJson]) -> None:
    """The documents to choose among."""
    if not documents:
        components.end_empty()
    for document in documents:
        components.link_to_reader(components.plain(document["title"]), document)
        st.html(markup.to_small(markup.to_facts(document)))


def show_document(document: DocumentJson, passage: str) -> None:
    """One document, with the ways to search, fetch and print it, scrolled to the passage."""
    components.show_head(components.plain(document["title"]), components.plain(markup.to_facts(document)))
    id = document["id"]
    path = f"/dokument/{id}" + (f"?passage={passage}#{passage}" if passage else "")
    original = client.open_address(f"/api/documents/{id}/original")
    links = cards.to_outside(words.READER_PLAIN, client.open_address(path))
    st.html(f'<div class="rt-hamta">{links}<a href="{original}" download>{words.READER_ORIGINAL}</a></div>')
    components.link_to_view("lasare", words.READER_ALL)
    sought = components.search_box(words.READER_SEARCH, "sok")
    text = components.need(client.reader_text(id, passage, sought))
    if 'class="traff"' in text:
        st.html(cards.to_paragraph(words.READER_MARKED))
    st.html(text)
    if passage and not sought:
        st.html(markup.to_jump(passage), unsafe_allow_javascript=True)


def show(documents: list[DocumentJson]) -> None:
    """The document that the address names, or the choice."""
    wanted, passage = components.read_address("dokument"), components.read_address("passage")
    chosen = next((document for document in documents if document["id"] == wanted), None)
    if chosen:
        show_document(chosen, passage)
        return
    components.show_head(words.READER_TITLE, words.READER_GONE if wanted else words.READER_LEAD)
    show_choice(documents)


found = client.documents()
if isinstance(found, Trouble):
    components.show_head(words.READER_TITLE)
show(components.need(found))
