"""One thread over the years, as a report: a timeline, each appearance with its changed words, what was reported."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from api.models import ElementOut, History, Step
from api.reports.blocks import MARKS, Block, Heading, Paragraph, Piece, Pieces, Report, Table, marked, sources, text
from api.reports.words import FIELDS, changes, label, labelled, recipients, short, told

_TITLE = 90


def thread_report(thread: History, root: str = "") -> Report:
    """The report on a thread; `root` is put before the addresses of citations."""
    newest = thread.items[-1]
    blocks: list[Block] = [Paragraph(text(_course(thread)))]
    if any(step.spans for step in thread.links):
        blocks.append(Paragraph(text(MARKS)))
    blocks += [Heading(2, "Tidslinje"), _timeline(thread, root)]
    for element in thread.items:
        blocks += _appearance(element, thread, root)
    return Report(f"Tråden om: {short(newest.text, _TITLE)}", tuple(blocks))


def _course(thread: History) -> str:
    newest = thread.items[-1].year
    if thread.ended:
        return f"Börjar {thread.began} och finns senast i planen {thread.ended}."
    return f"Börjar {thread.began} och finns i den senaste planen ({newest})."


def _timeline(thread: History, root: str) -> Table:
    """A row for each appearance, and for each year between that has none."""
    rows: list[tuple[Pieces, ...]] = []
    last = thread.began
    for element in thread.items:
        rows += [(text(str(year)), text("Vilar"), (), ()) for year in range(last + 1, element.year)]
        cited = element.citations[0].url if element.citations else element.document.url
        document = (Piece(element.document.title, url=root + cited),)
        rows.append((text(str(element.year)), document, text(label(element)), text(recipients(element))))
        last = element.year
    return Table(("År", "Dokument", "Beteckning", "Mottagare"), tuple(rows))


def _appearance(element: ElementOut, thread: History, root: str) -> Iterator[Block]:
    """The element's words, marked against those that it comes from, and what was reported of it."""
    before = {e.id: e for e in thread.items}
    steps = [step for step in thread.links if step.to == element.id]
    yield Heading(2, f"{element.year}: {label(element)}")
    if element.part_of:
        yield Paragraph(text(f"Del av {element.part_of.number or element.term}: {element.part_of.name}"))
    if not steps:
        yield Paragraph((*text(element.text), *sources(element.citations, root)))
    for step in steps:
        yield from _step(step, before[step.from_], len(steps) > 1)
    if steps:
        yield Paragraph((*text("Källa"), *sources(element.citations, root)))
    said = [one.citation for one in thread.reported if one.element == element.id]
    if said:
        yield Heading(3, "Uppföljning")
    for citation in said:
        yield Paragraph((*text(f"”{citation.quote}”"), *sources([citation], root)), "quote")


def _step(step: Step, older: ElementOut, several: bool) -> Iterator[Block]:
    if several:
        yield Paragraph(text(f"Jämfört med {labelled(older)}:"))
    yield Paragraph(marked(step.spans))
    yield Paragraph(text(f"Från {labelled(older)}: {changes(step.change)}."), "item")
    yield from _besides(step)


def _besides(step: Step) -> Iterator[Block]:
    """What differs beside the words; a number is told by the labels."""
    shown: Sequence[str] = [name for name in FIELDS if name not in ("text", "definition", "number")]
    for detail in step.details:
        if detail.field in shown:
            pieces = marked(detail.spans) if detail.spans else text(told(detail))
            yield Paragraph((*text(f"{FIELDS[detail.field]}: "), *pieces), "item")
