"""Elements selected by the named queries of `graph/queries`; the query that ran is kept for the answer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from api.assistant.draft import Draft
from api.assistant.question import Question
from api.listing import issued_by
from graph.store import Bindable, fill, get_query, iri
from ontology.model import ELEMENT_CLASSES, Element
from ontology.terms import RT


def select(draft: Draft, name: str, **params: Bindable) -> list[Element]:
    """Elements of the rows of a named query, in its order, each once."""
    known = draft.known
    draft.queries.append(fill(get_query(name).text, params))
    rows = known.service.store.run_named(name, **params)
    ids = dict.fromkeys(known.service.iris.id_of(str(row["element"])) for row in rows)
    return [known.catalogue.elements[i] for i in ids if i in known.catalogue.elements]


def of_type(draft: Draft, types: Iterable[str], years: Sequence[int] = ()) -> list[Element]:
    """Elements of some types and years (all years where none is given), newest first."""
    classes = [iri(str(RT[ELEMENT_CLASSES[t].__name__])) for t in types]
    found = select(draft, "elements-of-type", slag=classes, ar=list(years) or None)
    return sorted(found, key=lambda e: (-e.year, draft.known.place(e)))


def to_bodies(draft: Draft, bodies: Sequence[str], years: Sequence[int] = ()) -> list[Element]:
    """Uppdrag whose recipients are among the bodies."""
    iris = [iri(str(draft.known.service.iris.organisation(b))) for b in bodies]
    return select(draft, "uppdrag-by-recipient", mottagare=iris, ar=list(years) or None)


def with_number(draft: Draft, question: Question) -> list[Element]:
    """Uppdrag with the number asked for; where the question names no series, one of RF or of none comes first."""
    years = question.years if question.number_years is None else question.number_years
    found = select(draft, "uppdrag-by-number", nummer=question.number, ar=list(years) or None)
    if question.series:
        return [e for e in found if e.series == question.series]
    plain = [e for e in found if e.series in ("RF", "", None)]
    return plain or found


def under_goal(draft: Draft, types: Iterable[str], goal: str, years: Sequence[int] = ()) -> list[Element]:
    """Elements under the goal with a number."""
    classes = [iri(str(RT[ELEMENT_CLASSES[t].__name__])) for t in types]
    return select(draft, "elements-by-objective", slag=classes, nummer=goal, ar=list(years) or None)


def in_scope(question: Question, elements: Iterable[Element], draft: Draft) -> list[Element]:
    """Elements of the documents and the organisation that the question is limited to."""
    known = draft.known
    kinds = set(question.documents) & {d.kind.value for d in known.catalogue.documents.values()}
    kept = []
    for e in elements:
        document = known.document_of(e)
        if kinds and document.kind.value not in kinds:
            continue
        if question.only_documents and document.id not in question.only_documents:
            continue
        if question.organisation and not issued_by(known.catalogue, document, question.organisation):
            continue
        kept.append(e)
    return kept


def newest(elements: Sequence[Element]) -> list[Element]:
    """Those of the newest year among them."""
    top = max((e.year for e in elements), default=0)
    return [e for e in elements if e.year == top]
