"""Which property holds which field, and how: one table for both directions, so that they cannot drift apart.

Text is plain `xsd:string` throughout (a document's language stands once, as `dct:language`), so that rdflib and
Oxigraph compare alike. Printed figures are strings; `xsd:decimal` beside them is for reckoning, since Oxigraph
rewrites lexical forms. Years are `xsd:integer`: comparisons of `xsd:gYear` give no rows in rdflib.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from rdflib import Literal, URIRef
from rdflib.namespace import DCTERMS, ORG, SKOS, XSD
from rdflib.term import Identifier

from graph.iris import Iris
from ontology.model import DocumentKind, OrganisationKind
from ontology.terms import CONCEPT_BASE, RT, concept

SEPARATOR = " › "


@dataclass(frozen=True, slots=True)
class Kind:
    """A way to write a Python value as one RDF term, and to read the term's lexical form (or IRI) back."""

    write: Callable[[Any, Iris], Identifier]
    read: Callable[[str, Iris], Any]


@dataclass(frozen=True, slots=True)
class Field:
    """A dataclass field and its property. `many`: a tuple, its order in `order` where it has more than one.

    `always` tells a field that is never None and whose absence would be an error.
    """

    name: str
    prop: URIRef
    kind: Kind
    many: bool = False
    order: URIRef | None = None


def join_path(parts: Sequence[str]) -> str:
    """Parts → one readable string ("3 › 3.1"); a `›` inside a part is escaped, so that `split_path` inverts."""
    return SEPARATOR.join(part.replace("\\", "\\\\").replace("›", "\\›") for part in parts)


def split_path(text: str) -> tuple[str, ...]:
    """Inverse of `join_path`: an unescaped `›` between spaces stands only between two parts."""
    return tuple(part.replace("\\›", "›").replace("\\\\", "\\") for part in text.split(SEPARATOR))


def _decimal(value: float) -> Literal:
    """A float as the shortest decimal that gives it back, without an exponent."""
    return Literal(format(Decimal(repr(float(value))), "f"), datatype=XSD.decimal)


def _concept(scheme: str, words: dict[str, str] | None = None, make: Callable[[str], object] = str) -> Kind:
    """A closed list's concept; `words` translates the model's word into the concept's notation."""
    to_notation = words or {}
    from_notation = {notation: word for word, notation in to_notation.items()}

    def read(text: str, _: Iris) -> object:
        notation = text.removeprefix(f"{CONCEPT_BASE}{scheme}/")
        return make(from_notation.get(notation, notation))

    return Kind(lambda word, _: concept(scheme, to_notation.get(str(word), str(word))), read)


TEXT = Kind(lambda value, _: Literal(value), lambda text, _: text)
INTEGER = Kind(lambda value, _: Literal(int(value)), lambda text, _: int(text))
DECIMAL = Kind(lambda value, _: _decimal(value), lambda text, _: float(text))
DOUBLE = Kind(lambda value, _: Literal(float(value)), lambda text, _: float(text))
BOOLEAN = Kind(lambda value, _: Literal(bool(value)), lambda text, _: text in ("true", "1"))
DATE = Kind(lambda value, _: Literal(value, datatype=XSD.date, normalize=False), lambda text, _: text)
PATH = Kind(lambda value, _: Literal(join_path(value)), lambda text, _: split_path(text))
NODE = Kind(lambda value, iris: iris.iri(value), lambda text, iris: iris.id_of(text))
BODY = Kind(lambda value, iris: iris.organisation(value), lambda text, iris: iris.organisation_id(text))

TEXT_KINDS = {"heading": "rubrik", "paragraph": "stycke", "item": "punkt", "row": "rad", "header": "tabellhuvud"}
DIRECTIONS = {"higher": "hogre", "lower": "lagre", "range": "spann"}
LINK_STATUS = {
    "proposed": "foreslagen", "confirmed": "bekraftad", "rejected": "avvisad", "candidate": "kandidat",
}  # fmt: skip

DOCUMENT: tuple[Field, ...] = (
    Field("kind", RT.dokumentslag, _concept("dokumentslag", make=DocumentKind)),
    Field("title", DCTERMS.title, TEXT),
    Field("year", RT.ar, INTEGER),
    Field("organisation", DCTERMS.publisher, BODY),
    Field("huvudman", RT.huvudman, BODY),
    Field("status", RT.dokumentstatus, _concept("dokumentstatus")),
    Field("decided", RT.beslutad, DATE),
    Field("dnr", RT.diarienummer, TEXT),
    Field("pages", RT.sidantal, INTEGER),
    Field("sha256", RT.sha256, TEXT),
    Field("media_type", RT.mediatyp, TEXT),
    Field("memo", RT.foljebrev, BOOLEAN),
)

PASSAGE: tuple[Field, ...] = (
    Field("kind", RT.textslag, _concept("textslag", TEXT_KINDS)),
    Field("text", RT.text, TEXT),
    Field("page", RT.sida, INTEGER),
    Field("section", RT.avsnitt, PATH),
    Field("start", RT.start, INTEGER),
    Field("end", RT.slut, INTEGER),
)

ORGANISATION: tuple[Field, ...] = (
    Field("name", SKOS.prefLabel, TEXT),
    Field("kind", RT.organisationsslag, _concept("organisationsslag", make=OrganisationKind)),
    Field("names", SKOS.altLabel, TEXT, many=True, order=RT.namnordning),
    Field("part_of", ORG.subOrganizationOf, BODY),
    Field("ground", RT.grund, TEXT),
)

VALUE: tuple[Field, ...] = (
    Field("text", RT.tryckt, TEXT),
    Field("value", RT.tal, DECIMAL),
    Field("low", RT.lagst, DECIMAL),
    Field("high", RT.hogst, DECIMAL),
    Field("of", RT.helhet, DECIMAL),
    Field("relative", RT.relativ, BOOLEAN),
    Field("unit", RT.enhet, TEXT),
    Field("period", RT.period, TEXT),
)

PART: tuple[Field, ...] = (Field("label", RT.etikett, TEXT), Field("value", RT.tal, DECIMAL))

LINK: tuple[Field, ...] = (
    Field("source", RT.fran, NODE),
    Field("target", RT.till, NODE),
    Field("change", RT.andring, _concept("andring"), many=True, order=RT.andringsordning),
    Field("score", RT.likhet, DOUBLE),
    Field("method", RT.lankmetod, TEXT),
    Field("status", RT.lankstatus, _concept("lankstatus", LINK_STATUS)),
    Field("reason", RT.skal, TEXT),
)

_SHARED: tuple[Field, ...] = (
    Field("document", RT.iDokument, NODE),
    Field("year", RT.ar, INTEGER),
    Field("term", RT.term, TEXT),
    Field("text", RT.text, TEXT),
    Field("number", RT.nummer, TEXT),
    Field("series", RT.serie, TEXT),
    Field("objective", RT.malsattning, NODE),
    Field("part_of", RT.delAv, NODE),
)

_OWN: dict[str, tuple[Field, ...]] = {
    "uppdrag": (
        Field("recipients", RT.mottagare, BODY, many=True, order=RT.mottagarordning),
        Field("followed_by", RT.foljsAv, BODY, many=True, order=RT.foljsAvOrdning),
        Field("given_by", RT.givenAv, BODY),
    ),
    "styrtal": (
        Field("better", RT.battre, _concept("riktning", DIRECTIONS)),
        Field("note", RT.anmarkning, TEXT),
    ),
    "risk": (
        Field("area", RT.omrade, TEXT),
        Field("likelihood", RT.sannolikhet, TEXT),
        Field("consequence", RT.konsekvens, TEXT),
        Field("score", RT.riskvarde, TEXT),
        Field("method", RT.metod, TEXT),
        Field("frequency", RT.frekvens, TEXT),
        Field("responsible", RT.ansvarig, TEXT),
    ),
    "beredning": (
        Field("names", RT.namn, TEXT, many=True, order=RT.namnordning),
        Field("organisation", RT.avserOrganisation, BODY),
    ),
    "malbild": (Field("group", RT.grupp, TEXT),),
    "strategi": (Field("effect", RT.effekt, TEXT),),
    "budgetpost": (Field("unit", RT.enhet, TEXT), Field("table", RT.tabell, TEXT)),
}

STYRTAL_VALUES: dict[str, tuple[URIRef, str]] = {
    "outcome": (RT.utfall, "utfall"),
    "target": (RT.arsMalvarde, "arsMalvarde"),
    "long_term": (RT.langsiktigtMalvarde, "langsiktigtMalvarde"),
}
"""A styrtal's field → the property of its value node and the notation of its `rt:vardeslag`."""


def element_fields(element_type: str) -> tuple[Field, ...]:
    """The flat fields of an element type; evidence, values and measures are nodes of their own."""
    return _SHARED + _OWN.get(element_type, ())
