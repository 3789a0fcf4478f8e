"""What `rodatraden build` shows: bars while it works, tables when it is done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn
from rich.table import Table

from api.build import Built
from api.readings import Progress as Tell
from api.words import KIND_WORDS, TYPE_WORDS
from ontology.model import Finding, Reading
from ontology.svenska.text import swedish_sort_key

SHOWN = 20
SEVERITIES = {"violation": "Fel", "warning": "Varning", "info": "Upplysning"}


@contextmanager
def showing_progress(console: Console) -> Iterator[Tell]:
    """Bars on the terminal, one for each stage."""
    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn()
    with Progress(*columns, console=console) as bars:
        tasks: dict[str, TaskID] = {}

        def tell(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = bars.add_task(stage)
            bars.update(tasks[stage], completed=done, total=total)

        yield tell


def report(built: Built, console: Console) -> None:
    """The tables at the end, and what was left out."""
    console.print(documents_table(built))
    console.print(elements_table(built.readings))
    print_findings(built, console)
    for one in built.rejected:
        console.print(f"Kunde inte läsas: {one.path}: {one.reason}", style="red", markup=False, soft_wrap=True)
    took = ", ".join(f"{stage} {seconds:.1f} s" for stage, seconds in built.seconds.items())
    console.print(f"Release {built.release.id} är klar ({took}).", markup=False, soft_wrap=True)


def documents_table(built: Built) -> Table:
    """A line for every document."""
    table = Table(title="Lästa dokument", title_justify="left", box=None, padding=(0, 2, 0, 0))
    table.add_column("År", no_wrap=True)
    table.add_column("Slag", no_wrap=True)
    table.add_column("Titel")
    for name in ("Sidor", "Stycken", "Element", "Olästa"):
        table.add_column(name, justify="right", no_wrap=True)
    for reading in built.readings:
        document = reading.document
        figures = len(reading.passages), len(reading.elements), len(reading.unread)
        pages = "–" if document.pages is None else str(document.pages)
        table.add_row(str(document.year), KIND_WORDS[document.kind], document.title, pages, *map(str, figures))
    return table


def elements_table(readings: Sequence[Reading]) -> Table:
    """Elements by type and year."""
    counts = Counter((e.type, e.year) for reading in readings for e in reading.elements)
    years = sorted({year for _, year in counts})
    table = Table("Slag", title="Element per slag och år", title_justify="left", box=None, padding=(0, 2, 0, 0))
    for year in years:
        table.add_column(str(year), justify="right")
    for kind in sorted({kind for kind, _ in counts}, key=swedish_sort_key):
        table.add_row(TYPE_WORDS[kind], *(str(counts[kind, year] or "–") for year in years))
    return table


def print_findings(built: Built, console: Console) -> None:
    """How many findings of each severity, and each message once with how often and where it was met first."""
    if not built.findings:
        console.print("Kontrollen hade inget att anmärka.")
        return
    counts = Counter(finding.severity for finding in built.findings)
    console.print("Anmärkningar: " + ", ".join(f"{SEVERITIES[kind]} {number}" for kind, number in counts.items()))
    groups: dict[tuple[str, str], list[Finding]] = {}
    for finding in built.findings:
        groups.setdefault((finding.severity, finding.message), []).append(finding)
    for (severity, message), members in list(groups.items())[:SHOWN]:
        more = f" och {len(members) - 1} till" if len(members) > 1 else ""
        place = members[0].focus or members[0].document or ""
        console.print(f"  {SEVERITIES[severity]}: {message} ({place}{more})", markup=False, soft_wrap=True)
    if len(groups) > SHOWN:
        console.print(f"  … och {len(groups) - SHOWN} slag till; se ”rodatraden status”.")
