"""What `rodatraden ask` shows: the answer, then its sources."""

from __future__ import annotations

from rich.console import Console

from api.models import AskAnswer, CitationOut


def show(answer: AskAnswer, console: Console) -> None:
    """The answer's lines, the citations that its marks name, and questions that have answers."""
    console.print(answer.answer, markup=False, soft_wrap=True)
    if answer.phrasing and answer.phrasing.composed:
        told = f"\nFormulerat av en språkmodell ({answer.phrasing.model}); det sammansatta svaret:"
        console.print(told, markup=False, soft_wrap=True)
        console.print(answer.phrasing.composed, markup=False, soft_wrap=True)
    if answer.citations:
        console.print("\nKällor:")
    for citation in answer.citations:
        console.print(f"[{citation.n}] {place(citation)}\n    ”{citation.quote}”", markup=False, soft_wrap=True)
    if answer.suggestions:
        console.print("\nProva också:")
    for suggestion in answer.suggestions:
        console.print(f"  {suggestion}", markup=False, soft_wrap=True)


def place(citation: CitationOut) -> str:
    """Title, page and section in one line."""
    page = f"s. {citation.page}" if citation.page is not None else None
    return ", ".join(part for part in (citation.document.title, page, citation.section) if part)
