"""What was looked for and not found, said so that the reader knows where."""

from __future__ import annotations

from api.assistant.draft import Draft, listed
from api.assistant.phrases import capital, phrase
from api.assistant.question import Question
from api.listing import issued_by
from ontology.model import Document, DocumentKind

_NAMED = 5  # documents that are named one by one


def searched(q: Question, draft: Draft) -> list[Document]:
    """The documents that a question was put to."""
    documents = list(draft.known.catalogue.documents.values())
    if q.organisation:
        documents = [d for d in documents if issued_by(draft.known.catalogue, d, q.organisation)] or documents
    kept = [
        d for d in documents if (not q.years or d.year in q.years) and (not q.documents or d.kind.value in q.documents)
    ]
    return kept or [d for d in documents if d.kind is DocumentKind.VERKSAMHETSPLAN] or documents


def scope_name(q: Question, draft: Draft) -> str:
    """Those documents in a row."""
    names = list(dict.fromkeys(draft.name(d, q.language) for d in searched(q, draft)))
    if len(names) > _NAMED:
        return phrase("all_documents", q.language, count=len(names))
    return listed(names, "and" if q.language == "en" else "och")


def subject_name(q: Question) -> str:
    """The words that were looked for."""
    words = [f"”{t.surface}”" for t in (q.terms or q.every)]
    return ", ".join(words) if words else f"”{q.text}”"


def say_nothing(q: Question, draft: Draft) -> str:
    """The plans do not say."""
    draft.lack(capital(phrase("not_found", q.language, scope=scope_name(q, draft), what=subject_name(q))))
    return "not_found"


def missing_year(q: Question, draft: Draft, name: str) -> None:
    """No value for the year asked."""
    years = ", ".join(map(str, (*q.years, *q.periods)))
    scope = scope_name(q, draft)
    if q.periods or not q.years:
        draft.lack(capital(phrase("not_found", q.language, scope=scope, what=f"{name} {years}".strip())))
    else:
        draft.lack(capital(phrase("no_value", q.language, document=scope, name=name)))


def nearest(q: Question, draft: Draft) -> None:
    """A line that marks what follows as near, not as the answer."""
    draft.missing.append(phrase("nearest", q.language))
    draft.lines, draft.missing = [*draft.lines, *draft.missing], []
