"""Which names of organisations mean one body: a beredning is renamed, its field is not.

Two bodies are one when they share a name, or when both are beredningar of one huvudman whose names share a word
of their field ("Beredningen för psykiatri och habilitering", "… för psykisk hälsa").
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ontology.model import Organisation
from ontology.svenska import STOPWORDS, ascii_slug

_GENERAL = frozenset({*map(ascii_slug, STOPWORDS), "beredning", "beredningen", "vard", "specialistvard", "sjukvard",
                      "specialistsjukvard", "samt", "lanet", "regionen"})  # fmt: skip
_ROOT = 5
"""So many first letters in common make two words of a field one ("psykiatri", "psykisk")."""


class Bodies:
    """Tells whether two organisation ids mean one body; without records the readable ids serve as names."""

    def __init__(self, organisations: Mapping[str, Organisation] | None = None) -> None:
        self._organisations = organisations or {}

    def same(self, one: str, other: str) -> bool:
        """Whether two ids are one body."""
        if one == other:
            return True
        if one.rpartition("/")[0] != other.rpartition("/")[0]:
            return False
        names, others = self._names(one), self._names(other)
        if names & others:
            return True
        return _is_beredning(one) and _is_beredning(other) and _share_field(_field(names), _field(others))

    def meet(self, some: Iterable[str], others: Iterable[str]) -> bool:
        """Whether the two groups have a body in common."""
        held = tuple(others)
        return any(self.same(one, other) for one in some for other in held)

    def name(self, organisation: str) -> str:
        """What to call an organisation in a sentence."""
        known = self._organisations.get(organisation)
        return known.name if known else organisation.rpartition("/")[2].replace("-", " ")

    def _names(self, organisation: str) -> frozenset[str]:
        known = self._organisations.get(organisation)
        named = {known.name, *known.names} if known else {organisation.rpartition("/")[2]}
        return frozenset(ascii_slug(name) for name in named)


def _is_beredning(organisation: str) -> bool:
    return organisation.rpartition("/")[2].startswith("beredning")


def _field(names: Iterable[str]) -> frozenset[str]:
    """The words of readable names that tell a beredning's field."""
    return frozenset(word for name in names for word in name.split("-") if word not in _GENERAL and len(word) > 2)


def _share_field(field: Iterable[str], other: Iterable[str]) -> bool:
    """Whether the fields share a word, or two words of the same root."""
    held = tuple(other)
    return any(one == two or (len(one) >= _ROOT and one[:_ROOT] == two[:_ROOT]) for one in field for two in held)
