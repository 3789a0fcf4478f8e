"""A document as text, with the cited passage marked. `?dokument=&passage=` opens a place."""

import streamlit as st

from ui import components, markup, texts
from ui.client import DocumentJson, Trouble, make_client

client = make_client()


def show_choice(documents: list[DocumentJson]) -> None:
    """The documents to choose among."""
    if not documents:
        st.write(texts.DOCUMENTS_NONE)
    for document in documents:
        components.link_to_reader(components.plain(document["title"]), document)
        st.html(markup.to_small(markup.to_facts(document)))


def show_document(document: DocumentJson, passage: str) -> None:
    """One document, scrolled to the passage."""
    components.show_head(components.plain(document["title"]), components.plain(markup.to_facts(document)))
    text = client.reader_text(document["id"], passage)
    if isinstance(text, Trouble):
        components.show_trouble(text)
        return
    path = f"/dokument/{document['id']}" + (f"?passage={passage}#{passage}" if passage else "")
    st.html(markup.to_reader_head(client.open_address(path), 'class="traff"' in text))
    st.html(text)
    if passage:
        st.html(markup.to_jump(passage), unsafe_allow_javascript=True)


def show(documents: list[DocumentJson]) -> None:
    """The document that the address names, or the choice."""
    wanted, passage = st.query_params.get("dokument", ""), st.query_params.get("passage", "")
    chosen = next((document for document in documents if document["id"] == wanted), None)
    if chosen:
        show_document(chosen, passage)
        return
    components.show_head(texts.READER_TITLE, texts.READER_GONE if wanted else texts.READER_LEAD)
    show_choice(documents)


found = client.documents()
if isinstance(found, Trouble):
    components.show_head(texts.READER_TITLE)
    components.show_trouble(found)
else:
    show(found)
