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
    if not years:
        found = newest(found)
    plain = [e for e in found if e.series in ("RF", "", None)]
    return plain or found


def under_goal(draft: Draft, types: Iterable[str], goal: str, years: Sequence[int] = ()) -> list[Element]:
    """Elements under the goal with a number."""
    classes = [iri(str(RT[ELEMENT_CLASSES[t].__name__])) for t in types]
    return select(draft, "elements-by-objective", slag=classes, nummer=goal, ar=list(years) or None)


def of_series(draft: Draft, series: str, years: Sequence[int] = ()) -> list[Element]:
    """The numbered uppdrag of a series."""
    return select(draft, "uppdrag-by-series", serie=series, ar=list(years) or None)


def followed_by(draft: Draft, bodies: Sequence[str], years: Sequence[int] = ()) -> list[Element]:
    """Uppdrag that the bodies are to follow without receiving them."""
    iris = [iri(str(draft.known.service.iris.organisation(b))) for b in bodies]
    return select(draft, "uppdrag-followed-by", foljare=iris, ar=list(years) or None)


def styrtal_with_number(draft: Draft, question: Question) -> list[Element]:
    """Styrtal with the number asked for, of every goal or of the one that the question names."""
    found = select(draft, "styrtal-by-number", nummer=question.number, ar=None)
    goals = draft.known.catalogue.elements
    if not question.goal:
        return found
    return [e for e in found if e.objective and goals[e.objective].number == question.goal]


def delindikatorer_of(draft: Draft, number: str, years: Sequence[int] = ()) -> list[Element]:
    """The delindikatorer of a styrtal's number."""
    return select(draft, "delindikatorer-of-styrtal", nummer=number, ar=list(years) or None)


def around(draft: Draft, name: str, element: Element, role: str) -> list[Element]:
    """What a named query finds around one element, which stands in the query's place `role`."""
    return select(draft, name, **{role: iri(str(draft.known.service.iris.element(element.id)))})


def without(draft: Draft, name: str, years: Sequence[int] = ()) -> list[Element]:
    """What a named query finds to lack something."""
    return select(draft, name, ar=list(years) or None)


def common(draft: Draft, name: str, type_: str, years: tuple[int, int]) -> list[Element]:
    """What two years' plans have of a type, or have not, in common."""
    slag = iri(str(RT[ELEMENT_CLASSES[type_].__name__]))
    return select(draft, name, slag=slag, fran=years[0], till=years[1])


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
