"""The parts that views are made of. They draw; what they show is given to them."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NoReturn, TypeVar

import streamlit as st

from api.models import PublishingOut
from ui import cards, markup, texts
from ui.client import Client, Trouble, make_client
from ui.elements import find_plans
from ui.shapes import DocumentJson

HERE = Path(__file__).parent
VIEWS = HERE / "views"
READER = VIEWS / "lasare.py"
Thing = TypeVar("Thing")


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


def need(reply: Thing | Trouble) -> Thing:
    """What the API gave; where it is trouble, say so, offer another try, and end the view."""
    if isinstance(reply, Trouble):
        show_trouble(reply)
        st.button(texts.TRY_AGAIN, key="igen")
        st.stop()
    return reply


def end_empty() -> NoReturn:
    """Say that nothing is read yet, and end the view."""
    st.write(texts.DOCUMENTS_NONE)
    st.stop()


def link_to_reader(label: str, document: DocumentJson, passage: str = "") -> None:
    """A link to the reader that stays in the tab and keeps the conversation."""
    query = {"dokument": document["id"], "passage": passage} if passage else {"dokument": document["id"]}
    st.page_link(READER, label=label, query_params=query)


def link_to_view(view: str, label: str, **query: str) -> None:
    """A link to another view, in this tab."""
    st.page_link(VIEWS / f"{view}.py", label=plain(label), query_params=query)


def read_address(name: str) -> str:
    """A name's value in the address; where a link within the view changed it, the address is written anew.

    Streamlit follows a link to the view that one is in without writing where it went, so a reload would lose it.
    """
    value, key = st.query_params.get(name, ""), f"adress-{name}"
    if st.session_state.setdefault(key, value) != value:
        st.session_state[key] = value
        st.query_params.update()
    return value


def choose_plan(documents: Sequence[DocumentJson], kinds: Sequence[str], element: str) -> DocumentJson:
    """The plan that the reader chooses among those with elements of some kinds, kept in the address as `plan`.

    At first the one that `element` stands in, else the newest verksamhetsplan.
    """
    plans = {name_plan(one): one for one in reversed(find_plans(documents, kinds))}
    names = list(reversed(plans))
    if not names:
        st.write(texts.PLANS_NONE)
        st.stop()
    own = (name for name in names if element.startswith(f"{plans[name]['id']}/"))
    first = next((name for name in names if plans[name]["kind"] == "verksamhetsplan"), names[0])
    return plans[choose(texts.PLAN, names, "plan", next(own, first))]


def choose(label: str, options: Sequence[str], key: str, first: str | None = None) -> str:
    """One of several, kept in the address under `key`, so that a link opens the same."""
    index = options.index(first) if first in options else 0
    chosen: str | None = st.selectbox(label, options, index=index, key=key, bind="query-params")
    return chosen or options[index]


def switch(label: str, options: Sequence[str], key: str) -> str:
    """One of a few that stand beside each other, kept in the address under `key`."""
    chosen = st.segmented_control(label, options, default=options[0], key=key, bind="query-params", required=True)
    return chosen or options[0]


def search_box(label: str, key: str) -> str:
    """Words to search for, kept in the address under `key`."""
    return (st.text_input(label, key=key, max_chars=200, bind="query-params") or "").strip()


def name_plan(document: DocumentJson) -> str:
    """A plan's title, with its year and body where the title lacks them."""
    title, parts = document["title"], [str(document["year"]), document.get("organisation") or ""]
    missing = [part for part in parts if part and part.casefold() not in title.casefold()]
    return ", ".join([title, *missing])


def show_building(state: PublishingOut | Trouble) -> None:
    """That a new release is being built, where one is."""
    if not isinstance(state, Trouble) and state.state == "bygger":
        st.info(texts.BUILDING)


def show_failed(state: PublishingOut | Trouble) -> None:
    """What went wrong with the newest build, for those who write."""
    if not isinstance(state, Trouble) and state.state == "misslyckades":
        st.warning(texts.BUILD_FAILED.format(message=state.message))


def ask_key() -> Client:
    """A client with the key that the reader gave, kept in the session and nowhere else."""
    with st.expander(texts.KEY_TITLE, expanded=False):
        st.write(texts.KEY_LEAD)
        given = st.text_input(texts.KEY, type="password", key="nyckel-falt", autocomplete="current-password")
        if given:
            st.session_state["nyckel"] = given.strip()
        if st.session_state.get("nyckel"):
            st.write(texts.KEY_GIVEN)
    return make_client(st.session_state.get("nyckel", ""))


def show_suggestions(title: str, questions: Sequence[str], ask: Callable[[str], None]) -> None:
    """Questions to press; `ask` gets the one that is pressed."""
    if not questions:
        return
    st.html(cards.to_heading(title))
    with st.container(horizontal=True, gap="small"):
        for question in dict.fromkeys(questions):
            st.button(plain(question), key=f"forslag-{question}", on_click=ask, args=(question,))


def announce(turn: int) -> None:
    """Have the newest answer read aloud to one who hears the page."""
    st.html(markup.to_announcement(turn), unsafe_allow_javascript=True)


def plain(text: str) -> str:
    """A text with the characters that Streamlit's labels read as Markdown made harmless."""
    return "".join(f"\\{sign}" if sign in "\\`*_[]<>$:~#" else sign for sign in text)


def get_region(documents: Sequence[DocumentJson]) -> str:
    """The region's name: the setting, else the one whose all documents are; nothing where they are of several."""
    named = {name for document in documents if (name := document.get("huvudman"))}
    return os.environ.get("RODATRADEN_REGION") or (named.pop() if len(named) == 1 else "")
