"""The data catalogue: what there is to fetch here, for data portals.

DCAT-AP-SE 3.0.1 (https://docs.dataportal.se/dcat/3.0.1/en): a catalogue; a series of data sets for each kind of
document of a body, a data set for each document, one for the whole graph; two services; contact and licence as set.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import pyoxigraph as ox

from api.labels import ONTOLOGY
from api.models import Download
from api.rdf import Facts, Value, describe, expand, sv, typed
from api.tables import XLSX
from api.wiring import Service
from ontology.model import Document, DocumentKind
from ontology.svenska.text import ascii_slug

CC0 = "http://creativecommons.org/publicdomain/zero/1.0/"
EU = "http://publications.europa.eu/resource/authority/"
PUBLISHER = "http://purl.org/adms/publishertype/"
REST = "http://www.wikidata.org/entity/Q749568"
PROTOCOL = "https://www.w3.org/TR/sparql11-protocol/"
KINDS = {
    DocumentKind.VERKSAMHETSPLAN: "Verksamhetsplaner", DocumentKind.UTVECKLINGSPLAN: "Utvecklingsplaner",
    DocumentKind.VERKSAMHETSBERATTELSE: "Verksamhetsberättelser", DocumentKind.DELARSRAPPORT: "Delårsrapporter",
    DocumentKind.ARSREDOVISNING: "Årsredovisningar", DocumentKind.INTERNKONTROLLPLAN: "Internkontrollplaner",
    DocumentKind.FARDPLAN: "Färdplaner", DocumentKind.STRATEGI: "Strategier", DocumentKind.BUDGET: "Budgetar",
    DocumentKind.PROTOKOLL: "Protokoll", DocumentKind.OVRIGT: "Övriga dokument",
}  # fmt: skip
TYPES = (
    (re.compile(r"\bregion", re.IGNORECASE), "RegionalAuthority"),
    (re.compile(r"kommun|\bstad\b", re.IGNORECASE), "LocalAuthority"),
    (re.compile(r"\bAB\b|bolag", re.IGNORECASE), "Company"),
)
"""What sort of publisher a body is, by the name of its huvudman; another is a national authority."""


@dataclass(frozen=True, slots=True)
class Portal:
    """What a catalogue is made from: the service, the root of its addresses, the files of the whole release."""

    service: Service
    root: str
    downloads: Sequence[Download] = ()

    def at(self, path: str) -> str:
        """An address below the root."""
        return f"{self.root}{path}"

    def node(self, name: str) -> str:
        """The IRI of something in the catalogue."""
        return f"{self.root}/dcat#{name}"

    @property
    def contact(self) -> str | None:
        """The IRI of whom to ask, where the settings name somebody."""
        return self.node("kontakt") if self.service.settings.contact else None


def catalogue_triples(portal: Portal) -> Iterator[ox.Triple]:
    """Everything that the catalogue says."""
    documents = list(portal.service.catalogue.documents.values())
    series = _series(documents)
    sets = [portal.node("graf"), *(portal.node(d.id) for d in documents), *(portal.node(name) for name in series)]
    built = typed(str(portal.service.release.manifest["times"]["built"]), "dateTime")
    publisher = _publisher(portal, None)
    yield from describe(portal.node("katalog"), {
        "rdf:type": expand("dcat:Catalog"), "dct:title": sv(f"Planer: {portal.service.region or 'inlästa dokument'}"),
        "dct:description": sv("Uppdrag, mål, styrtal och risker ur planer och rapporter, var och en med belägg."),
        "dct:publisher": publisher, "dct:license": CC0, "dcat:dataset": [*sets],
        "dcat:service": [portal.node("sparql"), portal.node("api")], "dct:language": f"{EU}language/SWE",
        "dct:modified": built, "foaf:homepage": portal.at("/"), "dcat:themeTaxonomy": f"{EU}data-theme",
    })  # fmt: skip
    yield from _agents(portal, documents)
    yield from _contact(portal)
    yield from _whole(portal, publisher, built)
    yield from _services(portal, publisher)
    for name, members in series.items():
        yield from _one_series(portal, name, members)
    for document in documents:
        yield from _document(portal, document)


def _publisher(portal: Portal, document: Document | None) -> str:
    """The body that issues a document, or of the whole catalogue the newest document's huvudman."""
    catalogue = portal.service.catalogue
    if document is None:
        bodies = [d.huvudman or d.organisation for d in reversed(list(catalogue.documents.values()))]
    else:
        bodies = [document.organisation, document.huvudman]
    known = [body for body in bodies if body in catalogue.organisations]
    return str(catalogue.iris.organisation(str(known[0]))) if known else portal.node("utgivare")


def _agents(portal: Portal, documents: Sequence[Document]) -> Iterator[ox.Triple]:
    organisations, iris = portal.service.catalogue.organisations, portal.service.iris
    used = {_publisher(portal, document) for document in [None, *documents]}
    names = {portal.node("utgivare"): (portal.service.region or "Okänd utgivare",) * 2}
    for body in organisations.values():
        owner = organisations.get(body.part_of or "", body)
        names[str(iris.organisation(body.id))] = (body.name, owner.name)
    for node in sorted(used):
        name, owner_name = names[node]
        kind = next((kind for pattern, kind in TYPES if pattern.search(owner_name)), "NationalAuthority")
        yield from describe(
            node, {"rdf:type": expand("foaf:Agent"), "foaf:name": sv(name), "dct:type": PUBLISHER + kind}
        )


def _contact(portal: Portal) -> Iterator[ox.Triple]:
    if portal.contact:
        name, _, address = (portal.service.settings.contact or "").rpartition(" ")
        kind, email = expand("vcard:Organization"), "mailto:" + address.strip("<>")
        yield from describe(portal.contact, {"rdf:type": kind, "vcard:fn": ox.Literal(name), "vcard:hasEmail": email})


def _whole(portal: Portal, publisher: str, built: ox.Literal) -> Iterator[ox.Triple]:
    tables = {
        "element-csv": ("/api/elements?format=csv", "text/csv", "Alla element"),
        "element-xlsx": ("/api/elements?format=xlsx", XLSX, "Alla element"),
        "styrtal-csv": ("/api/styrtal?format=csv", "text/csv", "Styrtalen över åren"),
        "styrtal-xlsx": ("/api/styrtal?format=xlsx", XLSX, "Styrtalen över åren"),
    }
    nodes = [*(portal.node(one.name) for one in portal.downloads), *map(portal.node, tables), portal.node("fragor")]
    yield from describe(portal.node("graf"), {
        **_dataset(portal, "Hela grafen", "Allt som är läst ur dokumenten, som länkade data och tabeller.", publisher),
        "dct:modified": built, "dcat:version": ox.Literal(portal.service.release.id), "dct:conformsTo": ONTOLOGY,
        "dct:accrualPeriodicity": f"{EU}frequency/IRREG", "dcat:landingPage": portal.at("/"),
        "dcat:distribution": [*nodes],
    })  # fmt: skip
    yield from describe(ONTOLOGY, {"rdf:type": expand("dct:Standard"), "dct:title": sv("Röda trådens ontologi")})
    for one in portal.downloads:
        checksum = portal.node(f"{one.name}-kontrollsumma")
        size = typed(str(one.size), "nonNegativeInteger")
        more: Facts = {"dcat:byteSize": size, "spdx:checksum": checksum}
        yield from _distribution(portal, one.name, one.url, one.media_type, "Hela grafen", more)
        yield from describe(checksum, {
            "rdf:type": expand("spdx:Checksum"), "spdx:algorithm": expand("spdx:checksumAlgorithm_sha256"),
            "spdx:checksumValue": ox.Literal(one.sha256),
        })  # fmt: skip
    for name, (path, media, title) in tables.items():
        yield from _distribution(portal, name, path, media, title)
    yield from describe(portal.node("fragor"), {
        "rdf:type": expand("dcat:Distribution"), "dct:title": sv("Frågor med SPARQL"),
        "dcat:accessURL": portal.at("/sparql"), "dct:format": ox.Literal("application/sparql-results+json"),
        "dcat:accessService": portal.node("sparql"), "dct:license": portal.service.settings.licence,
    })  # fmt: skip


def _dataset(portal: Portal, title: str, description: str, publisher: str) -> dict[str, Value | list[Value]]:
    return {
        "rdf:type": expand("dcat:Dataset"), "dct:title": sv(title), "dct:description": sv(description),
        "dct:publisher": publisher, "dct:language": f"{EU}language/SWE", "dcat:theme": f"{EU}data-theme/GOVE",
        "dct:accessRights": f"{EU}access-right/PUBLIC", "dcat:contactPoint": portal.contact,
        "dcat:keyword": [sv("planer"), sv("uppdrag"), sv("styrtal")],
    }  # fmt: skip


def _distribution(
    portal: Portal, name: str, path: str, media: str, title: str, more: Facts | None = None
) -> Iterator[ox.Triple]:
    yield from describe(portal.node(name), {
        "rdf:type": expand("dcat:Distribution"), "dct:title": sv(title), "dcat:accessURL": portal.at(path),
        "dcat:downloadURL": portal.at(path), "dct:format": ox.Literal(media),
        "dct:license": portal.service.settings.licence, **(more or {}),
    })  # fmt: skip


def _services(portal: Portal, publisher: str) -> Iterator[ox.Triple]:
    common: Facts = {
        "rdf:type": expand("dcat:DataService"), "dct:publisher": publisher, "dct:type": REST,
        "dcat:servesDataset": portal.node("graf"), "dct:accessRights": f"{EU}access-right/PUBLIC",
        "dcat:contactPoint": portal.contact, "dct:license": portal.service.settings.licence,
    }  # fmt: skip
    yield from describe(portal.node("sparql"), {
        **common, "dct:title": sv("SPARQL-frågor"), "dcat:endpointURL": portal.at("/sparql"),
        "dcat:endpointDescription": portal.at("/sparql"), "dct:conformsTo": PROTOCOL,
        "dct:format": ox.Literal("application/sparql-results+json"),
    })  # fmt: skip
    yield from describe(PROTOCOL, {"rdf:type": expand("dct:Standard")})
    yield from describe(portal.node("api"), {
        **common, "dct:title": sv("API för element, stycken, frågor och ändringar"),
        "dcat:endpointURL": portal.at("/api"), "dcat:endpointDescription": portal.at("/openapi.json"),
        "dct:format": ox.Literal("application/json"),
    })  # fmt: skip


def _series(documents: Sequence[Document]) -> dict[str, list[Document]]:
    """The documents of one kind and body, oldest first, by the name of their series."""
    found: dict[str, list[Document]] = {}
    for document in sorted(documents, key=lambda d: (d.year, d.id)):
        body = document.organisation or document.huvudman or "okand"
        found.setdefault(f"serie-{document.kind}-{ascii_slug(body, 200)}", []).append(document)
    return found


def _one_series(portal: Portal, name: str, members: Sequence[Document]) -> Iterator[ox.Triple]:
    first = members[0]
    body = portal.service.catalogue.organisation_name(first.organisation or first.huvudman)
    title = KINDS[first.kind] + (f": {body}" if body else "")
    yield from describe(portal.node(name), {
        **_dataset(portal, title, f"{title}, {len(members)} år i rad lästa som data.", _publisher(portal, first)),
        "rdf:type": expand("dcat:DatasetSeries"), "dct:accrualPeriodicity": f"{EU}frequency/ANNUAL",
        "dct:accessRights": None, "dct:temporal": portal.node(f"{name}-tid"),
        "dcat:first": portal.node(first.id), "dcat:last": portal.node(members[-1].id),
    })  # fmt: skip
    yield from _period(portal.node(f"{name}-tid"), min(d.year for d in members), max(_end(d) for d in members))
    for earlier, later in pairwise(members):
        yield from describe(portal.node(later.id), {"dcat:prev": portal.node(earlier.id)})
    for member in members:
        yield from describe(portal.node(member.id), {"dcat:inSeries": portal.node(name)})


def _document(portal: Portal, document: Document) -> Iterator[ox.Triple]:
    files = {
        "turtle": (f"/id/{document.id}/graf?format=turtle", "text/turtle", "Dokumentets graf"),
        "csv": (f"/api/elements?document={document.id}&format=csv", "text/csv", "Dokumentets element"),
    }
    original = portal.service.original(document.id)
    if original:
        files["original"] = (original, document.media_type, "Källfilen")
    words = f"{KINDS[document.kind]} {document.year}: vad dokumentet säger, med belägg."
    decided = document.decided if document.decided and re.fullmatch(r"\d{4}-\d\d-\d\d", document.decided) else None
    yield from describe(portal.node(document.id), {
        **_dataset(portal, document.title, words, _publisher(portal, document)),
        "dct:identifier": ox.Literal(str(portal.service.iris.document(document.id))),
        "dct:issued": typed(decided, "date") if decided else None, "dct:temporal": portal.node(f"{document.id}-tid"),
        "dcat:landingPage": portal.at(f"/dokument/{document.id}"), "foaf:page": portal.at(f"/id/{document.id}"),
        "dcat:distribution": [portal.node(f"{document.id}-{name}") for name in files],
    })  # fmt: skip
    yield from _period(portal.node(f"{document.id}-tid"), document.year, _end(document))
    for name, (path, media, title) in files.items():
        yield from _distribution(portal, f"{document.id}-{name}", path, media, title)


def _end(document: Document) -> int:
    return max(document.year, document.period[1] if document.period else document.year)


def _period(node: str, first: int, last: int) -> Iterator[ox.Triple]:
    yield from describe(node, {
        "rdf:type": expand("dct:PeriodOfTime"),
        "dcat:startDate": typed(f"{first}-01-01", "date"), "dcat:endDate": typed(f"{last}-12-31", "date"),
    })  # fmt: skip
