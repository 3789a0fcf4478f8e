"""What is missing in the plans, and what may be missing in how they were read. Pure.

A gap is the plan's where the same document gives what is asked for elsewhere: then that column or list was read, and is
empty here. Where no element of the kind has it, either the plan never says it or it was not read: a person must look.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass

from api.models import ElementOut, ValidationOut
from ui.elements import get_measures, get_refs, get_values
from ui.texts import luckor as words


@dataclass(frozen=True, slots=True)
class Gap:
    """Elements of one document and kind that lack something; `plan` where the plan is what lacks it.

    `lacks` says what, with the plan's own term: "Indikator utan utfall".
    """

    lacks: str
    document: str
    title: str
    elements: tuple[ElementOut, ...]
    plan: bool


def find_gaps(elements: Sequence[ElementOut]) -> list[Gap]:
    """Every kind of gap, by document, newest year first."""
    measured = {one.objective.id for one in elements if one.type == "styrtal" and one.objective}
    divided = {one.part_of.id for one in elements if one.part_of}
    checks: tuple[tuple[str, str, Callable[[ElementOut], bool]], ...] = (
        (words.NO_STYRTAL, "malsattning", lambda one: one.id in measured),
        (words.NO_RECIPIENT, "uppdrag", lambda one: bool(get_refs(one, "recipients"))),
        (words.NO_OUTCOME, "styrtal", lambda one: one.id in divided or bool(get_values(one).get("outcome"))),
        (words.NO_TARGET, "styrtal", lambda one: one.id in divided or bool(get_values(one).get("target"))),
        (words.NO_LONG_TERM, "styrtal", lambda one: one.id in divided or bool(get_values(one).get("long_term"))),
        (words.NO_MEASURE, "risk", lambda one: bool(get_measures(one))),
    )
    return [
        gap for lacks, kind, has in checks
        for gap in _by_document(lacks, [one for one in elements if one.type == kind], has)
    ]  # fmt: skip


def _by_document(lacks: str, elements: Sequence[ElementOut], has: Callable[[ElementOut], bool]) -> Iterable[Gap]:
    documents = {one.document.id: one.document for one in elements}
    for document in sorted(documents.values(), key=lambda one: (-one.year, one.title)):
        own = [one for one in elements if one.document.id == document.id]
        without = tuple(one for one in own if not has(one))
        if without:
            named = lacks.format(term=_term(without))
            yield Gap(named, document.id, document.title, without, plan=len(without) < len(own))


def _term(elements: Sequence[ElementOut]) -> str:
    """What the plan itself calls such elements, most often."""
    return Counter(one.term for one in elements).most_common(1)[0][0].capitalize()


def keep_documents(report: ValidationOut, documents: Collection[str]) -> ValidationOut:
    """The report with what it says of these documents, of none, and of files that were left out."""
    findings = [one for one in report.findings if not one.document or one.document in documents]
    unread = [one for one in report.unread if one.document in documents]
    return report.model_copy(update={"findings": findings, "unread": unread})


def group_findings(report: ValidationOut) -> dict[tuple[str, str, str], list[str]]:
    """The checks' remarks by severity, document and message: what each falls on."""
    groups: dict[tuple[str, str, str], list[str]] = {}
    for one in report.findings:
        groups.setdefault((one.severity, one.document or "", one.message), []).append(one.focus or "")
    return groups
