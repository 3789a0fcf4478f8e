"""Where the rules lie: the shape files, a promise each, and the rules over several nodes, a query each."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

HERE = Path(__file__).parent
PROMISES = ("required", "recommended", "provenance", "lineage")
_HEADER = re.compile(r"^# (\w+): (.+)$", re.MULTILINE)

Severity = Literal["violation", "warning"]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule over several nodes: `query` is a SELECT whose rows (?focus ?message) are what breaks it.

    `name` is the file's, `title` says the rule in Swedish, `source` where it comes from.
    """

    name: str
    title: str
    severity: Severity
    source: str
    query: str


def shape_files() -> tuple[Path, ...]:
    """The SHACL files, one a promise; https://www.w3.org/TR/shacl/."""
    return tuple(HERE / f"{promise}.ttl" for promise in PROMISES)


def read_rules() -> tuple[Rule, ...]:
    """Every rule of `rules/*.rq`, by name; raises `ValueError` for a file whose header does not say what it is."""
    return tuple(_read_rule(path) for path in sorted((HERE / "rules").glob("*.rq")))


def _read_rule(path: Path) -> Rule:
    text = path.read_text(encoding="utf-8")
    header = dict(_HEADER.findall(text))
    severity = header.get("severity")
    if severity not in ("violation", "warning") or not {"title", "source"} <= header.keys():
        raise ValueError(f"Regeln {path.name} saknar # title:, # source: eller # severity: (violation|warning).")
    return Rule(path.stem, header["title"], "warning" if severity == "warning" else "violation", header["source"], text)
