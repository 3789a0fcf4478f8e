"""The small grammar of a manuscript's text: fields, and what is printed without being told."""

from __future__ import annotations

import re


def fields(line: str) -> list[str]:
    """The parts of a line between bars; an empty part stays."""
    return [part.strip() for part in line.strip().split("|")]


def shown(text: str) -> str:
    """The text as printed."""
    return text.replace("{", "").replace("}", "")


def told(text: str) -> str:
    """The text without what stands in braces."""
    return re.sub(r" {2,}", " ", re.sub(r"\{[^}]*\}", "", text)).strip()
