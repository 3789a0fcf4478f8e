"""How the values of a styrtal are said: one plan's, or what changed between two."""

from __future__ import annotations

import re
from collections.abc import Sequence

from api.assistant.answers.quotes import said_by
from api.assistant.draft import Draft, Proof, cut, proofs_of
from api.assistant.phrases import capital, phrase, short_name
from api.assistant.question import Question
from api.assistant.sentences import sentences
from ontology.model import Element, Evidence, Styrtal, Value

_NOTE = 160  # characters of a note that are quoted
PART_OF_YEAR = re.compile(
    r"\b(?:januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december|tertial|kvartal)\b"
)
"""Words that name a part of a year."""
_DIFFERENCE = re.compile(
    r"skillnad|skilj|hur mycket|minska|öka|höj|sänk|how much|differ|increas|decreas", re.IGNORECASE
)


def say_values(q: Question, element: Styrtal, columns: Sequence[str], draft: Draft) -> None:
    """The values of a styrtal in some columns, with its caveat where the outcome is among them."""
    lang, document = q.language, draft.name(draft.known.document_of(element), q.language)
    said = [(c, v) for c in columns if (v := getattr(element, c)) is not None]
    name = (
        f"”{short_name(element.text)}”"
        if not element.number
        else f"{element.term} {element.number}, ”{short_name(element.text)}”,"
    )
    if len(said) == 1:
        column, value = said[0]
        key = "value_of_period" if _period_of(column, value) else "value"
        text = phrase(
            key, lang, column=phrase(column, lang), period=value.period, name=name, value=value.text, document=document
        )
    else:
        values = "; ".join(f"{phrase(c, lang).lower()}{_period_of(c, v)} {v.text}" for c, v in said)
        text = capital(phrase("all_values", lang, name=name.rstrip(","), document=document, values=values))
    note = note_of(element, draft) if "outcome" in columns else None
    draft.note(element)
    if note is None:
        draft.say(text, proofs_of(element)[:1])
    else:
        told = phrase("note", lang, note=_shortened(element.note or "", q, draft))
        draft.say(f"{text} {told}", [*proofs_of(element)[:1], note])


def note_of(element: Styrtal, draft: Draft) -> Proof | None:
    """Where a styrtal's caveat is printed: in its own evidence, else in a passage of its document; None if nowhere."""
    note = " ".join((element.note or "").split()).rstrip(". ")
    if not note:
        return None
    own = (p for p in proofs_of(element) if note in " ".join(p.evidence.quote.split()))
    near = draft.known.catalogue.passages[element.document].values()
    other = (
        Proof(element.document, Evidence(passage=p.id, quote=p.text)) for p in near if note in " ".join(p.text.split())
    )
    return next(own, None) or next(other, None)


def _period_of(column: str, value: Value) -> str:
    """The period of an outcome in brackets, where the printed value does not tell it itself."""
    told = column == "outcome" and value.period and value.period not in value.text
    return f" ({value.period})" if told else ""


def _shortened(note: str, q: Question, draft: Draft) -> str:
    """A note; of a long one the sentence that says most of the question, or its beginning."""
    plain = note.rstrip(". ")
    if len(plain) <= _NOTE:
        return plain
    chosen = max(sentences(plain), key=lambda s: said_by(q.solid, s, draft))
    start = "" if plain.startswith(chosen) else "[…] "
    kept = cut(chosen.rstrip(". "), _NOTE - len(start))
    return f"{start}{kept}" + ("" if plain.endswith(chosen) or kept.endswith("[…]") else " […]")


def say_change(q: Question, old: Styrtal, new: Styrtal, column: str, draft: Draft) -> None:
    """One column of a styrtal in two plans: from what to what, or the same in both."""
    a, b = getattr(old, column), getattr(new, column)
    if a is None or b is None:
        for element in (e for e, v in ((old, a), (new, b)) if v is not None):
            say_values(q, element, (column,), draft)
        return
    first, second = (draft.name(draft.known.document_of(e), q.language) for e in (old, new))
    same = a.text.replace(" ", "") == b.text.replace(" ", "")
    text = phrase(
        "same_value" if same else "changed",
        q.language,
        column=phrase(column, q.language),
        name=f"”{short_name(new.text)}”",
        old=dated(a),
        new=dated(b),
        first=first,
        second=second,
    )
    if not same and _DIFFERENCE.search(q.text):
        text += difference(q, a, b)
    if same and column == "outcome" and a.period and a.period == b.period:
        text += " " + phrase("same_measurement", q.language, period=a.period)
    note = note_of(new, draft) if column == "outcome" else None
    if note:
        text += " " + phrase("note", q.language, note=_shortened(new.note or "", q, draft))
    draft.note(old, new)
    draft.say(text, [*proofs_of(old)[:1], *proofs_of(new)[:1], *([note] if note else [])])


def say_new_values(q: Question, old: Styrtal, new: Styrtal, draft: Draft) -> None:
    """In one line, every column of a styrtal whose figure differs between two plans."""
    told = []
    for column in ("outcome", "target", "long_term"):
        a, b = getattr(old, column), getattr(new, column)
        if not _same_figure(a, b):
            told.append(f"{phrase(column, q.language).lower()} {dated(a) if a else '–'} → {dated(b) if b else '–'}")
    draft.note(old, new)
    label = f"{new.number}. " if new.number else ""
    text = f"{label}{short_name(new.text)}: {'; '.join(told)}." if told else f"{label}{short_name(new.text)}."
    draft.say(text, [*proofs_of(old)[:1], *proofs_of(new)[:1]])


def _same_figure(a: Value | None, b: Value | None) -> bool:
    """Whether two plans print the same figure, of the same period where both tell one."""
    if a is None or b is None:
        return a is b
    same_period = a.period == b.period or not (a.period and b.period)
    return "".join(a.text.split()) == "".join(b.text.split()) and same_period


def difference(q: Question, old: Value, new: Value) -> str:
    """How much higher or lower the newer figure is, told as computed; nothing where the two cannot be compared."""
    if old.value is None or new.value is None or old.relative or new.relative or _unit(old) != _unit(new):
        return ""
    key = "higher" if new.value > old.value else "lower"
    if old.value < 0 and new.value <= 0:  # a deficit: nearer to zero is smaller
        key = "smaller" if key == "higher" else "larger"
    amount = f"{round(abs(new.value - old.value), 4):g}"
    figure = amount if q.language == "en" else amount.replace(".", ",")
    unit = phrase("points", q.language) if new.unit == "%" else new.unit or ""
    return " " + phrase(key, q.language, amount=f"{figure} {unit}".strip())


def _unit(value: Value) -> str:
    return "".join((value.unit or "").split())


def of_same_part(q: Question, element: Element) -> bool:
    """Whether an outcome is of the part of the year that the question names ("i augusti 2025"), where it names one."""
    asked = PART_OF_YEAR.search(q.text.lower())
    outcome = element.outcome if isinstance(element, Styrtal) else None
    return asked is None or bool(outcome and asked[0] in (outcome.period or outcome.text).lower())


def dated(value: Value) -> str:
    """A printed figure with its period, where it does not say it itself."""
    return f"{value.text} ({value.period})" if value.period and value.period not in value.text else value.text
