"""`findings.json` of a release: findings, rejected sources, and what gave no element."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from api.models import Unread, ValidationOut
from graph.release import Release
from ontology.errors import ReleaseError
from ontology.model import Finding, Reading, Rejected

FINDINGS = "findings.json"


def write_findings(
    path: Path, findings: Sequence[Finding], rejected: Sequence[Rejected], readings: Iterable[Reading],
    before: Mapping[str, Any] | None = None,
) -> None:  # fmt: skip
    """Write what a person should know of a build, after what was written `before`."""
    told: dict[str, list[Any]] = {
        "findings": [asdict(finding) for finding in findings],
        "rejected": [{"path": Path(one.path).name, "reason": one.reason} for one in rejected],
        "unread": [one.model_dump() for reading in readings for one in find_unread(reading)],
    }
    known = before or {}
    content = {name: [*known.get(name, ()), *rows] for name, rows in told.items()}
    conforms = not any(one["severity"] == "violation" for one in content["findings"])
    path.write_text(json.dumps({"conforms": conforms, **content}, ensure_ascii=False, indent=1), encoding="utf-8")


def find_unread(reading: Reading) -> list[Unread]:
    """The headings, tables and lists of a reading that gave no element."""
    texts = {passage.id: passage for passage in reading.passages}
    known = [texts[local] for local in reading.unread if local in texts]
    return [Unread(document=reading.document.id, passage=p.id, page=p.page, text=p.text[:200]) for p in known]


def load_findings(release: Release) -> ValidationOut:
    """Read a release's findings."""
    content = release.load_json(FINDINGS)
    if content is None:
        raise ReleaseError(f"Releasen {release.id} saknar {FINDINGS}. Bygg om med ”rodatraden build”.")
    return ValidationOut.model_validate(content)
