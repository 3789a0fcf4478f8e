"""What people corrected of what an answer tells: who did, and what the plan was read to say."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from api.assistant.draft import Draft, cut, proofs_of
from api.assistant.phrases import label_of, phrase
from api.assistant.question import Question

_ROOM = 120


def tell_corrections(q: Question, draft: Draft) -> None:
    """One line for each element told that a person corrected or added, cited to where its plan prints it."""
    catalogue = draft.known.catalogue
    for id_ in list(draft.elements):
        effect, element = catalogue.corrections.get(id_), catalogue.elements.get(id_)
        if effect is None or element is None or not element.evidence:
            continue
        quotes = {p.evidence.quote for p in proofs_of(element)}
        if not quotes & {c.quote for c in draft.citations}:  # the answer does not tell it after all
            continue
        read = _as_read(effect["read"])
        fields = {"label": label_of(element), "by": effect["decision"]["by"], "read": cut(read, _ROOM)}
        draft.say(phrase("corrected" if read else "added_by", q.language, **fields), proofs_of(element)[:1])


def _as_read(read: Mapping[str, Any]) -> str:
    """What the corrected fields said before, in words."""
    told = (value.get("text") if isinstance(value, Mapping) else value for value in read.values())
    return "; ".join(str(value) for value in told if value)
