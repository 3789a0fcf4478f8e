"""`decisions.json` of a release: what people's decisions did to it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from graph.release import Release

DECISIONS = "decisions.json"


def load_corrections(release: Release) -> Mapping[str, Mapping[str, Any]]:
    """Element id → the correction that fell on it in this release, as it was written."""
    content = release.load_json(DECISIONS)
    found = content["corrections"] if isinstance(content, dict) else []
    return {effect["element"]: effect for effect in found}
