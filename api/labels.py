"""Swedish words for IRIs: a thing's own text, else that of what it is about; a term's label in the ontology."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from itertools import groupby

import pyoxigraph as ox

from graph.iris import Iris
from graph.store import Row, Store, iri
from ontology.terms import ontology_files

ONTOLOGY = "https://rodatraden.example/ontology"
LONG = 140
"""Characters of a text that stand in a link to what bears it."""
PLAIN_LABELS = {
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#type": "slag",
    "http://www.w3.org/2000/01/rdf-schema#label": "etikett",
    "http://www.w3.org/2000/01/rdf-schema#domain": "gäller",
    "http://www.w3.org/2000/01/rdf-schema#range": "värdemängd",
    "http://www.w3.org/2000/01/rdf-schema#subClassOf": "underslag till",
    "http://www.w3.org/2000/01/rdf-schema#subPropertyOf": "underegenskap till",
    "http://www.w3.org/2004/02/skos/core#prefLabel": "namn",
    "http://www.w3.org/2004/02/skos/core#altLabel": "också kallad",
    "http://www.w3.org/2004/02/skos/core#definition": "definition",
    "http://www.w3.org/2004/02/skos/core#example": "exempel",
    "http://www.w3.org/2004/02/skos/core#notation": "beteckning",
    "http://www.w3.org/2004/02/skos/core#inScheme": "i listan",
    "http://www.w3.org/2004/02/skos/core#topConceptOf": "överst i listan",
    "http://www.w3.org/2004/02/skos/core#hasTopConcept": "begrepp",
    "http://purl.org/dc/terms/identifier": "beteckning",
    "http://purl.org/dc/terms/language": "språk",
    "http://purl.org/dc/terms/publisher": "utgivare",
    "http://purl.org/dc/terms/source": "källa",
    "http://purl.org/dc/terms/title": "titel",
    "http://purl.org/linked-data/cube#dataSet": "i värdetabellen",
    "http://www.w3.org/ns/org#subOrganizationOf": "del av",
    "http://www.w3.org/ns/prov#endedAtTime": "tid",
    "http://www.w3.org/ns/prov#entity": "härlett ur",
    "http://www.w3.org/ns/prov#qualifiedDerivation": "länk till året före",
    "http://www.w3.org/ns/prov#used": "använde",
    "http://www.w3.org/ns/prov#wasGeneratedBy": "gjord av",
    "http://www.w3.org/ns/prov#wasQuotedFrom": "citerad ur",
    "http://www.w3.org/ns/prov#wasRevisionOf": "reviderar",
}
"""Words for the predicates of other vocabularies; the ontology has those of its own."""

TEXTS = """PREFIX rt: <https://rodatraden.example/ontology#>
SELECT ?n ?rang ?text ?term ?serie ?nummer ?ar WHERE {
  VALUES ?n { $nodes }
  VALUES (?p ?rang) {
    (<http://www.w3.org/2004/02/skos/core#prefLabel> 1) (<http://purl.org/dc/terms/title> 2)
    (<http://www.w3.org/2000/01/rdf-schema#label> 3) (rt:text 4) (rt:citat 5) (rt:tryckt 6) (rt:etikett 7)
  }
  ?n ?p ?text . FILTER(LANG(?text) IN ("", "sv"))
  OPTIONAL { ?n rt:term ?term ; rt:ar ?ar OPTIONAL { ?n rt:serie ?serie } OPTIONAL { ?n rt:nummer ?nummer } }
} ORDER BY ?n ?rang"""
BORROWED = """PREFIX rt: <https://rodatraden.example/ontology#>
PREFIX dct: <http://purl.org/dc/terms/>
PREFIX prov: <http://www.w3.org/ns/prov#>
SELECT ?n ?slag ?om WHERE {
  VALUES ?n { $nodes }
  ?n a ?slag . FILTER(STRSTARTS(STR(?slag), STR(rt:)))
  OPTIONAL {
    ?n rt:fran|rt:till|rt:galler|^rt:iTrad|^dct:source|^prov:wasGeneratedBy ?om
  }
} ORDER BY ?n ?om"""

@cache
def load_ontology() -> Store:
    """The ontology, its concept lists and its alignments in one store."""
    triples = (triple for path in ontology_files() for triple in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE))
    return Store.from_quads([ox.Quad(t.subject, t.predicate, t.object, iri(ONTOLOGY)) for t in triples])


class Labels:
    """Words for what a release's store and the ontology name."""

    def __init__(self, store: Store, iris: Iris) -> None:
        """Nothing is asked yet."""
        self._store, self._iris = store, iris

    def find(self, addresses: Iterable[str]) -> dict[str, str]:
        """Swedish words for IRIs: their own text, else those of what they are about, else the IRI's end."""
        wanted = dict.fromkeys(addresses)
        found = {a: PLAIN_LABELS[a] for a in wanted if a in PLAIN_LABELS}
        for store in (load_ontology(), self._store):
            found = {**self._texts(store, [a for a in wanted if a not in found]), **found}
        found |= self._borrowed([a for a in wanted if a not in found])
        return {a: found.get(a) or self._tail(a) for a in wanted}

    def _texts(self, store: Store, addresses: list[str]) -> dict[str, str]:
        rows = store.select(TEXTS, nodes=[iri(a) for a in addresses])
        firsts = {str(row["n"]): row for row in reversed(rows)}
        return {address: _words(row) for address, row in firsts.items()}

    def _borrowed(self, addresses: list[str]) -> dict[str, str]:
        """Words for what has no text of its own: its kind, and what it is about."""
        rows = self._store.select(BORROWED, nodes=[iri(a) for a in addresses])
        about = {str(row["om"]) for row in rows if "om" in row and row["om"] not in addresses}
        words = self._texts(self._store, sorted(about))
        kinds = self._texts(load_ontology(), sorted({str(row["slag"]) for row in rows}))
        made = {}
        for address, group in groupby(rows, key=lambda row: str(row["n"])):
            several = list(group)
            ends = dict.fromkeys(words[str(row["om"])] for row in several if row.get("om") in words)
            made[address] = f"{kinds.get(str(several[0]['slag']), 'sak')}: {' → '.join(ends) or self._tail(address)}"
        return made

    def _tail(self, address: str) -> str:
        return address.removeprefix(self._iris.base) if address.startswith(self._iris.base) else address


def predicate_labels(predicates: Iterable[str]) -> dict[str, str]:
    """Swedish words for predicates; the end of the IRI where nobody has given any."""
    known = list(predicates)
    rows = load_ontology().select(TEXTS, nodes=[iri(p) for p in known])
    found = {str(row["n"]): str(row["text"]) for row in reversed(rows)}
    return {p: PLAIN_LABELS.get(p) or found.get(p) or p.rpartition("#")[2].rpartition("/")[2] for p in known}


def _words(row: Row) -> str:
    """A node's text, an element's with its word, number and year before it."""
    text = " ".join(str(row["text"]).split())
    short = text if len(text) <= LONG else text[: text.rfind(" ", 1, LONG)] + " …"
    if "term" not in row:
        return short
    mark = " ".join(str(row[name]) for name in ("term", "serie", "nummer") if row.get(name))
    return f"{mark} ({row['ar']}): {short}"
