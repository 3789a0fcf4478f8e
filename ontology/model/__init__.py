"""The plan elements, their evidence and their documents, as frozen values: `documents`, `elements`, `reading`.

`ingest` makes them, `graph` turns them into triples and back, `api` shows them. Identifiers are readable
ASCII: a document's is `region-x-namnden-verksamhetsplan-2025`, an element's is its document's, a slash and a
local name (`…/uppdrag-rf-9`), a passage's local name is `p0042`. An IRI is a base and such an identifier.
The field names follow the contract's shapes; Swedish domain words are explained in `ontology/glossary.toml`.
"""

from ontology.model.documents import Document, DocumentKind, Organisation, OrganisationKind, Passage, PassageKind
from ontology.model.elements import (
    ELEMENT_CLASSES,
    Amount,
    Beredning,
    Budgetpost,
    Delindikator,
    Element,
    Evidence,
    Fardplan,
    Malbild,
    Malsattning,
    Measure,
    Part,
    Perspektiv,
    Risk,
    Strategi,
    Styrtal,
    Uppdrag,
    Value,
    Vardegrund,
    Vision,
)
from ontology.model.reading import Finding, Link, Reading, Rejected

__all__ = [
    "ELEMENT_CLASSES",
    "Amount",
    "Beredning",
    "Budgetpost",
    "Delindikator",
    "Document",
    "DocumentKind",
    "Element",
    "Evidence",
    "Fardplan",
    "Finding",
    "Link",
    "Malbild",
    "Malsattning",
    "Measure",
    "Organisation",
    "OrganisationKind",
    "Part",
    "Passage",
    "PassageKind",
    "Perspektiv",
    "Reading",
    "Rejected",
    "Risk",
    "Strategi",
    "Styrtal",
    "Uppdrag",
    "Value",
    "Vardegrund",
    "Vision",
]
