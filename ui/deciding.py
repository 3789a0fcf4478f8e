"""What a person with a key decides of an uppdrag: links between years, corrections. Draws, and asks the API."""

from __future__ import annotations

from typing import Any

import streamlit as st

from api.models import CorrectionOut, ElementOut, Ref, ReviewOut
from api.reports.words import short
from ui import cards, components, texts
from ui.client import Client, Trouble
from ui.elements import get_refs, to_correction
from ui.texts import uppdrag as words


def show_reviews(client: Client) -> None:
    """The doubtful links, likeliest first, then what has been decided and the corrections that hold."""
    page = components.need(client.reviews())
    writes = components.ask_key()
    told = st.session_state.pop("beslutat", "")
    if told:
        st.success(told)
    components.show_failed(client.publishing())
    doubtful = [one for one in page.items if one.status == "candidate"]
    st.html(cards.to_heading(f"{words.DOUBTS} ({len(doubtful)})"))
    st.write(words.DOUBT_LEAD if doubtful else words.DOUBT_NONE)
    if doubtful and not writes.key:
        st.write(words.NO_KEY)
    for one in doubtful:
        show_review(one, writes)
    decided = [one for one in page.items if one.decision]
    st.html(cards.to_heading(f"{words.DECIDED} ({len(decided)})"))
    if not decided:
        st.write(words.DECIDED_NONE)
    for one in decided:
        show_review(one, writes)
    show_corrections(client)


def show_review(one: ReviewOut, writes: Client) -> None:
    """A pair with what speaks for it, and the buttons of one who may decide."""
    with st.container(border=True):
        sides = "".join(
            f"<div><h3>{year} · {texts.TYPES.get(one.type, one.type)} {_name(ref)}</h3>"
            f"{cards.to_paragraph(ref.name if ref else '–')}</div>"
            for year, ref in ((one.from_year, one.from_element), (one.to_year, one.to_element))
        )
        st.html(f'<div class="rt-sidor">{sides}</div>{cards.to_small(_told(one))}')
        if writes.key:
            show_verdict(one, writes)


def _name(ref: Ref | None) -> str:
    return texts.NUMBER.format(number=ref.number) if ref and ref.number else ""


def _told(one: ReviewOut) -> str:
    decision, link = one.decision, one.link
    if decision:
        verdict = words.TOLD.format(verdict=words.VERDICTS[decision.verdict], by=decision.by, made=decision.made[:10])
        parts = [verdict, decision.note, "" if decision.in_release else words.WAITS]
        return ". ".join(filter(None, parts)).capitalize()
    if link is None:
        return ""
    score = f"{link.score:.2f}".replace(".", ",")
    return words.DOUBT_WHY.format(score=score, reason=link.reason.rstrip("."))


def show_verdict(one: ReviewOut, writes: Client) -> None:
    """A note and the buttons, each named after its pair."""
    key = f"{one.from_}-{one.to}"
    name = components.plain(short(one.to_element.name if one.to_element else one.to, 40))
    note = st.text_input(words.NOTE, key=f"skal-{key}", max_chars=500)
    choices = [("upphavd", words.LIFT)] if one.decision else [("confirmed", words.CONFIRM), ("rejected", words.REJECT)]
    with st.container(horizontal=True):
        for verdict, label in choices:
            if st.button(label.format(name=name), key=f"{verdict}-{key}"):
                finish(writes.decide(one.from_, one.to, verdict, note))


def finish(trouble: Trouble | None) -> None:
    """Say what came of a decision: trouble here, or the word of it in the run that follows."""
    if trouble:
        components.show_trouble(trouble)
        return
    st.session_state["beslutat"] = words.SAVED
    st.rerun()


def show_corrections(client: Client) -> None:
    """Every correction that holds."""
    found = components.need(client.corrections()).items
    st.html(cards.to_heading(f"{words.CORRECTIONS} ({len(found)})"))
    st.html(cards.to_list([_correction(one) for one in found]) if found else cards.to_paragraph(words.CORRECTIONS_NONE))


def _correction(one: CorrectionOut) -> str:
    decision = one.decision
    told = words.TOLD.format(verdict=words.ACTIONS.get(one.action, one.action), by=decision.by, made=decision.made[:10])
    wait = "" if decision.in_release else f" ({words.WAITS})"
    return f"{one.year}: {short(one.text, 120)} – {told}{f': {decision.note}' if decision.note else ''}{wait}"


def show_correcting(element: ElementOut) -> None:
    """The form that corrects one uppdrag, for one with a key."""
    writes = components.ask_key()
    if told := st.session_state.pop("beslutat", ""):
        st.success(told)
    if not writes.key:
        return
    with st.expander(words.CORRECT), st.form("ratta", border=False):
        text = st.text_area(words.CORRECT_TEXT, element.text, max_chars=5000)
        number = st.text_input(words.CORRECT_NUMBER, element.number or "", max_chars=20)
        bodies = [ref.name for ref in get_refs(element, "recipients")]
        to = st.text_area(words.CORRECT_TO, "\n".join(bodies))
        note = st.text_input(words.NOTE, max_chars=500)
        saved = st.form_submit_button(words.CORRECT_SAVE, type="primary")
        gone = st.form_submit_button(words.CORRECT_REJECT)
        lifted = st.form_submit_button(words.CORRECT_LIFT) if to_correction(element) else False
    fields = find_changed(element, text, number, [line.strip() for line in to.splitlines() if line.strip()])
    if saved and not fields:
        st.warning(words.CORRECT_NOTHING)
    elif saved or gone or lifted:
        action = "change" if saved else "reject" if gone else "upphavd"
        body = {"action": action, "element": element.id, "note": note}
        finish(writes.correct({**body, "fields": fields} if saved else body))


def find_changed(element: ElementOut, text: str, number: str, to: list[str]) -> dict[str, Any]:
    """The fields that a person wrote otherwise than they are."""
    fields: dict[str, Any] = {}
    if text.strip() and text.strip() != element.text:
        fields["text"] = text.strip()
    if number.strip() != (element.number or ""):
        fields["number"] = number.strip() or None
    if to != [ref.name for ref in get_refs(element, "recipients")]:
        fields["recipients"] = to
    return fields
