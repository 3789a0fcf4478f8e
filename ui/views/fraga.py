"""Ask a question, read the answer, see where it stands.

`?fraga=` asks what a link holds, `&ar=&slag=&mottagare=` limit it, `&release=&svar=` say what it was answered from.
"""

import streamlit as st

from ui import answers, cards, components
from ui.client import Trouble, make_client
from ui.conversation import (
    LIMITS,
    Turn,
    add_turn,
    compare_releases,
    find_starters,
    from_link,
    read_limits,
    to_fingerprint,
    to_link,
    write_limits,
)
from ui.shapes import AnswerJson, Limits
from ui.texts import fraga as words

client = make_client()


def choose(question: str) -> None:
    """Ask this in the run that follows."""
    st.session_state["wanted"] = question


def submit() -> None:
    """Ask what stands in the box."""
    choose(st.session_state["question"].strip())


def correct(limits: Limits) -> None:
    """Ask the newest question again within other limits, in the run that follows."""
    turns: list[Turn] = st.session_state.get("turns", [])
    if turns:
        st.session_state["turns"] = turns[:-1]
        st.session_state["wanted"], st.session_state["limits"] = turns[-1].question, limits


def forget() -> None:
    """Begin a new conversation."""
    st.session_state["turns"] = []
    st.query_params.clear()


def get_release() -> str:
    """What answers now."""
    state = client.publishing()
    return "" if isinstance(state, Trouble) else state.release or ""


def converse() -> list[Turn]:
    """The conversation after what this run was asked to do."""
    turns: list[Turn] = st.session_state.get("turns", [])
    wanted, linked = st.session_state.pop("wanted", ""), st.query_params.get_all("fraga")
    limits: Limits | None = st.session_state.pop("limits", None)
    if wanted or (linked and linked != to_link(turns)):
        with st.spinner(words.ASK_WAIT):
            release = get_release()
            asked = read_limits({name: st.query_params.get_all(name) for name, _ in LIMITS})
            turns = (
                add_turn(turns, wanted, client.ask, limits, release) if wanted
                else from_link(linked, client.ask, asked or None, release)
            )  # fmt: skip
    if turns and (wanted or to_link(turns) != linked):
        st.query_params.from_dict({"fraga": to_link(turns), **write_limits(turns[-1].limits)})
    st.session_state["turns"] = turns
    return turns


def ask_box() -> None:
    """The question's box, which takes Enter."""
    with st.form("fraga", clear_on_submit=True, border=False):
        box, button = st.columns([5, 1], vertical_alignment="bottom")
        box.text_input(words.ASK_LABEL, key="question", max_chars=2000, placeholder=words.ASK_PLACEHOLDER)
        button.form_submit_button(words.ASK_BUTTON, type="primary", on_click=submit, width="stretch")


def show_latest(turns: list[Turn]) -> None:
    """The newest answer and what can be done with it."""
    latest = turns[-1]
    if not isinstance(latest.reply, Trouble):
        show_link(latest, latest.reply)
    answers.show_answer(latest, len(turns))
    if isinstance(latest.reply, Trouble):
        st.button(words.ASK_AGAIN, on_click=choose, args=(latest.question,))
        return
    asks_back = latest.reply["status"] == "clarify"
    if asks_back:
        components.show_suggestions(words.READINGS, latest.reply["suggestions"], choose)
    answers.show_tools(turns, latest.reply, client)
    show_understood(latest, latest.reply)
    answers.show_sources(latest.reply, len(turns), client)
    if not asks_back:
        components.show_suggestions(words.SUGGESTIONS, latest.reply["suggestions"], choose)
    answers.show_search(latest, latest.reply, client)
    answers.show_feedback(latest, latest.reply, client)
    components.announce(len(turns))


def show_understood(latest: Turn, reply: AnswerJson) -> None:
    """How it was understood, and the choices that correct it."""
    documents, bodies = client.documents(), client.elements(type="beredning")
    if latest.limits:
        limits = ", ".join(answers.to_kind(one) for values in write_limits(latest.limits).values() for one in values)
        st.write(words.LIMITED.format(limits=limits))
        st.button(words.UNLIMIT, on_click=correct, args=(Limits(),))
    if not isinstance(documents, Trouble) and not isinstance(bodies, Trouble):
        names = list(dict.fromkeys(one.text for one in reversed(bodies)))
        answers.show_interpretation(latest, reply, documents, names, correct)


def show_link(latest: Turn, reply: AnswerJson) -> None:
    """Whether the answer that a link was made of still stands, and which documents have changed."""
    before, answer = st.query_params.get("release", ""), st.query_params.get("svar", "")
    if not before or not answer:
        return
    same = answer == to_fingerprint(reply)
    if before == latest.release:
        st.info(words.SAME_RELEASE if same else words.SAME_CHANGED)
        return
    (st.info if same else st.warning)(words.OTHER_SAME if same else words.OTHER_CHANGED)
    older, newer = client.sources(before), client.sources(latest.release)
    if isinstance(older, Trouble) or isinstance(newer, Trouble):
        st.write(words.DIFFERENCES_UNKNOWN)
        return
    found = compare_releases(older, newer)
    lines = [f"{name}: {', '.join(found[key])}" for name, key in words.DIFFERENCES if found[key]]
    st.html(cards.to_list(lines or [words.DIFFERENCES_NONE]))


def show_earlier(turns: list[Turn]) -> None:
    """The turns before, newest first, each closed."""
    if not turns:
        return
    st.html(cards.to_heading(words.EARLIER))
    for number in range(len(turns), 0, -1):
        with st.expander(components.plain(turns[number - 1].question)):
            earlier = turns[number - 1]
            answers.show_answer(earlier, number)
            if not isinstance(earlier.reply, Trouble):
                answers.show_sources(earlier.reply, number, client)


begun = st.session_state.get("turns") or "fraga" in st.query_params or "wanted" in st.session_state
components.show_head(words.ASK_TITLE, "" if begun else words.ASK_LEAD)
ask_box()
conversation = converse()
if conversation:
    show_latest(conversation)
    show_earlier(conversation[:-1])
    st.button(words.FORGET, on_click=forget)
else:
    read = components.need(client.documents())
    components.show_suggestions(words.STARTERS_TITLE, find_starters(read), choose)
    if not read:
        components.end_empty()
