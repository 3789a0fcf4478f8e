"""Ask a question, read the answer, see where it stands. `?fraga=` asks what a link holds."""

import streamlit as st

from ui import components, markup, texts
from ui.client import Trouble, make_client
from ui.conversation import Turn, add_turn, from_link, to_link

client = make_client()


def choose(question: str) -> None:
    """Ask this in the run that follows."""
    st.session_state["wanted"] = question


def submit() -> None:
    """Ask what stands in the box."""
    choose(st.session_state["question"].strip())


def forget() -> None:
    """Begin a new conversation."""
    st.session_state["turns"] = []
    st.query_params.clear()


def converse() -> list[Turn]:
    """The conversation after what this run was asked to do."""
    turns: list[Turn] = st.session_state.get("turns", [])
    wanted, linked = st.session_state.pop("wanted", ""), st.query_params.get_all("fraga")
    if wanted or (linked and linked != to_link(turns)):
        with st.spinner(texts.ASK_WAIT):
            turns = add_turn(turns, wanted, client.ask) if wanted else from_link(linked, client.ask)
    if turns and to_link(turns) != linked:
        st.query_params["fraga"] = to_link(turns)
    st.session_state["turns"] = turns
    return turns


def ask_box() -> None:
    """The question's box, which takes Enter."""
    with st.form("fraga", clear_on_submit=True, border=False):
        box, button = st.columns([5, 1], vertical_alignment="bottom")
        box.text_input(texts.ASK_LABEL, key="question", max_chars=2000, placeholder=texts.ASK_PLACEHOLDER)
        button.form_submit_button(texts.ASK_BUTTON, type="primary", on_click=submit, width="stretch")


def show_latest(turns: list[Turn]) -> None:
    """The newest answer and what can be done with it."""
    latest = turns[-1]
    components.show_turn(latest, len(turns), client)
    if isinstance(latest.reply, Trouble):
        st.button(texts.ASK_AGAIN, on_click=choose, args=(latest.question,))
        return
    title = texts.READINGS if latest.reply["status"] == "clarify" else texts.SUGGESTIONS
    components.show_suggestions(title, latest.reply["suggestions"], choose)
    components.show_interpretation(latest.reply)
    st.html(markup.to_permalink(to_link(turns)))
    st.html(markup.to_announcement(len(turns)), unsafe_allow_javascript=True)


def show_earlier(turns: list[Turn]) -> None:
    """The turns before, newest first, each closed."""
    if not turns:
        return
    st.html(f'<h2 class="rt-rubrik">{texts.EARLIER}</h2>')
    for number in range(len(turns), 0, -1):
        with st.expander(components.plain(turns[number - 1].question)):
            components.show_turn(turns[number - 1], number, client)


begun = st.session_state.get("turns") or "fraga" in st.query_params or "wanted" in st.session_state
components.show_head(texts.ASK_TITLE, "" if begun else texts.ASK_LEAD)
ask_box()
conversation = converse()
if conversation:
    show_latest(conversation)
    show_earlier(conversation[:-1])
    st.button(texts.FORGET, on_click=forget)
else:
    components.show_suggestions(texts.STARTERS_TITLE, texts.STARTERS, choose)
