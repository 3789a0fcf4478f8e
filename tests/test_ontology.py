"""The words hold together: terms ↔ Turtle, labels and definitions in both languages, a source for everything."""

from __future__ import annotations

import tomllib
from functools import cache

import pytest
from rdflib import RDF, RDFS, Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, OWL, QB, SKOS

from graph.fields import DIRECTIONS, DOCUMENT, LINK, LINK_STATUS, PASSAGE, TEXT_KINDS, VALUE, element_fields
from ontology.model import ELEMENT_CLASSES, DocumentKind, OrganisationKind
from ontology.terms import CONCEPT_BASE, CONCEPTS, RT, concept, ontology_files

GLOSSARY = tomllib.loads(ontology_files()[0].with_name("glossary.toml").read_text(encoding="utf-8"))
PROPERTIES = (OWL.ObjectProperty, OWL.DatatypeProperty)


@cache
def ontology() -> Graph:
    graph = Graph()
    for path in ontology_files():
        graph.parse(path)
    return graph


def local_terms() -> set[URIRef]:
    """The terms that data may use: all of ours but the cube's inner wiring."""
    wiring = set(ontology().subjects(RDF.type, QB.ComponentSpecification))
    return {s for s in ontology().subjects(RDFS.label) if s.startswith(str(RT)) and s not in wiring}  # type: ignore[attr-defined]


def declared() -> set[URIRef]:
    return {RT[name] for name in RT.__annotations__ if not name.startswith("_")}


def languages(subject: URIRef, predicate: URIRef) -> set[str | None]:
    return {o.language for o in ontology().objects(subject, predicate) if isinstance(o, Literal) and str(o).strip()}


def test_the_namespace_and_the_turtle_name_the_same_terms() -> None:
    assert declared() == local_terms()


def test_a_misspelt_term_raises() -> None:
    with pytest.raises(AttributeError):
        _ = RT.Updrag


def test_concepts_and_the_turtle_name_the_same_concepts() -> None:
    written = {concept(scheme, notation) for scheme, notations in CONCEPTS.items() for notation in notations}
    assert written == set(ontology().subjects(RDF.type, SKOS.Concept))
    for iri in written:
        scheme = URIRef(str(iri).rpartition("/")[0])
        assert (iri, SKOS.inScheme, scheme) in ontology()
        assert (iri, SKOS.notation, Literal(str(iri).rpartition("/")[2])) in ontology()


def test_a_concept_that_is_not_in_its_list_is_refused() -> None:
    with pytest.raises(ValueError, match="verksamhetsplan"):
        concept("dokumentslag", "roman")


@pytest.mark.parametrize("term", sorted(declared()))
def test_every_term_has_labels_definitions_and_a_source(term: URIRef) -> None:
    assert languages(term, RDFS.label) == {"sv", "en"}
    assert languages(term, SKOS.definition) == {"sv", "en"}
    assert list(ontology().objects(term, DCTERMS.source))


def test_every_concept_and_scheme_has_labels_definitions_and_a_source() -> None:
    subjects = [s for kind in (SKOS.Concept, SKOS.ConceptScheme) for s in ontology().subjects(RDF.type, kind)]
    assert len(subjects) == len(CONCEPTS) + sum(len(names) for names in CONCEPTS.values())
    for subject in subjects:
        assert languages(subject, SKOS.prefLabel) == {"sv", "en"}, subject
        assert languages(subject, SKOS.definition) == {"sv", "en"}, subject
        assert list(ontology().objects(subject, DCTERMS.source)), subject


def test_every_class_has_an_example() -> None:
    ours = [c for c in ontology().subjects(RDF.type, OWL.Class) if c in declared()]
    assert len(ours) >= 25
    assert [c for c in ours if not list(ontology().objects(c, SKOS.example))] == []


def test_every_property_says_what_its_values_are() -> None:
    ours = {p for kind in PROPERTIES for p in ontology().subjects(RDF.type, kind) if p in declared()}
    assert [p for p in ours if len(list(ontology().objects(p, RDFS.range))) != 1] == []


def test_every_element_class_of_the_model_is_a_plan_element() -> None:
    for cls in ELEMENT_CLASSES.values():
        assert (RT[cls.__name__], RDFS.subClassOf, RT.Planelement) in ontology()
    subclasses = set(ontology().subjects(RDFS.subClassOf, RT.Planelement))
    assert subclasses == {RT[cls.__name__] for cls in ELEMENT_CLASSES.values()}


def test_the_field_tables_use_terms_that_the_ontology_has() -> None:
    tables = [DOCUMENT, PASSAGE, VALUE, LINK, *(element_fields(kind) for kind in ELEMENT_CLASSES)]
    used = {field.prop for table in tables for field in table if field.prop.startswith(str(RT))}  # type: ignore[arg-type]
    assert used <= declared()


def test_the_models_closed_words_are_concepts() -> None:
    assert tuple(DocumentKind) == CONCEPTS["dokumentslag"]
    assert tuple(OrganisationKind) == CONCEPTS["organisationsslag"]
    assert set(TEXT_KINDS.values()) == set(CONCEPTS["textslag"])
    assert set(DIRECTIONS.values()) == set(CONCEPTS["riktning"])
    assert set(LINK_STATUS.values()) == set(CONCEPTS["lankstatus"])
    assert CONCEPT_BASE.endswith("/")


def test_alignments_stand_in_their_own_file_and_speak_of_our_terms() -> None:
    words, _, alignments = (Graph().parse(path) for path in ontology_files())
    ours = {s for s in alignments.subjects() if isinstance(s, URIRef) and s.startswith(str(RT))}  # type: ignore[arg-type]
    assert len(ours) > 25
    assert ours <= declared()
    targets = {o for _, p, o in words if p in (RDFS.subClassOf, RDFS.subPropertyOf)}
    assert all(o in declared() for o in targets), "bindningar till andra vokabulärer hör hemma i alignments.ttl"


@pytest.mark.parametrize("word", sorted(GLOSSARY))
def test_every_word_of_the_glossary_is_explained(word: str) -> None:
    entry = GLOSSARY[word]
    assert entry["sv"]
    assert entry["en"]
    if "term" in entry:
        assert RT[entry["term"]] in declared()


@pytest.mark.parametrize("word", ["nära vård", "HS", "uppdrag", "verksamhet", "utfall", "målområde", "region"])
def test_the_words_with_a_trap_say_so(word: str) -> None:
    assert GLOSSARY[word]["trap"]
