"""Risks of an internkontrollplan with their areas and every one of their åtgärder."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from ingest.lexicon import cue
from ingest.outline import Piece
from ingest.recognise.naming import Names, run_evidence, short
from ingest.recognise.tables import Table, tables
from ontology.model import Measure, Risk
from ontology.svenska import fold

_SCOPE = re.compile(r"^(?:(?:region|kommun)övergripande|gemensam)(?: åtgärd)?:\s*-?\s*", re.IGNORECASE)
_BULLET = re.compile(r"\s*\n\s*|(?:^|(?<=[.\s]))[•-]\s*(?=[A-ZÅÄÖ])")
_EXTRA = ("likelihood", "consequence", "score", "method", "frequency", "responsible")


@dataclass
class _Open:
    """A risk while its rows are gathered: texts of its cells and the rows that they stand in."""

    area: str
    text: str
    measures: list[tuple[str, list[Piece]]] = field(default_factory=list)
    rows: list[Piece] = field(default_factory=list)
    extra: dict[str, str] = field(default_factory=dict)


def recognise_risks(pieces: Sequence[Piece], names: Names, year: int) -> list[Risk]:
    """Every risk once, in order; a risk analysis and a plan of controls may part its columns between two tables."""
    found: list[_Open] = []
    for table in tables(pieces):
        if table.has("risk") and table.has("measure", "area", "score"):
            found += [risk for risk in _gather(table) if not _is_again(found, risk)]
        elif table.has("number") and table.has("measure") and table.has("method", "frequency", "responsible"):
            _add_controls(found, table)
    return list(_risks(found, names, year))


def _is_again(known: Sequence[_Open], risk: _Open) -> bool:
    """Whether an earlier table assessed the same risk: then what this one says is added to it."""
    alike = (k for k in known if fold(k.text) == fold(risk.text) and (k.area == risk.area or "" in (k.area, risk.area)))
    first = next(alike, None)
    if first is None:
        return False
    first.area = first.area or risk.area
    first.rows += risk.rows
    first.extra = risk.extra | first.extra
    for text, rows in risk.measures:
        _add_measure(first, text, *rows)
    return True


def _add_controls(known: Sequence[_Open], table: Table) -> None:
    """A table of controls by the numbers of the risks."""
    by_number = {risk.extra["number"]: risk for risk in known if "number" in risk.extra}
    for row in table.rows:
        risk = by_number.get(table.cell(row, "number").strip(" ."))
        if risk:
            risk.rows.append(row)
            _add_measure(risk, table.cell(row, "measure"), row)
            risk.extra = _extra(table, row) | risk.extra


def _risks(gathered: Iterable[_Open], names: Names, year: int) -> Iterator[Risk]:
    for found in gathered:
        yield Risk(
            id=names.give("risk", short(_SCOPE.sub("", found.text))),
            document=names.document,
            year=year,
            term="risk",
            number=found.extra.get("number"),
            text=found.text,
            area=found.area or None,
            measures=tuple(Measure(text=text, evidence=run_evidence(rows)) for text, rows in found.measures),
            evidence=run_evidence(found.rows),
            **{name: found.extra.get(name) for name in _EXTRA},
        )


def _gather(table: Table) -> list[_Open]:
    done: list[_Open] = []
    area = ""
    for n, row in enumerate(table.rows):
        named, risk, measure = (table.cell(row, r) for r in ("area", "risk", "measure"))
        more = [cell for _, cell in table.cells(row, "measure")[1:]]  # a control beside the åtgärd
        area = _joined_area(area, named, n in table.cut_before, bool(risk))
        if done and n in table.cut_before and not named and _goes_on(done, risk, measure):
            _continue(done[-1], risk, measure, row)
        elif risk and not (done and _is_repeated(done[-1], risk, named)):
            done.append(_Open(area, risk, rows=[row], extra=_extra(table, row)))
            _add_measure(done[-1], measure, row)
        elif done:
            done[-1].rows.append(row)
            _add_measure(done[-1], measure, row)
        for text in more if done else ():
            _add_measure(done[-1], text, row)
    return done


def _joined_area(area: str, named: str, cut: bool, has_risk: bool) -> str:
    if cut and named and not has_risk and named[:1].islower():
        return area + named
    return named or area


def _is_repeated(last: _Open, risk: str, named: str) -> bool:
    """A merged cell that a format repeats in every row that it spans."""
    return fold(risk) == fold(last.text) and (not named or fold(named) == fold(last.area))


def _goes_on(done: Sequence[_Open], risk: str, measure: str) -> bool:
    """Whether a row below a repeated header goes on with cells that the page break cut.

    A new risk begins with a capital; one without a final mark is cut only in a table whose other risks have one.
    """
    if not risk[:1].isupper():
        return bool(risk or measure)
    if cue("risks", "start").match(risk):
        return False
    return not _is_finished(done[-1].text) and all(_is_finished(d.text) for d in done[:-1])


def _is_finished(text: str) -> bool:
    return text.rstrip().endswith((".", "!", "?"))


def _continue(last: _Open, risk: str, measure: str, row: Piece) -> None:
    last.rows.append(row)
    if risk:
        last.text = f"{last.text} {risk}"
    open_measure = last.measures and not _is_finished(last.measures[-1][0])
    if measure and open_measure and (risk or measure[:1].islower()):
        text, rows = last.measures[-1]
        last.measures[-1] = (f"{text} {measure}", [*rows, row])
    else:
        _add_measure(last, measure, row)


def _add_measure(risk: _Open, text: str, *rows: Piece) -> None:
    if text and text not in [m for m, _ in risk.measures] and not cue("risks", "handling").fullmatch(text):
        risk.measures.append((text, list(rows)))


def _extra(table: Table, row: Piece) -> dict[str, str]:
    said = {name: cell for name in ("number", *_EXTRA) if (cell := table.cell(row, name))}
    return said | ({"number": said["number"].strip(" .")} if "number" in said else {})
