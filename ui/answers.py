"""An answer and what can be done with it: evidence, interpretation, the search behind, copy, print, feedback. Draws."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import streamlit as st

from ui import cards, components, markup, texts
from ui.client import Client, Trouble
from ui.conversation import Turn, to_copy, to_fingerprint, to_permalink, write_limits
from ui.elements import find_years
from ui.series import to_number
from ui.shapes import AnswerJson, CitationJson, DocumentJson, InterpretationJson, Limits
from ui.texts import fraga as words

SHOWN = 8
"""Passages that are told with their scores."""


def show_answer(turn: Turn, number: int) -> None:
    """A question and its answer, or the trouble that it met."""
    if isinstance(turn.reply, Trouble):
        st.html(markup.to_question(turn.question))
        components.show_trouble(turn.reply)
    else:
        st.html(markup.to_answer(turn.question, turn.reply, number))


def show_sources(reply: AnswerJson, number: int, client: Client) -> None:
    """The evidence of an answer."""
    if reply["citations"]:
        st.html(f'<h3 class="rt-rubrik">{words.EVIDENCE}</h3>')
    for citation in reply["citations"]:
        with st.container(border=True):
            show_evidence(citation, number, client)


def show_evidence(citation: CitationJson, number: int, client: Client) -> None:
    """A piece of evidence, with the plain page and the reader that open its place."""
    st.html(markup.to_card(citation, number))
    n = citation["n"]
    with st.container(horizontal=True, gap="medium", vertical_alignment="center"):
        st.html(markup.to_link(words.OPEN_PLACE.format(n=n), client.open_address(citation["url"])), width="content")
        components.link_to_reader(words.OPEN_HERE.format(n=n), citation["document"], citation["passage"])


def show_tools(turns: Sequence[Turn], reply: AnswerJson, client: Client) -> None:
    """Copy, print and the permanent link, in a row."""
    latest = turns[-1]
    address = client.open_address("/fraga", q=latest.question, **write_limits(latest.limits))
    links = cards.to_outside(words.PRINT, address) + cards.to_outside(words.PERMALINK, to_permalink(turns))
    copy = markup.to_copy_button(to_copy(latest.question, reply))
    st.html(f'<div class="rt-hamta">{copy}{links}</div><script>{markup.COPYING}</script>', unsafe_allow_javascript=True)


def show_interpretation(
    turn: Turn, reply: AnswerJson, documents: Sequence[DocumentJson], bodies: Sequence[str],
    correct: Callable[[Limits], None],
) -> None:  # fmt: skip
    """How the question was understood, and the choices that correct it with one press."""
    with st.expander(words.UNDERSTOOD, expanded=bool(turn.limits)):
        st.html(cards.to_list(to_understood(reply["interpretation"])) + cards.to_paragraph(words.CORRECT))
        understood = reply["interpretation"]
        shown = to_fingerprint(reply)
        choices = (
            ("years", words.CORRECT_YEARS, find_years(documents), turn.limits.get("years") or understood.get("years")),
            ("types", words.CORRECT_TYPES, find_kinds(documents), turn.limits.get("types") or understood.get("types")),
            ("recipients", words.CORRECT_BODIES, list(bodies), turn.limits.get("recipients")),
        )
        for name, label, options, chosen in choices:
            key, now = f"ratta-{name}-{shown}", [one for one in chosen or [] if one in options]
            st.pills(label, options, selection_mode="multi", default=now, key=key, format_func=to_kind,
                     on_change=_corrected, args=(name, key, turn.limits, correct))


def _corrected(name: str, key: str, limits: Limits, correct: Callable[[Limits], None]) -> None:
    """One press: the limits as they were, with what now is chosen."""
    chosen = st.session_state[key]
    others = {known: values for known, values in limits.items() if known != name}
    correct(Limits(**others, **({name: chosen} if chosen else {})))  # type: ignore[typeddict-item]


def to_kind(option: object) -> str:
    """An option as it is shown: a kind under its own name, years and bodies as they are."""
    return components.plain(texts.TYPES.get(str(option), str(option)))


def find_kinds(documents: Sequence[DocumentJson]) -> list[str]:
    """The kinds of element that the documents gave, in the order that they are told of."""
    known = {kind for document in documents for kind in document.get("by_type") or {}}
    return [kind for kind in texts.TYPES if kind in known]


def to_understood(interpretation: InterpretationJson) -> list[str]:
    """Years, kinds and names as lines of text."""
    years = ", ".join(map(str, interpretation.get("years") or [])) or words.UNDERSTOOD_YEARS_NONE
    kinds = ", ".join(texts.TYPES.get(kind, kind) for kind in interpretation.get("types") or [])
    names = ", ".join(map(str, interpretation.get("entities") or [])) or words.UNDERSTOOD_ENTITIES_NONE
    return [f"{words.UNDERSTOOD_YEARS}: {years}", f"{words.UNDERSTOOD_TYPES}: {kinds or words.UNDERSTOOD_TYPES_NONE}",
            f"{words.UNDERSTOOD_ENTITIES}: {names}"]


def show_search(turn: Turn, reply: AnswerJson, client: Client) -> None:
    """The query that was put to the graph, and, when asked for, the passages with their scores."""
    with st.expander(words.BEHIND):
        st.html(cards.to_small(words.TOOK.format(ms=round(reply.get("took_ms") or 0))))
        if st.checkbox(words.SCORES, key=f"poang-{turn.question}"):
            found = components.need(client.search(turn.question[:2000], SHOWN))
            rows = [
                (cards.to_outside(hit.passage.text.replace("\t", " ")[:160], client.open_address(hit.citation.url)),
                 _score(hit.score), _parts(hit.parts))
                for hit in found.items
            ]  # fmt: skip
            st.html(cards.to_table(words.SCORE_TABLE, words.SCORE_COLUMNS, rows))
        if reply["sparql"]:
            st.html(f'<h3 class="rt-rubrik">{words.SPARQL}</h3>')
            st.code(reply["sparql"], language=None, wrap_lines=True)


def _score(score: float) -> str:
    return to_number(round(score, 3))


def _parts(parts: Mapping[str, float]) -> str:
    return ", ".join(f"{words.SCORE_PARTS.get(name, name)} {_score(part)}" for name, part in parts.items())


def show_feedback(turn: Turn, reply: AnswerJson, client: Client) -> None:
    """Yes or no, and for a no its reason; kept by the API without a name."""
    given = f"omdome-{reply['id']}"
    if st.session_state.get(given) == "tack":
        st.write(words.THANKS)
        return
    body = {"answer": reply["id"], "status": reply["status"], "release": turn.release}
    st.html(f'<h3 class="rt-rubrik">{words.HELPFUL}</h3>')
    with st.container(horizontal=True):
        yes, no = st.button(words.YES, key=f"ja-{given}"), st.button(words.NO, key=f"nej-{given}")
    if yes:
        _tell(client, {**body, "helpful": True}, given)
    if no:
        st.session_state[given] = "nej"
    if st.session_state.get(given) == "nej":
        with st.form(f"varfor-{given}"):
            reason = st.radio(words.WHY, list(words.REASONS), format_func=words.REASONS.get)
            kept = st.checkbox(words.WITH_QUESTION)
            if st.form_submit_button(words.SEND):
                question = turn.question if kept else ""
                _tell(client, {**body, "helpful": False, "reason": reason, "question": question}, given)


def _tell(client: Client, body: dict[str, object], given: str) -> None:
    trouble = client.tell(body)
    if trouble:
        components.show_trouble(trouble)
        return
    st.session_state[given] = "tack"
    st.rerun()
