"""The red thread of a plan as a tree: vision, målbild, målsättning, what measures and serves it, risk and åtgärd. Pure.

Only what the plan itself ties together hangs together; what stands alone stands under a heading of its kind.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from api.models import CitationOut, ElementOut
from ui.elements import get_measures, get_refs, get_text, to_name
from ui.texts import traden as words


@dataclass(frozen=True, slots=True)
class Node:
    """A line of the outline: an element, or a heading (`id` is "") over its kind."""

    kind: str
    text: str
    id: str = ""
    element: ElementOut | None = None
    citations: tuple[CitationOut, ...] = ()
    children: tuple[Node, ...] = ()


def to_outline(elements: Sequence[ElementOut]) -> list[Node]:
    """The tree of one plan's elements, in reading order, from the vision down."""
    by_kind = {kind: [one for one in elements if one.type == kind] for kind in {one.type for one in elements}}
    ids = {one.id for one in elements}
    goals = [_goal(one, elements) for one in by_kind.get("malsattning", []) if not _parent(one, ids)]
    top = [*map(_leaf, by_kind.get("vision", [])), *_groups(by_kind.get("malbild", [])),
           *map(_leaf, by_kind.get("strategi", [])), *goals]
    loose = [(words.LOOSE_STYRTAL, "styrtal", _styrtal), (words.LOOSE_UPPDRAG, "uppdrag", _uppdrag)]
    for heading, kind, make in loose:
        rest = [one for one in by_kind.get(kind, []) if not one.objective and not _parent(one, ids)]
        top += _under(heading, [make(one, elements) for one in rest])
    top += _under(words.FARDPLANER, map(_leaf, by_kind.get("fardplan", [])))
    bodies = [_beredning(one, by_kind.get("uppdrag", [])) for one in by_kind.get("beredning", [])]
    top += _under(words.BEREDNINGAR, bodies)
    return top + _under(words.RISKER, _risk_areas(by_kind.get("risk", [])))


def _parent(element: ElementOut, ids: set[str]) -> bool:
    return element.part_of is not None and element.part_of.id in ids


def _leaf(element: ElementOut) -> Node:
    return Node(element.term, to_name(element), element.id, element, tuple(element.citations))


def _under(heading: str, nodes: Iterable[Node]) -> list[Node]:
    """A heading over nodes; nothing where there are none."""
    made = tuple(nodes)
    return [Node("", heading, children=made)] if made else []


def _groups(statements: Sequence[ElementOut]) -> list[Node]:
    """Målbild by the group that it speaks of."""
    groups = dict.fromkeys(get_text(one, "group") for one in statements)
    made: list[Node] = []
    for group in groups:
        nodes = [_leaf(one) for one in statements if get_text(one, "group") == group]
        made += _under(f"{words.MALBILD}: {group}", nodes) if group else nodes
    return made


def _goal(goal: ElementOut, elements: Sequence[ElementOut]) -> Node:
    """A goal with the goals under it, what measures it and what serves it."""
    ids = {one.id for one in elements}
    own = [one for one in elements if one.objective and one.objective.id == goal.id and not _parent(one, ids)]
    below = [one for one in elements if one.type == "malsattning" and one.part_of and one.part_of.id == goal.id]
    children = [_goal(one, elements) for one in below]
    children += [_styrtal(one, elements) for one in own if one.type == "styrtal"]
    children += [_uppdrag(one, elements) for one in own if one.type == "uppdrag"]
    children += [_leaf(one) for one in own if one.type not in ("styrtal", "uppdrag", "malsattning")]
    return replace(_leaf(goal), children=tuple(children))


def _styrtal(styrtal: ElementOut, elements: Sequence[ElementOut]) -> Node:
    return replace(_leaf(styrtal), children=tuple(map(_leaf, _parts(styrtal, elements))))


def _uppdrag(uppdrag: ElementOut, elements: Sequence[ElementOut]) -> Node:
    """An uppdrag with its parts, who gets it and who follows it."""
    bodies = [
        Node(name, ref.name) for field, name in (("recipients", words.RECIPIENT), ("followed_by", words.FOLLOWED))
        for ref in get_refs(uppdrag, field)
    ]  # fmt: skip
    return replace(_leaf(uppdrag), children=(*map(_leaf, _parts(uppdrag, elements)), *bodies))


def _parts(whole: ElementOut, elements: Sequence[ElementOut]) -> list[ElementOut]:
    return [one for one in elements if one.part_of and one.part_of.id == whole.id]


def _beredning(body: ElementOut, uppdrag: Sequence[ElementOut]) -> Node:
    """A beredning with the uppdrag that it gets or follows."""
    own = {ref.id for ref in get_refs(body, "organisation")}
    given = [
        one for one in uppdrag
        if own & {ref.id for field in ("recipients", "followed_by") for ref in get_refs(one, field)}
    ]  # fmt: skip
    return replace(_leaf(body), children=tuple(map(_leaf, given)))


def _risk_areas(risks: Sequence[ElementOut]) -> Iterator[Node]:
    """Risks by area, each with its åtgärder."""
    for area in dict.fromkeys(get_text(one, "area") for one in risks):
        nodes = [_risk(one) for one in risks if get_text(one, "area") == area]
        yield from _under(area, nodes) if area else nodes


def _risk(risk: ElementOut) -> Node:
    measures = [Node(words.MEASURE, one.text, citations=tuple(one.citations)) for one in get_measures(risk)]
    return replace(_leaf(risk), children=tuple(measures))


def find_path(nodes: Sequence[Node], id: str) -> list[Node]:
    """The nodes from the top down to the first with this id; empty where there is none."""
    for node in nodes:
        if node.id == id:
            return [node]
        if path := find_path(node.children, id):
            return [node, *path]
    return []


def keep(nodes: Sequence[Node], wanted: Callable[[Node], bool]) -> list[Node]:
    """The tree with only the nodes that are wanted, whole, and the way to them."""
    kept = []
    for node in nodes:
        if wanted(node):
            kept.append(node)
        elif children := keep(node.children, wanted):
            kept.append(replace(node, children=tuple(children)))
    return kept
