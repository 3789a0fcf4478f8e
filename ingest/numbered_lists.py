"""Numbered headings that are entries of a list, told by what stands beside them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from ingest.lines import LETTERED, NUMBERED, is_lead_in, names_body
from ingest.raw import Block


def numbered_lists(blocks: Sequence[Block]) -> list[Block]:
    """Numbered headings that follow one another with nothing between are items of a list, and so are counted ones."""
    out = list(blocks)
    for at, block in enumerate(blocks):
        label = NUMBERED.match(block.text) if block.kind == "heading" else None
        before, after = blocks[max(at - 1, 0) : at], blocks[at + 1 : at + 2]
        if label and any([*(_leads(b, block) for b in before), *(_leads(block, b) for b in after)]):
            out[at] = replace(block, kind="item", level=0, label=label.group().strip())
    for run in _counted(out):
        if any(out[at].text.endswith(".") for at in run):  # where one entry is a sentence, none is a heading
            for at in run:
                out[at] = replace(out[at], kind="item", level=0, label=f"{_entry(out[at])}.")
    return out


def _counted(blocks: Sequence[Block]) -> Iterator[list[int]]:
    """Runs of blocks that count on ("1.", "2."), with nothing between but lettered parts and what introduces more."""
    run: list[int] = []
    for at, block in enumerate([*blocks, Block(kind="blank")]):
        number = _entry(block)
        if number and run and number == _entry(blocks[run[-1]]) + 1:
            run.append(at)
        elif number or not _stands_between(block):
            yield from [run] * (len(run) > 1)
            run = [at] if number else []


def _entry(block: Block) -> int:
    """The number that a block begins with ("2. …"), or 0."""
    number = NUMBERED.match(block.text) if block.kind in ("heading", "paragraph", "item") else None
    counts = number and number["label"].isdigit() and block.text[number.end("label")] == "."
    return int(number["label"]) if number and counts else 0


def _stands_between(block: Block) -> bool:
    lettered = block.kind == "item" and LETTERED.match(block.text)
    return bool(lettered) or (block.kind == "heading" and (is_lead_in(block.text) or names_body(block.text)))


def _leads(one: Block, other: Block) -> bool:
    """Whether two numbered headings can stand in one list: beside each other, the numbers growing, gaps allowed.

    A chapter and its first section ("4", "4.1") are no list.
    """
    if (one.kind, one.level, one.page) != (other.kind, other.level, other.page):
        return False
    labels = [m["label"].strip(".").split(".") for b in (one, other) if (m := NUMBERED.match(b.text))]
    first, second = ([int(n) for n in label] for label in labels) if len(labels) == 2 else ([], [])
    return first < second and first != second[:-1]
