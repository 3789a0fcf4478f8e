"""The commands that change what is held, which release serves, and what is kept of it all elsewhere."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table

from ontology.errors import UsageError

if TYPE_CHECKING:
    from api.build import Built
    from api.readings import Progress
    from api.settings import Settings

DataDir = Annotated[Path | None, typer.Option("--data-dir", help="Mappen med releaser (RODATRADEN_DATA_DIR).")]
AsJson = Annotated[bool, typer.Option("--json", help="Skriv JSON i stället för text.")]
DocumentId = Annotated[str, typer.Argument(metavar="DOKUMENT", help="Dokumentets id; ”rodatraden status” visar dem.")]


def register(app: typer.Typer) -> None:
    """Hand the commands to the command line."""
    for command in (add, remove, restore, releases, rollback, upgrade, load, key, decisions, backup, recover):
        app.command()(command)


def _settings(data_dir: Path | None) -> Settings:
    from api.settings import load_settings

    return load_settings(data_dir=data_dir)


def build_and_report(run: Callable[[Progress], Built]) -> None:
    """Build with bars, tell what came of it, and end with 1 where something was rejected."""
    from api.cli_build import report, showing_progress

    with showing_progress(Console(stderr=True, highlight=False)) as progress:
        built = run(progress)
    report(built, Console(highlight=False))
    raise typer.Exit(1 if built.rejected else 0)


def add(
    sources: Annotated[list[Path], typer.Argument(metavar="KÄLLA…", help="Filer eller mappar att lägga till.")],
    data_dir: DataDir = None,
) -> None:
    """Lägg till dokument, eller nya versioner av dem, i en ny release."""
    settings = _settings(data_dir)
    from api import holdings

    build_and_report(lambda progress: holdings.add(sources, settings, progress))


def remove(
    document: DocumentId,
    data_dir: DataDir = None,
    note: Annotated[str, typer.Option("--note", help="Varför dokumentet undantas.")] = "",
) -> None:
    """Undanta ett dokument: ingen release har det förrän det tas tillbaka."""
    settings = _settings(data_dir)
    from api import holdings

    build_and_report(lambda progress: holdings.remove(document, settings, progress, note=note))


def restore(document: DocumentId, data_dir: DataDir = None) -> None:
    """Ta tillbaka ett undantaget dokument."""
    settings = _settings(data_dir)
    from api import holdings

    build_and_report(lambda progress: holdings.restore(document, settings, progress))


def releases(data_dir: DataDir = None, as_json: AsJson = False) -> None:
    """Lista releaserna, den nyaste först, och vilken som svarar."""
    settings = _settings(data_dir)
    from graph.release import find_releases, get_current

    serving = get_current(settings.data_dir)
    found = [
        {"id": one.id, "built": one.manifest["times"]["built"], "serving": one.id == serving,
         "counts": one.manifest["counts"], "parts": len(one.manifest["files"])}
        for one in find_releases(settings.data_dir)
    ]  # fmt: skip
    if as_json:
        typer.echo(json.dumps(found, ensure_ascii=False, indent=1))
        return
    table = Table("Svarar", "Release", "Byggd", "Dokument", "Stycken", "Element", box=None)
    for one in found:
        counts = one["counts"]
        figures = counts["documents"], counts["passages"], sum(counts["elements"].values())
        table.add_row("→" if one["serving"] else "", one["id"], one["built"], *map(str, figures))
    Console(highlight=False).print(table if found else f"Inget är byggt i {settings.data_dir}.")


def rollback(
    release: Annotated[str | None, typer.Argument(metavar="[RELEASE]", help="Annars den som svarade före.")] = None,
    data_dir: DataDir = None,
) -> None:
    """Låt en tidigare release svara igen; en tjänst som är igång byter inom några sekunder."""
    settings = _settings(data_dir)
    from api.engines import bring
    from graph.publishing import locked
    from graph.release import roll_back

    with locked(settings.data_dir):
        found = roll_back(settings.data_dir, release, partial(bring, settings=settings))
    typer.echo(f"Release {found.id}, byggd {found.manifest['times']['built']}, svarar nu.")


def load(
    release: Annotated[str | None, typer.Argument(metavar="[RELEASE]", help="Annars den som svarar.")] = None,
    data_dir: DataDir = None,
    prune: Annotated[bool, typer.Option("--prune", help="Ta bort dem som inte svarar längre, utom den förra.")] = False,
) -> None:
    """Lägg en release i motorerna som RODATRADEN_STORE och RODATRADEN_INDEX nämner; ett bygge gör det av sig självt."""
    settings = _settings(data_dir)
    from api import engines
    from graph.publishing import locked
    from graph.release import load_release

    if settings.store is None and settings.index is None:
        raise UsageError("Ange RODATRADEN_STORE eller RODATRADEN_INDEX, motorn som releasen ska läggas i.")
    with locked(settings.data_dir):
        done = engines.bring(load_release(settings.data_dir, release), settings)
        done += engines.prune(settings) if prune else []
    typer.echo("\n".join(done) or "Motorerna har redan releasen.")


def upgrade(data_dir: DataDir = None) -> None:
    """Gör om releaser som en äldre version har byggt, så att den här kan läsa dem; de gamla ligger kvar."""
    settings = _settings(data_dir)
    from api.engines import bring
    from graph.migration import migrate

    done = migrate(settings.data_dir, partial(bring, settings=settings))
    for former, new in done.items():
        typer.echo(f"Release {former} är nu {new}.")
    if not done:
        typer.echo("Inget att göra om: alla releaser har det här formatet.")


def key(
    role: Annotated[str, typer.Argument(metavar="ROLL", help="Vem nyckeln är för, utan namn.")],
    right: Annotated[
        list[str] | None,
        typer.Option(help="Vad rollen får: ladda-upp, rätta, granska eller publicera. Får upprepas; utan den allt."),
    ] = None,
) -> None:
    """Gör en nyckel för den som ska få skriva: nyckeln visas en gång, inställningen bär bara dess kontrollsumma."""
    import secrets

    from api.settings import hash_key, load_settings

    made = secrets.token_urlsafe(24)
    keys, rights = f"{role}:{hash_key(made)}", f"{role}:{'+'.join(right)}" if right else ""
    load_settings(keys=keys, rights=rights)  # refuses what the service would
    typer.echo(f"Nyckel: {made}\nRODATRADEN_KEYS={keys}" + (f"\nRODATRADEN_RIGHTS={rights}" if rights else ""))


def decisions(
    data_dir: DataDir = None,
    take_in: Annotated[Path | None, typer.Option("--import", help="Fil med beslut att läsa in.")] = None,
) -> None:
    """Skriv ut alla rättelser, granskningar och undantag som JSON-rader, eller läs in dem från en annan datamapp."""
    settings = _settings(data_dir)
    from graph.decisions import DecisionLog, dump

    log = DecisionLog(settings.data_dir)
    if take_in is None:
        sys.stdout.buffer.write(dump(log.load()))
        return
    try:
        content = take_in.read_bytes()
    except OSError as error:
        raise UsageError(f"{take_in} går inte att läsa ({error.strerror}).") from error
    typer.echo(f"{log.take_in(content)} beslut lästes in. De gäller från nästa bygge: ”rodatraden build”.")


def backup(
    target: Annotated[Path, typer.Argument(metavar="FIL", help="Tarfilen som skrivs.")], data_dir: DataDir = None
) -> None:
    """Spara releaser, beslut och undantagna filer i en fil, prövade mot sina kontrollsummor."""
    settings = _settings(data_dir)
    from api.backup import back_up

    typer.echo(f"{back_up(settings.data_dir, target)} filer sparades i {target}.")


def recover(
    source: Annotated[Path, typer.Argument(metavar="FIL", help="En fil från ”rodatraden backup”.")],
    data_dir: DataDir = None,
) -> None:
    """Läs tillbaka en säkerhetskopia till en tom datamapp."""
    settings = _settings(data_dir)
    from api.backup import recover as run

    typer.echo(f"{run(source, settings.data_dir)} filer lästes tillbaka till {settings.data_dir}, alla hela.")
