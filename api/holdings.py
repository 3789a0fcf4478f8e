"""What the serving release holds, and the releases that come of adding, withdrawing and taking back a document.

The release's own originals are the holdings: there is no second list of sources to keep in step with it.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

from api.build import Built, build_files, silent
from api.growing import can_grow, grow
from api.readings import Progress, SourceFile, find_files
from api.settings import Settings
from api.sources import find_original
from graph.decisions import DecisionLog, standing
from graph.files import make_folder, sync
from graph.release import load_release
from ontology.decisions import Withdrawal
from ontology.errors import UsageError

WITHDRAWN = "withdrawn"
COMMAND_LINE = "kommandoraden"


def held_files(data_dir: Path) -> list[SourceFile]:
    """The serving release's source files under the names that they came with; raises `ReleaseError` without one."""
    release = load_release(data_dir)
    originals = ((entry, find_original(release, entry["document"])) for entry in release.manifest["sources"])
    return [SourceFile(path, entry["file"], entry["sha256"]) for entry, path in originals if path]


def rebuild(settings: Settings, progress: Progress = silent) -> Built:
    """Build the serving release's documents anew, with what has been decided since."""
    return build_files(held_files(settings.data_dir), as_before(settings), progress)


def as_before(settings: Settings) -> Settings:
    """The settings with the model and base that the serving release was built with, where none was given."""
    manifest = load_release(settings.data_dir, verify=False).manifest
    kept = {name: manifest[name] for name in ("model", "base_iri") if name not in settings.model_fields_set}
    return settings.model_copy(update=kept)


def add(paths: Sequence[Path], settings: Settings, progress: Progress = silent, by: str = COMMAND_LINE) -> Built:
    """Build a release of what is held and of the files given, which go before other versions of the same plan."""
    new, as_it_was = find_files(paths, added=True), as_before(settings)
    for file in new:
        lift(settings.data_dir, file.sha256, by)
    if can_grow(as_it_was):
        return grow(new, as_it_was, progress)
    return build_files([*held_files(settings.data_dir), *new], as_it_was, progress)


def remove(
    document_id: str, settings: Settings, progress: Progress = silent, by: str = COMMAND_LINE, note: str = ""
) -> Built:
    """Withdraw a document and build without it; raises `UsageError` where it is not held or nothing else is."""
    withdraw(document_id, settings.data_dir, by, note)
    return rebuild(settings, progress)


def withdraw(document_id: str, data_dir: Path, by: str, note: str = "") -> None:
    """Decide that no release is to hold a document until it is taken back; its file is kept meanwhile."""
    release = load_release(data_dir)
    entries = {entry["document"]: entry for entry in release.manifest["sources"]}
    original = find_original(release, document_id)
    if document_id not in entries or original is None:
        raise UsageError(f"Releasen har inget dokument ”{document_id}”. Den har {', '.join(sorted(entries))}.")
    if len(entries) == 1:
        raise UsageError("Det är releasens enda dokument. Lägg till ett annat först, med ”rodatraden add”.")
    entry = entries[document_id]
    kept = _keep(data_dir, entry["sha256"]) / entry["file"]
    shutil.copyfile(original, kept)
    sync(kept)
    sync(kept.parent)
    withdrawal = Withdrawal(by=by, note=note, document=document_id, sha256=entry["sha256"], title=entry["file"])
    DecisionLog(data_dir).add(withdrawal)


def restore(document_id: str, settings: Settings, progress: Progress = silent, by: str = COMMAND_LINE) -> Built:
    """Take a withdrawn document back into the holdings; raises `UsageError` where none of that name is withdrawn."""
    withdrawn = [one for one in standing(DecisionLog(settings.data_dir).load()) if isinstance(one, Withdrawal)]
    chosen = [one for one in withdrawn if one.document == document_id]
    if not chosen:
        names = ", ".join(sorted(one.document for one in withdrawn)) or "inget"
        raise UsageError(f"”{document_id}” är inte undantaget. Undantaget är: {names}.")
    files = sorted(_keep(settings.data_dir, chosen[-1].sha256).iterdir())
    return add(files, settings, progress, by)


def _keep(data_dir: Path, sha256: str) -> Path:
    """The folder that keeps a withdrawn file."""
    folder = data_dir / WITHDRAWN / sha256
    make_folder(folder)
    return folder


def lift(data_dir: Path, sha256: str, by: str) -> None:
    """Let a withdrawn file in again."""
    log = DecisionLog(data_dir)
    for one in standing(log.load()):
        if isinstance(one, Withdrawal) and one.sha256 == sha256:
            log.add(Withdrawal(by=by, document=one.document, sha256=sha256, title=one.title, verdict="upphavd"))
