"""What stands around a passage and belongs to it: lines that go on from it, the list it leads in, its table's heads."""

from __future__ import annotations

from itertools import takewhile

from api.assistant.answerability import holds_kind
from api.assistant.answers.quotes import headings_of
from api.assistant.asked import Asked, Kind
from api.assistant.coverage import said_of
from api.assistant.cues import matching, patterns
from api.assistant.draft import Draft
from api.assistant.figures import stands_alone
from ontology.model import Document, Passage

_LINE, _LINES = 160, 3  # characters of a short line, and how many of them go on from one
_TITLE = 70  # characters of a line that is a title or an item of a list without marks
_LIST = 12  # items of a list that are told with the line that leads it in
_SAID = 0.65  # how fully a table's head must say a word that the row lacks


def going_on(asked: Asked, document: Document, passage: Passage, draft: Draft) -> tuple[Passage, ...]:
    """The list below a line that leads one in; the short lines below a short one, where they hold the figure asked."""
    if passage.kind not in ("item", "paragraph"):
        return ()
    every = list(draft.known.catalogue.passages[document.id].values())
    below = every[every.index(passage) + 1 :]
    if asked.kind is Kind.TEXT and _leads_in(passage):
        items = tuple(takewhile(lambda p: p.section == passage.section and _is_line(p), below[:_LIST]))
        return items if len(items) > 1 else ()
    if asked.kind is not Kind.FIGURE or len(passage.text) > _LINE:
        return ()
    if holds_kind(asked, passage.text, draft.known.vocabulary, whole=True):
        return ()
    alike = (passage.section, passage.kind)
    told = takewhile(lambda p: (p.section, p.kind) == alike and stands_alone(p.text, asked.told), below[:_LINES])
    return tuple(told)


def _leads_in(passage: Passage) -> bool:
    """Whether a line is there for the list below it: it ends in a colon, or is too short to be more than its title."""
    text = passage.text.rstrip()
    return passage.kind == "paragraph" and (text.endswith(":") or (len(text) <= _TITLE and text[-1:] not in ".!?"))


def _is_line(passage: Passage) -> bool:
    return passage.kind == "item" or (len(passage.text) <= _TITLE and passage.text.rstrip()[-1:] not in ".:!?")


def heads_of(asked: Asked, document: Document, passage: Passage, draft: Draft) -> tuple[Passage, ...]:
    """The heading row of a row's table, where it says what is asked and the row does not: a year, whose column it is,
    that a column is of those who answer for it."""
    if passage.kind != "row":
        return ()
    heads = headings_of(draft.known.catalogue.passages[document.id], passage.id)
    return tuple(head for head in heads if _says_more(asked, head.text, passage.text, draft))


def _says_more(asked: Asked, head: str, row: str, draft: Draft) -> bool:
    if asked.years and not any(str(y) in row for y in asked.years) and any(str(y) in head for y in asked.years):
        return True
    if any(patterns("shown")[name].search(head) for name in asked.shown):
        return True
    vocabulary = draft.known.vocabulary
    above, own = vocabulary.said(head), vocabulary.said(row)
    solid = [t for t in asked.terms if t.known and not t.light and not matching("columns", t.surface)]
    return any(said_of(t, above, vocabulary) >= _SAID > said_of(t, own, vocabulary) for t in solid)
