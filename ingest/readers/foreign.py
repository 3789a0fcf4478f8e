"""The one door for objects of libraries that have no types (python-docx, python-pptx, pypdfium2, pdfplumber)."""

from __future__ import annotations

from typing import Any, TypeAlias

Foreign: TypeAlias = Any
