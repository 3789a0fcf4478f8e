"""Readings of an invented region's two plans and a report, and the links between them, made by hand."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from ingest.isolation import Outcome
from ontology.errors import ReadingError
from ontology.model import (
    Beredning,
    Document,
    DocumentKind,
    Element,
    Evidence,
    Finding,
    Link,
    Malbild,
    Malsattning,
    Measure,
    Organisation,
    OrganisationKind,
    Passage,
    PassageKind,
    Reading,
    Risk,
    Styrtal,
    Uppdrag,
    Value,
)

BOARD = "region-granmark/vardnamnden"
ORGANISATIONS = (
    Organisation(
        id="region-granmark", name="Region Granmark", kind=OrganisationKind.HUVUDMAN, names=("Region Granmark",)
    ),
    Organisation(
        id=BOARD, name="Vårdnämnden", kind=OrganisationKind.NAMND, names=("Vårdnämnden", "nämnden"),
        part_of="region-granmark",
    ),
    Organisation(
        id="region-granmark/beredningen-for-nara-vard", name="Beredningen för nära vård",
        kind=OrganisationKind.BEREDNING, names=("Beredningen för nära vård",), part_of="region-granmark",
    ),
)  # fmt: skip
SECTION = ("3 Mål", "3.1 Målsättningar", "Målsättning nr 1 Invånarna får vård i rätt tid, nära hemmet")


def document_id(year: int) -> str:
    """The identifier of a year's plan."""
    return f"region-granmark-vardnamnden-verksamhetsplan-{year}"


def _rows(year: int, version: str = "") -> list[tuple[PassageKind, str]]:
    return [(kind, f"{text} {version}".strip()) for kind, text in _said(year)]


def _said(year: int) -> list[tuple[PassageKind, str]]:
    return [
        ("heading", f"Verksamhetsplan {year} för vårdnämnden"),
        ("paragraph", "Invånarna får vård i rätt tid, nära hemmet och på lika villkor"),
        ("item", f"Nr {year - 2016}. Att ta fram en plan för vård i hemmet med"),
        ("item", "a. en modell för samverkan med kommunerna"),
        ("header", "Nr\tStyrtal\tUtfall\tÅrets målvärde"),
        ("row", f"1 a\tAndel besök inom 90 dagar\t{year - 1966} %\t65–70 %"),
        ("row", '=HYPERLINK("http://ond.example")\tRisk att journaler inte förs\tUtbildning'),
        ("item", "Beredningen för nära vård följer frågan om hembesök"),
        ("item", "Medarbetarna trivs och stannar kvar"),
    ]


def _passages(year: int, version: str) -> tuple[Passage, ...]:
    made, at = [], 0
    for number, (kind, text) in enumerate(_rows(year, version), 1):
        end = at + len(text)
        made.append(
            Passage(id=f"p{number:04}", kind=kind, text=text, page=1 + number // 4, section=SECTION, start=at, end=end)
        )
        at = end + 1
    return tuple(made)


def _elements(year: int, version: str) -> tuple[Element, ...]:
    doc, texts = document_id(year), [text for _, text in _rows(year, version)]

    def proof(number: int) -> tuple[Evidence, ...]:
        return (Evidence(passage=f"p{number:04}", quote=texts[number - 1].replace("\t", " ")),)

    number = str(year - 2016)
    task, goal = f"{doc}/uppdrag-rf-{number}", f"{doc}/malsattning-1"
    return (
        Malsattning(id=goal, document=doc, year=year, term="målsättning", number="1", text=texts[1], evidence=proof(2)),
        Uppdrag(
            id=task, document=doc, year=year, term="uppdrag", number=number, series="RF", objective=goal,
            text="Att ta fram en plan för vård i hemmet med", recipients=(BOARD,),
            followed_by=("region-granmark/beredningen-for-nara-vard",), evidence=proof(3),
        ),
        Uppdrag(
            id=f"{task}a", document=doc, year=year, term="uppdrag", number=f"{number}a", series="RF", part_of=task,
            text="en modell för samverkan med kommunerna", recipients=(BOARD,), evidence=proof(4),
        ),
        Styrtal(
            id=f"{doc}/styrtal-1a", document=doc, year=year, term="styrtal", number="1 a", objective=goal,
            text="Andel besök inom 90 dagar", better="higher", evidence=proof(6),
            outcome=Value(text=f"{year - 1966} %", value=float(year - 1966), unit="%"),
            target=Value(text="65–70 %", low=65.0, high=70.0, unit="%"),
        ),
        Risk(
            id=f"{doc}/risk-1", document=doc, year=year, term="risk", text="Risk att journaler inte förs",
            area='=HYPERLINK("http://ond.example")', measures=(Measure(text="Utbildning", evidence=proof(7)),),
            evidence=proof(7),
        ),
        Beredning(
            id=f"{doc}/beredning-nara-vard", document=doc, year=year, term="beredning",
            text="Beredningen för nära vård", names=("Beredningen för nära vård",),
            organisation="region-granmark/beredningen-for-nara-vard", evidence=proof(8),
        ),
        Malbild(
            id=f"{doc}/malbild-1", document=doc, year=year, term="målbild", text="Medarbetarna trivs och stannar kvar",
            group="Medarbetare", evidence=proof(9),
        ),
    )  # fmt: skip


def make_reading(year: int, sha256: str = "", version: str = "", *, proposed: bool = False) -> Reading:
    """One year's plan as it would have been read; its bodies are named, as the reading names them.

    `version` stands at the end of every passage; a `proposed` plan is not adopted.
    """
    document = Document(
        id=document_id(year), kind=DocumentKind.VERKSAMHETSPLAN, title=f"Verksamhetsplan {year}", year=year,
        period=(year, year + 2), organisation="Vårdnämnden", huvudman="Region Granmark",
        status="forslag" if proposed else "antagen", decided=None if proposed else f"{year - 1}-11-20",
        dnr="VN 2025/17", pages=3, sha256=sha256, media_type="text/plain",
    )  # fmt: skip
    note = Finding(severity="info", message="En rubrik gav inget element.", document=document.id)
    return Reading(
        document=document, passages=_passages(year, version), elements=_elements(year, version),
        organisations=ORGANISATIONS, findings=(note,), unread=("p0001",),
    )  # fmt: skip


def read_document(path: Path) -> Reading:
    """A reader of files that begin with a year, then a version's name ("förslag" for one that is not adopted).

    Anything else cannot be read.
    """
    text = path.read_text(encoding="utf-8")
    if not text[:4].isdigit():
        raise ReadingError("Filen är krypterad. Spara den utan lösenord.")
    if "krasch" in text:
        raise ValueError("a parser's own trouble")
    version = text[4:].strip()
    proposed = version == "förslag"
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    return make_reading(int(text[:4]), sha256, "" if proposed else version, proposed=proposed)


def read_many(paths: Sequence[Path], limits: object = None, workers: int = 1) -> Iterator[Outcome]:
    """As `ingest.isolation.read_many`, in this process."""
    for path in paths:
        result: Reading | ReadingError
        try:
            result = read_document(path)
        except ReadingError as error:
            result = error
        except ValueError as error:
            result = ReadingError(f"Programmet stötte på ett fel ({type(error).__name__}).")
        yield Outcome(path, result, 0.01)


def find_links(readings: Sequence[Reading], judged: object = None, progress: object = None) -> list[Link]:
    """Each uppdrag to the next year's, the plan's whole task reworded and its part kept."""
    elements = [e for reading in readings for e in reading.elements]
    known = {e.id for e in elements}
    links = []
    for e in elements:
        target = e.id.replace(str(e.year), str(e.year + 1)).replace(f"rf-{e.year - 2016}", f"rf-{e.year - 2015}")
        if e.type == "uppdrag" and target in known:
            change = "oforandrad" if e.part_of else "omformulerad"
            links.append(Link(source=e.id, target=target, change=(change,), score=0.9, method="test", reason="lika"))
    return links
