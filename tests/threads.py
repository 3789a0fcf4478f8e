"""Uppdrag by hand and those of the examples' truth, named as the tests of threads do: by year and number."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import ingest.examples
from ontology.model import Element, Link, Malsattning, Organisation, OrganisationKind, Risk, Styrtal, Uppdrag
from ontology.svenska import ascii_slug

HERE = Path(ingest.examples.__file__).parent
REGION = "region-alvmarken"
BODY = f"{REGION}/halso-och-sjukvardsforvaltningen"
Pair = tuple[str, str]


def uppdrag(year: int, number: str, text: str, **more: Any) -> Uppdrag:
    document = f"{REGION}-namnden-verksamhetsplan-{year}"
    fields = {"term": "uppdrag", "recipients": (BODY,), **more}
    name = f"{document}/uppdrag-{ascii_slug(number)}"
    return Uppdrag(id=name, document=document, year=year, number=number, text=text, **fields)


def named(elements: Iterable[Element]) -> dict[str, str]:
    """Element id → how the gold files name it: 2025/RF 9, 2024/7c."""
    printed = {e.id: (e.series, (e.number or "").replace(" ", "")) for e in elements}
    return {e.id: f"{e.year}/{' '.join(filter(None, printed[e.id]))}" for e in elements}


def pairs(elements: Sequence[Element], links: Iterable[Link], status: str = "proposed") -> set[Pair]:
    name = named(elements)
    return {(name[k.source], name[k.target]) for k in links if k.status == status}


def truth(name: str) -> Any:
    return json.loads((HERE / "truth" / f"{name}.json").read_text(encoding="utf-8"))


CLASSES: dict[str, type[Element]] = {"uppdrag": Uppdrag, "målsättning": Malsattning, "styrtal": Styrtal, "risk": Risk}


@cache
def example_elements() -> tuple[Element, ...]:
    told = [row for row in truth("elements") if row["type"] in CLASSES]
    return tuple(_element(row, place) for place, row in enumerate(told))


def _element(row: dict[str, Any], place: int) -> Element:
    document = f"{REGION}-halso-och-sjukvardsnamnden-verksamhetsplan-{row['year']}"
    series, number, kind = row.get("series"), row.get("number"), CLASSES[row["type"]]
    local = f"{kind.type}-{ascii_slug(' '.join(filter(None, (series, number))))}" if number else f"{kind.type}-{place}"
    local += f"-{place}" if kind is Styrtal else ""
    more: dict[str, Any] = {"objective": f"{document}/malsattning-{row['goal']}"} if row.get("goal") else {}
    if row.get("part_of"):
        more["part_of"] = f"{document}/uppdrag-{row['part_of']}"
    if kind is Uppdrag:
        more["recipients"] = tuple(f"{REGION}/{ascii_slug(name)}" for name in row["recipients"])
    return kind(
        id=f"{document}/{local}", document=document, year=row["year"], term=row["type"], text=row["text"],
        number=number, series=series, **more,
    )  # fmt: skip


@cache
def example_organisations() -> dict[str, Organisation]:
    renamed = truth("threads")["same_beredning"][0]["names"]
    ids = {one for e in example_elements() if isinstance(e, Uppdrag) for one in e.recipients}
    records = [(name, f"{REGION}/{ascii_slug(name)}") for name in renamed]
    assert {one for _, one in records} <= ids
    return {
        one: Organisation(id=one, name=name, kind=OrganisationKind.BEREDNING, names=tuple(renamed))
        for name, one in records
    }
