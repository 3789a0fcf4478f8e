"""What a plan says: uppdrag, målsättningar, styrtal, risker …, each with the evidence for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Where an element is said: a passage's local name and a verbatim quote; `[…]` marks a cut."""

    passage: str
    quote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One labelled figure of a value in several parts ("personal 3,8 invånare 3,9")."""

    label: str
    value: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """A printed figure. `text` is as printed; what is not said is None, nothing is guessed.

    `value` is the plain number; `low` ≤ `high` a range whatever its printed order; `of` the whole in "5 av 8";
    `relative` tells a change ("Minskning med 15 %": value −15.0 is *not* made; the sign is as printed, so 15.0);
    `unit` is "%", "ton", "mnkr" …; `period` is what the figure is about when the cell or its row says it.
    """

    text: str
    value: float | None = None
    low: float | None = None
    high: float | None = None
    of: float | None = None
    relative: bool = False
    parts: tuple[Part, ...] = ()
    unit: str | None = None
    period: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Element:
    """What all plan elements share. `id` is the document's id, "/", a local name.

    `text` is the element's own words without its label, `term` the plan's own word for it, `objective` and
    `part_of` ids of other elements in the same document.
    """

    type: ClassVar[str]
    id: str
    document: str
    year: int
    term: str
    text: str
    number: str | None = None
    series: str | None = None
    objective: str | None = None
    part_of: str | None = None
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Uppdrag(Element):
    """A task given to a board, an administration or a committee; parts carry `part_of`.

    `recipients`, `followed_by` and `given_by` are organisation ids.
    """

    type: ClassVar[str] = "uppdrag"
    recipients: tuple[str, ...] = ()
    followed_by: tuple[str, ...] = ()
    given_by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Malsattning(Element):
    """A mål, målsättning, effektmål, nämndmål …; a goal under a goal has `part_of`."""

    type: ClassVar[str] = "malsattning"


@dataclass(frozen=True, slots=True, kw_only=True)
class Styrtal(Element):
    """A styrtal, indikator, nyckeltal or mått, with the values that the plan prints for it."""

    type: ClassVar[str] = "styrtal"
    outcome: Value | None = None
    target: Value | None = None
    long_term: Value | None = None
    better: Literal["higher", "lower", "range"] | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Delindikator(Element):
    """A lettered part that a styrtal is made of; `part_of` is the styrtal."""

    type: ClassVar[str] = "delindikator"


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """An åtgärd or kontrollmoment of a risk."""

    text: str
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Risk(Element):
    """A risk of an internkontrollplan with every one of its åtgärder; absent columns are None."""

    type: ClassVar[str] = "risk"
    area: str | None = None
    measures: tuple[Measure, ...] = ()
    likelihood: str | None = None
    consequence: str | None = None
    score: str | None = None
    method: str | None = None
    frequency: str | None = None
    responsible: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fardplan(Element):
    """A färdplan that is named, also where only its following-up is an uppdrag."""

    type: ClassVar[str] = "fardplan"


@dataclass(frozen=True, slots=True, kw_only=True)
class Beredning(Element):
    """A committee as one year's plan knows it; `names` are the names that the plan gives it."""

    type: ClassVar[str] = "beredning"
    names: tuple[str, ...] = ()
    organisation: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Vision(Element):
    """The vision, as a statement of its own."""

    type: ClassVar[str] = "vision"


@dataclass(frozen=True, slots=True, kw_only=True)
class Vardegrund(Element):
    """One value word of the värdegrund, with its explanation in the evidence."""

    type: ClassVar[str] = "vardegrund"


@dataclass(frozen=True, slots=True, kw_only=True)
class Malbild(Element):
    """One statement of the målbild; `group` is the heading that it stands under ("Medarbetare")."""

    type: ClassVar[str] = "malbild"
    group: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Perspektiv(Element):
    """A perspective that goals are sorted under."""

    type: ClassVar[str] = "perspektiv"


@dataclass(frozen=True, slots=True, kw_only=True)
class Strategi(Element):
    """A strategy or prioritering, with its expected effect where the plan prints one."""

    type: ClassVar[str] = "strategi"
    effect: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """One column of a budget row: the column's heading and the printed figure."""

    column: str
    value: Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Budgetpost(Element):
    """A row of a budget table, with every column's amount, the unit and the table's heading."""

    type: ClassVar[str] = "budgetpost"
    amounts: tuple[Amount, ...] = ()
    unit: str | None = None
    table: str | None = None


ELEMENT_CLASSES: dict[str, type[Element]] = {
    cls.type: cls
    for cls in (
        Uppdrag, Malsattning, Styrtal, Delindikator, Risk, Fardplan, Beredning, Vision, Vardegrund, Malbild,
        Perspektiv, Strategi, Budgetpost,
    )
}
"""Every concrete element class by its `type`."""
