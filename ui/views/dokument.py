"""What was read; with a key: upload, look through, publish, discard, withdraw."""

import streamlit as st

from api.models import UploadOut
from ui import cards, components, markup, texts
from ui.client import Client, Trouble, make_client
from ui.shapes import DocumentJson
from ui.texts import dokument as words

client = make_client()
FORMATS = ["pdf", "docx", "pptx", "txt", "md", "html", "htm"]


def show_documents(documents: list[DocumentJson]) -> None:
    """Each document with what it gave, and the way to read it."""
    st.html(cards.to_heading(words.LIST))
    if not documents:
        st.write(texts.DOCUMENTS_NONE)
    for document in documents:
        with st.container(border=True):
            st.html(markup.to_document(document) + cards.to_small(tell_kinds(document.get("by_type") or {})))
            components.link_to_reader(words.READ.format(title=components.plain(document["title"])), document)


def tell_kinds(by_type: dict[str, int]) -> str:
    """How many elements of each kind."""
    return ", ".join(f"{texts.TYPES.get(kind, kind)} {n}" for kind, n in by_type.items()) or words.NO_ELEMENTS


def show_upload(writes: Client) -> None:
    """The file to upload, and what came of reading it."""
    st.html(cards.to_heading(words.UPLOAD))
    if not writes.key:
        st.write(words.UPLOAD_NO_KEY)
        return
    st.write(words.UPLOAD_LEAD)
    with st.form("ladda-upp", clear_on_submit=True, border=False):
        file = st.file_uploader(words.UPLOAD_FILE, type=FORMATS)
        sent = st.form_submit_button(words.UPLOAD_READ, type="primary")
    if sent and file:
        with st.spinner(words.UPLOAD_WAIT):
            read = writes.upload(file.name, file.getvalue())
        if isinstance(read, Trouble):
            components.show_trouble(read)
        else:
            st.success(words.UPLOAD_DONE.format(title=read.document.title))
    show_uploaded(writes)


def show_uploaded(writes: Client) -> None:
    """What is uploaded and not published: its report, and what may be done."""
    found = writes.uploads()
    if isinstance(found, Trouble):
        components.show_trouble(found)
        return
    if found:
        st.html(cards.to_heading(words.UPLOADED))
    for one in found:
        with st.container(border=True):
            show_report(one)
            title = components.plain(one.document.title)
            with st.container(horizontal=True):
                if st.button(words.PUBLISH.format(title=title), key=f"publicera-{one.id}", type="primary"):
                    finish(writes.publish(one.id), words.PUBLISHED.format(title=one.document.title))
                if st.button(words.DISCARD.format(title=title), key=f"slang-{one.id}"):
                    finish(writes.withdraw(one.id), words.DISCARDED.format(title=one.document.title))


def show_report(one: UploadOut) -> None:
    """How an uploaded document was read."""
    kind = texts.KINDS.get(one.document.kind, one.document.kind)
    gave = words.UPLOAD_GAVE if one.elements else words.UPLOAD_NOTHING
    told = gave.format(passages=one.passages, elements=one.elements, kinds=tell_kinds(one.by_type))
    facts = " · ".join(filter(None, [kind, str(one.document.year), one.document.organisation, one.file]))
    lines = [told, words.UPLOAD_REPLACES] if one.replaces else [told]
    st.html(cards.to_heading(one.document.title, 3) + cards.to_small(facts) + "".join(map(cards.to_paragraph, lines)))
    unread = [f"{texts.PAGE.format(page=gap.page)}: {gap.text}" if gap.page else gap.text for gap in one.unread]
    for title, found in ((words.UPLOAD_FINDINGS, one.findings), (words.UPLOAD_UNREAD, unread)):
        if found:
            with st.expander(title.format(n=len(found))):
                st.html(cards.to_list(found))


def show_withdraw(writes: Client, documents: list[DocumentJson]) -> None:
    """Take a document out of the next release, with a reason, when one is sure."""
    st.html(cards.to_heading(words.WITHDRAW))
    titles = {components.name_plan(one): one["id"] for one in documents}
    with st.form("dra-tillbaka", border=False):
        chosen = st.selectbox(words.WITHDRAW_WHICH, list(titles), index=None)
        note = st.text_input(words.WITHDRAW_WHY, max_chars=500)
        sure = st.checkbox(words.WITHDRAW_SURE)
        sent = st.form_submit_button(words.WITHDRAW_DO)
    if sent and chosen and sure:
        finish(writes.withdraw(titles[chosen], note), words.WITHDRAWN.format(title=chosen))


def finish(trouble: Trouble | None, told: str) -> None:
    """Trouble here, or what was done in the run that follows."""
    if trouble:
        components.show_trouble(trouble)
        return
    st.session_state["gjort"] = told
    st.rerun()


def show_feedback(writes: Client) -> None:
    """What readers have said of answers, to fetch."""
    st.html(cards.to_heading(words.FEEDBACK))
    table = writes.feedback()
    if isinstance(table, Trouble):
        components.show_trouble(table)
    else:
        st.download_button(words.FEEDBACK_GET, table, "omdomen.csv", "text/csv")


@st.fragment(run_every=3)
def watch() -> None:
    """Follow a build; show the whole view anew when another release serves."""
    state = client.publishing()
    components.show_building(state)
    components.show_failed(state)
    if isinstance(state, Trouble):
        return
    before = st.session_state.setdefault("release", state.release)
    if state.release != before:
        st.session_state["release"], st.session_state["gjort"] = state.release, words.DONE
        st.rerun()


def show(documents: list[DocumentJson]) -> None:
    """What was read, then what one with a key may do."""
    if told := st.session_state.pop("gjort", ""):
        st.success(told)
    watch()
    show_documents(documents)
    writes = components.ask_key()
    show_upload(writes)
    if writes.key:
        if documents:
            show_withdraw(writes, documents)
        show_feedback(writes)


components.show_head(words.TITLE, words.LEAD)
show(components.need(client.documents()))
