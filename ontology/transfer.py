"""A reading as JSON and back, exactly: what passes between processes and what a cache keeps.

JSON and no pickle: what comes from a process that read a foreign file, or from a disk, may name no code to run.
"""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from typing import Any, TypeAlias

from pydantic import TypeAdapter

from ontology.model import ELEMENT_CLASSES, Element, Reading

_Json: TypeAlias = dict[str, Any]


def dump_reading(reading: Reading) -> bytes:
    """The reading as UTF-8 JSON: its fields by name, each element with its `type`."""
    return dump_json(tell_reading(reading))


def load_reading(data: bytes) -> Reading:
    """The reading that `dump_reading` wrote. Raises ValueError for anything else."""
    try:
        return hear_reading(json.loads(data))
    except (KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ValueError(f"no reading: {error!r}") from error


def dump_json(told: object) -> bytes:
    """UTF-8 JSON in the fewest bytes; no number that JSON lacks."""
    return json.dumps(told, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()


def tell_reading(reading: Reading) -> dict[str, Any]:
    """The reading as values of JSON."""
    told: _Json = _document().dump_python(replace(reading, elements=()), mode="json")
    told["elements"] = [_told(element) for element in reading.elements]
    return told


def hear_reading(told: dict[str, Any]) -> Reading:
    """The reading that `tell_reading` told, which is used up; raises as its types do for anything else."""
    elements = tuple(_heard(element) for element in told.pop("elements"))
    return replace(_document().validate_python({**told, "elements": ()}), elements=elements)


def _told(element: Element) -> _Json:
    return {"type": element.type, **_element(element.type).dump_python(element, mode="json")}


def _heard(told: _Json) -> Element:
    element: Element = _element(told.pop("type")).validate_python(told)
    return element


@cache
def _document() -> TypeAdapter[Reading]:
    return TypeAdapter(Reading)


@cache
def _element(kind: str) -> TypeAdapter[Any]:
    return TypeAdapter(ELEMENT_CLASSES[kind])
