"""What `rodatraden status` tells: from the release's own files, without loading the graph."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from rich.console import Console

from api.words import TYPE_WORDS
from graph.release import Release, find_releases, load_release


def describe(data_dir: Path, *, unread: bool) -> dict[str, Any]:
    """The facts as JSON values; raises `ReleaseError` where nothing is built or the files do not hold."""
    release = load_release(data_dir)
    notes = _findings(release)
    facts = {
        "release": release.id,
        "built": release.manifest["times"]["built"],
        "data_dir": str(data_dir),
        "model": release.manifest["model"],
        "base_iri": release.manifest["base_iri"],
        "releases": [other.id for other in find_releases(data_dir)],
        "counts": release.manifest["counts"],
        "sources": release.manifest["sources"],
        "findings": notes["findings"],
        "rejected": notes["rejected"],
        "unread_count": len(notes["unread"]),
    }
    return facts | ({"unread": notes["unread"]} if unread else {})


def _findings(release: Release) -> dict[str, Any]:
    """The release's findings; `api.findings` reads the same file into models, which take longer to load."""
    content: dict[str, Any] = json.loads(release.path("findings.json").read_text(encoding="utf-8"))
    return content


def show(facts: dict[str, Any], console: Console) -> None:
    """The facts as lines."""
    counts = facts["counts"]
    lines = [
        f"Release {facts['release']}, byggd {facts['built']} i {facts['data_dir']}",
        f"{counts['documents']} dokument, {counts['passages']} stycken, {sum(counts['elements'].values())} element",
        *(f"  {TYPE_WORDS.get(kind, kind)} {number}" for kind, number in counts["elements"].items()),
        f"{len(facts['findings'])} anmärkningar, {len(facts['rejected'])} dokument kunde inte läsas, "
        f"{facts['unread_count']} rubriker, tabeller och listor gav inget element (--unread listar dem)",
        *(f"  Kunde inte läsas: {one['path']}: {one['reason']}" for one in facts["rejected"]),
        *(f"  {one['severity']}: {one['message']}" for one in facts["findings"]),
        *(f"  Oläst: {one['document']} s. {one['page']}: {one['text'][:80]}" for one in facts.get("unread", [])),
    ]
    for line in lines:
        console.print(line, markup=False, soft_wrap=True)
