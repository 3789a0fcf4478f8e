"""The review queue: doubtful pairs of a release, people's word on them, and a new word."""

from __future__ import annotations

from collections.abc import Sequence

from api.catalogue import Catalogue
from api.models import DecisionOut, ReviewIn, ReviewOut
from api.serialise import element_ref, link_out
from graph.anchors import make_anchor
from graph.decisions import DecisionLog, standing
from graph.reviews import Judged, resolve_reviews
from ontology.decisions import Review
from ontology.errors import DecisionError
from ontology.model import Element, Link

IN_QUEUE = ("candidate", "confirmed")


def list_reviews(catalogue: Catalogue, decided: Sequence[Review]) -> list[ReviewOut]:
    """Doubtful pairs, the likeliest first, then what people have decided, the latest first."""
    judged, _ = resolve_reviews(decided, catalogue.elements.values())
    words = {(one.source, one.target): one for one in judged}
    links = {(link.source, link.target): link for link in catalogue.links if link.status in IN_QUEUE}
    open_pairs = [pair for pair in links if pair not in words and links[pair].status == "candidate"]
    open_pairs.sort(key=lambda pair: (-links[pair].score, pair))
    decided_pairs = sorted(words, key=lambda pair: words[pair].decision.made, reverse=True)
    return [_review(catalogue, pair, links.get(pair), words.get(pair)) for pair in (*open_pairs, *decided_pairs)]


def _review(catalogue: Catalogue, pair: tuple[str, str], link: Link | None, word: Judged | None) -> ReviewOut:
    source, target = (catalogue.get_element(key) for key in pair)
    return ReviewOut.model_validate({
        "from": source.id, "to": target.id, "type": source.type,
        "status": word.decision.verdict if word else "candidate",
        "from_element": element_ref(catalogue, source), "to_element": element_ref(catalogue, target),
        "from_year": source.year, "to_year": target.year,
        "link": link_out(catalogue, link) if link else None,
        "decision": _decision(word, link) if word else None,
    })  # fmt: skip


def _decision(word: Judged, link: Link | None) -> DecisionOut:
    said = word.decision
    heeded = (link is not None and link.status == "confirmed") == (said.verdict == "confirmed")
    return DecisionOut(id=said.id, verdict=said.verdict, by=said.by, made=said.made, note=said.note, in_release=heeded)


def decide(catalogue: Catalogue, log: DecisionLog, given: ReviewIn, by: str) -> Review:
    """Write a person's word on a pair; raises `DecisionError` for a pair that cannot be a step of a thread."""
    source, target = catalogue.get_element(given.from_), catalogue.get_element(given.to)
    _check(source, target)
    judged, _ = resolve_reviews(load_reviews(log), catalogue.elements.values())
    before = next((one.decision for one in judged if (one.source, one.target) == (source.id, target.id)), None)
    if given.verdict == "upphavd" and before is None:
        raise DecisionError("Det finns inget beslut om paret att häva.")
    return log.add(Review(
        by=by, note=given.note, verdict=given.verdict,
        source=before.source if before else make_anchor(source),
        target=before.target if before else make_anchor(target),
    ))  # fmt: skip


def load_reviews(log: DecisionLog) -> list[Review]:
    """The reviews that hold now."""
    return [one for one in standing(log.load()) if isinstance(one, Review)]


def _check(source: Element, target: Element) -> None:
    if source.type != target.type:
        raise DecisionError(f"Ett led binder samma slag; här är {source.type} och {target.type}.")
    if source.year >= target.year:
        raise DecisionError(f"Ett led går framåt i tiden; här går det från {source.year} till {target.year}.")
