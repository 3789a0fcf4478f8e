"""The terms as Python names: a closed namespace, so that a misspelt term raises instead of matching nothing.

`RT` holds every class and property of `rodatraden.ttl` and `CONCEPTS` every concept of `begrepp.ttl`; both are
written out here (importing reads no file) and a test compares them with the Turtle, both ways.
"""

from __future__ import annotations

from pathlib import Path

from rdflib import Namespace, URIRef
from rdflib.namespace import DefinedNamespace

CONCEPT_BASE = "https://rodatraden.example/begrepp/"
"""Every concept's IRI is this, its scheme, a slash and its notation."""


class RT(DefinedNamespace):
    """The ontology's classes (capital) and properties (small), ASCII-folded Swedish."""

    _NS = Namespace("https://rodatraden.example/ontology#")
    _fail = True

    # What there is
    Atgard: URIRef
    Belagg: URIRef
    Beredning: URIRef
    Beslut: URIRef
    Budgetpost: URIRef
    Delindikator: URIRef
    Dokument: URIRef
    Fardplan: URIRef
    Kallfil: URIRef
    Lasning: URIRef
    Malbild: URIRef
    Malsattning: URIRef
    Organisation: URIRef
    Passage: URIRef
    Perspektiv: URIRef
    Planelement: URIRef
    Risk: URIRef
    Strategi: URIRef
    Styrtal: URIRef
    Trad: URIRef
    Tradlank: URIRef
    Uppdrag: URIRef
    Vardedel: URIRef
    Vardegrund: URIRef
    Varde: URIRef
    Vision: URIRef

    # Documents and their source files
    beslutad: URIRef
    diarienummer: URIRef
    dokumentslag: URIRef
    dokumentstatus: URIRef
    foljebrev: URIRef
    huvudman: URIRef
    mediatyp: URIRef
    periodFran: URIRef
    periodTill: URIRef
    sha256: URIRef
    sidantal: URIRef

    # Passages and evidence
    avsnitt: URIRef
    belagg: URIRef
    citat: URIRef
    iDokument: URIRef
    iPassage: URIRef
    ordning: URIRef
    sida: URIRef
    slut: URIRef
    start: URIRef
    textslag: URIRef

    # Organisations
    grund: URIRef
    namnordning: URIRef
    organisationsslag: URIRef

    # Every plan element
    ar: URIRef
    delAv: URIRef
    malsattning: URIRef
    nummer: URIRef
    serie: URIRef
    term: URIRef
    text: URIRef

    # One kind of plan element
    ansvarig: URIRef
    atgard: URIRef
    avserOrganisation: URIRef
    effekt: URIRef
    foljsAv: URIRef
    foljsAvOrdning: URIRef
    frekvens: URIRef
    givenAv: URIRef
    grupp: URIRef
    konsekvens: URIRef
    metod: URIRef
    mottagare: URIRef
    mottagarordning: URIRef
    namn: URIRef
    omrade: URIRef
    riskvarde: URIRef
    sannolikhet: URIRef
    tabell: URIRef

    # Values
    anmarkning: URIRef
    arsMalvarde: URIRef
    avser: URIRef
    battre: URIRef
    belopp: URIRef
    enhet: URIRef
    etikett: URIRef
    helhet: URIRef
    hogst: URIRef
    kolumn: URIRef
    lagst: URIRef
    langsiktigtMalvarde: URIRef
    period: URIRef
    planar: URIRef
    relativ: URIRef
    tal: URIRef
    tryckt: URIRef
    utfall: URIRef
    vardedel: URIRef
    varden: URIRef
    vardeslag: URIRef
    vardestruktur: URIRef

    # Decisions
    galler: URIRef
    motivering: URIRef
    rattatFalt: URIRef
    roll: URIRef
    utslag: URIRef

    # Threads over the years
    andring: URIRef
    andringsordning: URIRef
    foregasAv: URIRef
    fran: URIRef
    iTrad: URIRef
    lankmetod: URIRef
    lankstatus: URIRef
    likhet: URIRef
    skal: URIRef
    till: URIRef


CONCEPTS: dict[str, tuple[str, ...]] = {
    "dokumentslag": (
        "verksamhetsplan", "utvecklingsplan", "verksamhetsberattelse", "delarsrapport", "arsredovisning",
        "internkontrollplan", "fardplan", "strategi", "budget", "protokoll", "ovrigt",
    ),
    "dokumentstatus": ("forslag", "antagen"),
    "organisationsslag": ("huvudman", "namnd", "forvaltning", "beredning", "ovrig"),
    "textslag": ("rubrik", "stycke", "punkt", "rad", "tabellhuvud"),
    "vardeslag": ("utfall", "arsMalvarde", "langsiktigtMalvarde", "belopp"),
    "riktning": ("hogre", "lagre", "spann"),
    "andring": ("oforandrad", "omformulerad", "delad", "sammanslagen", "flyttad"),
    "lankstatus": ("foreslagen", "bekraftad", "avvisad", "kandidat"),
    "utslag": ("bekraftad", "avvisad", "rattad", "tillagd"),
}  # fmt: skip
"""Scheme → the notations of its concepts, in the order that `begrepp.ttl` has them."""


def concept(scheme: str, notation: str) -> URIRef:
    """The IRI of a concept; raises `ValueError` where the closed list has no such one."""
    if notation not in CONCEPTS.get(scheme, ()):
        raise ValueError(f"Begreppet {notation!r} finns inte i listan {scheme!r}; välj bland {CONCEPTS.get(scheme)}.")
    return URIRef(f"{CONCEPT_BASE}{scheme}/{notation}")


def ontology_files() -> tuple[Path, ...]:
    """The ontology's Turtle files: the terms, the concept lists, the alignments."""
    here = Path(__file__).parent
    return tuple(here / name for name in ("rodatraden.ttl", "begrepp.ttl", "alignments.ttl"))
