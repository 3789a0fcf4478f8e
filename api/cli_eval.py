"""`rodatraden eval`: question sets put to the built release, with baselines in the same run."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table

from api.cli_holdings import AsJson, DataDir

if TYPE_CHECKING:
    from api.evaluation import Figures


def evaluate(
    questions: Annotated[list[Path], typer.Argument(metavar="FRÅGOR…", help="Frågefiler, JSON-rader.")],
    data_dir: DataDir = None,
    as_json: AsJson = False,
    baselines: Annotated[bool, typer.Option("--baselines", help="Mät också sökning utan graf.")] = False,
    floor: Annotated[float, typer.Option(help="Minsta andel rätt; under den är slutkoden 1.")] = 0.0,
) -> None:
    """Mät hur stor del av frågorna som besvaras rätt, avböjs rätt och citeras rätt."""
    from api import evaluation
    from api.settings import load_settings
    from api.wiring import open_service

    asked = evaluation.load_questions(questions)
    service = open_service(load_settings(data_dir=data_dir))
    service.warm()
    figures = {"Röda tråden": evaluation.evaluate(service, asked)}
    if baselines:
        figures |= {name: evaluation.evaluate_baseline(service, asked, m) for name, m in evaluation.BASELINES.items()}
    if as_json:
        typer.echo(evaluation.as_json(figures))
    else:
        show(figures, Console(highlight=False))
    ours = figures["Röda tråden"]
    raise typer.Exit(1 if ours.share < floor or ours.untrue else 0)


def show(figures: Mapping[str, Figures], console: Console) -> None:
    """The table, then the kinds, then each question that was missed and what it lacks."""
    from api.evaluation import table

    shown = Table("", "Besvarade rätt", "Avböjda rätt", "Sanna citat", "Andel rätt", "Median ms", "p95 ms", box=None)
    for row in table(figures):
        shown.add_row(*(str(cell) for cell in row.values()))
    console.print(shown)
    ours = next(iter(figures.values()))
    for kind, right in sorted(ours.kinds.items()):
        console.print(f"  {kind} {sum(right)}/{len(right)}", markup=False)
    for missed in ours.missed:
        console.print(f"{missed.asked.id} {missed.asked.turns[-1]}", markup=False, soft_wrap=True)
        console.print(f"    {'; '.join(missed.lacks)}", markup=False, soft_wrap=True)
        console.print(f"    {missed.answer[:300]}", markup=False, soft_wrap=True)
