"""A thread over the years and two years compared, as HTML. Every value is escaped."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from api.models import Changed, Changes, ElementOut, History, Kept, Reported, Step
from api.reports import words as spoken
from ui import cards, texts
from ui.client import Client
from ui.texts import uppdrag as words


def to_timeline(thread: History, client: Client) -> str:
    """The thread: each year's words, and between them what changed."""
    items = []
    for element in thread.items:
        items += [_step(step, thread.items) for step in thread.links if step.to == element.id]
        heading = f"<h3>{escape(spoken.labelled(element))}</h3>"
        items.append(f"<li>{heading}{_element(element, client)}</li>")
    return f'<ol class="rt-tidslinje">{"".join(items)}</ol>'


def to_life(thread: History) -> list[str]:
    """When it began, whether it goes on, and whether it stands alone."""
    lines = [words.BEGAN.format(year=thread.began)]
    lines.append(words.ENDED.format(year=thread.ended) if thread.ended else words.GOES_ON)
    return lines if thread.links else [*lines, words.ALONE]


def _element(element: ElementOut, client: Client) -> str:
    return (
        f"<p>{escape(element.text)}</p>{cards.to_facts(element)}"
        f"{cards.to_sources(element.citations, client)}{cards.to_note(element)}"
    )


def _step(step: Step, items: Sequence[ElementOut]) -> str:
    """One step: what kind of change, the words side by side, the other fields, and how sure it is."""
    ends = {one.id: one for one in items}
    older, newer = ends[step.from_], ends[step.to]
    title = words.STEP.format(older=older.year, newer=newer.year, change=spoken.changes(step.change))
    sides = ""
    if any(span.op != "equal" for span in step.spans):
        before, after = cards.to_sides(step.spans)
        sides = (
            f'<div class="rt-sidor"><div><h4>{words.OLDER.format(year=older.year)}</h4><p>{before}</p></div>'
            f"<div><h4>{words.NEWER.format(year=newer.year)}</h4><p>{after}</p></div></div>"
        )
    sure = words.SCORE.format(
        status=words.SURE.get(step.status, step.status), score=f"{step.score:.2f}".replace(".", ","), reason=step.reason
    ).rstrip(": ")
    details = cards.to_details(step.details)
    return f'<li class="rt-steg"><h3>{escape(title)}</h3>{sides}{details}<p class="rt-liten">{escape(sure)}</p></li>'


def to_reported(told: Sequence[Reported], client: Client) -> str:
    """What the reports say of an uppdrag."""
    if not told:
        return f"<p>{words.REPORTED_NONE}</p>"
    return "".join(
        f'<div class="rt-element"><h3>{escape(words.REPORTED_IN.format(kind=_kind(one), year=one.year))}</h3>'
        f"<blockquote>{escape(one.citation.quote)}</blockquote>{cards.to_sources([one.citation], client)}</div>"
        for one in told
    )


def _kind(one: Reported) -> str:
    return texts.KINDS.get(one.citation.document.kind, one.citation.document.kind)


def to_part(compared: Changes, part: str, client: Client) -> tuple[int, str]:
    """One of a comparison's lists: how many, and the list as HTML."""
    found = _listed(compared, part)
    return len(found), "".join(_draw(one, client) for one in found)


def _listed(compared: Changes, part: str) -> Sequence[ElementOut | Kept]:
    """What stands in one of the lists; unplaced are those that came or went although something may be their match."""
    if part == "unplaced":
        known = {one.id: one for one in [*compared.added, *compared.dropped]}
        return [known[one.element] for one in compared.unplaced if one.candidates and one.element in known]
    found: Sequence[ElementOut | Kept] = getattr(compared, part)
    return found


def _draw(one: ElementOut | Kept, client: Client) -> str:
    return _pair(one, client) if isinstance(one, Kept) else cards.to_element(one, client, year=True)


def _pair(pair: Kept, client: Client) -> str:
    """Two appearances: their names, the words with what changed, the other fields, the newer's place."""
    older, newer = pair.from_element, pair.to_element
    change = f": {spoken.changes(pair.change)}" if isinstance(pair, Changed) else ""
    title = f"{spoken.labelled(older)} → {spoken.labelled(newer)}{change}"
    spans = next((one.spans for one in pair.details if one.field == "text" and one.spans), [])
    text = cards.to_spans(spans) if spans else escape(newer.text)
    return (
        f'<div class="rt-element"><p><strong>{escape(title)}</strong></p><p>{text}</p>{cards.to_details(pair.details)}'
        f"{cards.to_sources([*older.citations, *newer.citations], client)}{cards.to_note(newer)}</div>"
    )


def to_counts(compared: Changes) -> str:
    """How many of each, in a row of figures."""
    figures = [(name, len(_listed(compared, part))) for part, name in words.PARTS.items()]
    return '<ul class="rt-rutor">' + "".join(f"<li><strong>{n}</strong>{name}</li>" for name, n in figures) + "</ul>"


