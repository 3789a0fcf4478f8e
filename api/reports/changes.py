"""Two years compared, as a report: what is new, ended, changed, unchanged, resting, resumed, and not placed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from api.models import Changes, Detail, ElementOut, Kept, LinkOut, UnplacedOut
from api.reports.blocks import MARKS, Block, Heading, Paragraph, Pieces, Report, Table, marked, sources, text
from api.reports.words import FIELDS, changes, label, labelled, named, short, told

SECTIONS = {
    "added": "Nytt", "dropped": "Avslutat", "changed": "Ändrat", "kept": "Oförändrat", "resting": "Vilande",
    "resumed": "Återupptaget", "unplaced": "Kunde inte placeras",
}  # fmt: skip
NOTES = {
    "resting": "Finns i den äldre planen och i en senare, men inte i den nyare.",
    "resumed": "Finns i den nyare planen och i en tidigare än den äldre.",
    "unplaced": "Nytt eller avslutat så långt det går att se. Möjliga motsvarigheter bör en människa avgöra.",
}


def changes_report(compared: Changes, years: tuple[int, int], root: str = "") -> Report:
    """The report on two years; `root` is put before the addresses of citations."""
    held = {e.id: e for e in _elements(compared)}
    terms = ", ".join(sorted({e.term.lower() for e in held.values()}))
    counts = [(text(name), text(str(len(getattr(compared, key))))) for key, name in SECTIONS.items()]
    blocks: list[Block] = [Paragraph(text(MARKS)), Table(("Läge", "Antal"), tuple(counts))]
    for key, name in SECTIONS.items():
        blocks += [Heading(2, name), *_notes(key, getattr(compared, key)), *_section(compared, key, held, root)]
    return Report(f"Ändringar från {years[0]} till {years[1]}" + (f": {terms}" if terms else ""), tuple(blocks))


def _elements(compared: Changes) -> Iterator[ElementOut]:
    for pair in (*compared.changed, *compared.kept):
        yield from (pair.from_element, pair.to_element)
    yield from (*compared.added, *compared.dropped, *compared.resting, *compared.resumed)


def _notes(key: str, found: Sequence[object]) -> Iterator[Paragraph]:
    if not found:
        yield Paragraph(text("Inget."))
    elif key in NOTES:
        yield Paragraph(text(NOTES[key]))


def _section(compared: Changes, key: str, held: dict[str, ElementOut], root: str) -> Iterator[Block]:
    if key == "changed":
        for pair in compared.changed:
            yield Heading(
                3, _step(pair) if pair.to_element.number else f"{_step(pair)}: {short(pair.to_element.text, 60)}"
            )
            yield from _change(pair, changes(pair.change), root)
    elif key == "kept":
        yield from (_kept(pair, root) for pair in compared.kept)
    elif key == "unplaced":
        yield from _unplaced(compared.unplaced, held)
    else:
        yield from (_item(element, root) for element in getattr(compared, key))


def _item(element: ElementOut, root: str) -> Paragraph:
    return Paragraph((*text(f"{label(element)}: {element.text}"), *sources(element.citations, root)), "item")


def _step(pair: Kept) -> str:
    return f"{labelled(pair.from_element)} → {labelled(pair.to_element)}"


def _change(pair: Kept, kinds: str, root: str) -> Iterator[Block]:
    """The words as they changed, then every other field (the heading tells the numbers), then where it stands."""
    worded = [d for d in pair.details if d.field in ("text", "definition")]
    yield Paragraph(marked(worded[0].spans) if worded else text(pair.to_element.text))
    for detail in pair.details:
        if detail.field not in ("text", "definition", "number"):
            yield Paragraph((*text(f"{FIELDS[detail.field]}: "), *_told(detail)), "item")
    both = [*pair.from_element.citations[:1], *pair.to_element.citations[:1]]
    yield Paragraph((*text(f"{kinds[:1].upper()}{kinds[1:]}."), *sources(both, root)))


def _told(detail: Detail) -> Pieces:
    return marked(detail.spans) if detail.spans else text(told(detail))


def _kept(pair: Kept, root: str) -> Paragraph:
    both = [*pair.from_element.citations[:1], *pair.to_element.citations[:1]]
    besides = "".join(f" {FIELDS[d.field]}: {told(d)}." for d in pair.details if d.field != "number")
    return Paragraph((*text(f"{_step(pair)}: {pair.to_element.text}{besides}"), *sources(both, root)), "item")


def _unplaced(found: Sequence[UnplacedOut], held: dict[str, ElementOut]) -> Iterator[Paragraph]:
    """Those with something to decide on in full; the others, which are told above, by name."""
    for one in found:
        element = held[one.element]
        if one.candidates:
            yield Paragraph(text(f"{labelled(element)}: {element.text}"), "item")
        yield from (Paragraph(text(_candidate(one.element, link, held)), "quote") for link in one.candidates)
    alone = [held[one.element] for one in found if not one.candidates]
    if alone:
        yield Paragraph(text(f"Utan möjlig motsvarighet: {'; '.join(map(named, alone))}."))


def _candidate(element: str, link: LinkOut, held: dict[str, ElementOut]) -> str:
    other = held[link.to if element == link.from_ else link.from_]
    score = f"{link.score:.2f}".replace(".", ",")
    return f"Kan höra ihop med {labelled(other)}: ”{other.text}” Likhet {score}. {link.reason}"


def rows(compared: Changes) -> Iterable[tuple[str, ElementOut | None, ElementOut | None, Kept | None]]:
    """Every element and pair once: its section's name, the older and newer appearance, and the pair."""
    for key, older in (("added", False), ("dropped", True)):
        for element in getattr(compared, key):
            yield SECTIONS[key], element if older else None, None if older else element, None
    for key in ("changed", "kept"):
        for pair in getattr(compared, key):
            yield SECTIONS[key], pair.from_element, pair.to_element, pair
    yield from ((SECTIONS["resting"], element, None, None) for element in compared.resting)
    yield from ((SECTIONS["resumed"], None, element, None) for element in compared.resumed)
