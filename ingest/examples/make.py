"""Writes the example documents and their truth anew, byte for byte the same: `python -m ingest.examples.make`.

Needs reportlab for the PDF files, which is a development dependency. An argument is the folder to write into.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

from ingest.examples.blocks import Manuscript
from ingest.examples.manuscript import read_manuscript
from ingest.examples.write_docx import write_docx
from ingest.examples.write_pdf import write_pdf
from ingest.examples.write_pptx import write_pptx
from ingest.examples.write_txt import write_txt

HERE = Path(__file__).parent
WRITERS: dict[str, Callable[[Manuscript, Path], None]] = {
    ".docx": write_docx, ".pdf": write_pdf, ".pptx": write_pptx, ".txt": write_txt,
}


def make_examples(target: Path) -> list[Path]:
    """Writes `documents/` and `truth/` below `target` and gives the files written."""
    manuscripts = [read_manuscript(path) for path in sorted((HERE / "manuscripts").glob("*.md"))]
    documents, truth = target / "documents", target / "truth"
    for folder in (documents, truth):
        folder.mkdir(parents=True, exist_ok=True)
    written = [_write_document(manuscript, documents) for manuscript in manuscripts]
    plans = [m for m in manuscripts if m.file.startswith("verksamhetsplan-")]
    elements = [_clean(element) for plan in plans for element in plan.elements]
    reports = [report for manuscript in manuscripts for report in manuscript.reports]
    written.append(_write_json(truth / "elements.json", elements))
    written.append(_write_json(truth / "reports.json", reports))
    return written


def _write_document(manuscript: Manuscript, folder: Path) -> Path:
    path = folder / manuscript.file
    WRITERS[path.suffix](manuscript, path)
    return path


def _clean(element: dict[str, object]) -> dict[str, object]:
    """The element without the footnote mark that tied its note to it."""
    return {key: value for key, value in element.items() if key != "mark"}


def _write_json(path: Path, content: list[dict[str, object]]) -> Path:
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return path


if __name__ == "__main__":
    for made in make_examples(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE):
        print(made)
