"""All the hostile files, written to a folder: `make` is the one door."""

from __future__ import annotations

import io
import os
import random
import socket
from collections.abc import Iterator
from pathlib import Path

import docx
import pptx
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from tests.slow.hostile import office, pdfs, texts

SEED = 20261122
LINES = (
    "Verksamhetsplan 2025",
    "Nämnden för provläsning",
    "Mål: Läsningen tål det mesta.",
    "Nr 1. Förvaltningen får i uppdrag att läsa vidare.",
    "Risk: Filen är skadad.",
)


def make(folder: Path) -> list[Path]:
    """Write every file; the same names and bytes for every call. Returns the paths in order."""
    paths = []
    for name, data in (*damaged(), *pdfs.cases(), *office.cases(good_docx(), good_pptx()), *texts.cases()):
        path = folder / name
        assert path not in paths, name
        path.write_bytes(data)
        paths.append(path)
    return paths + nodes(folder)


def good() -> dict[str, bytes]:
    """One whole file of each format, by suffix."""
    text = "\n\n".join(LINES)
    html = "<html><body><h1>" + "</h1><p>".join([LINES[0], "</p><p>".join(LINES[1:])]) + "</p></body></html>"
    return {
        "pdf": good_pdf(),
        "docx": good_docx(),
        "pptx": good_pptx(),
        "txt": text.encode(),
        "md": f"# {text}".encode(),
        "html": html.encode(),
    }


def good_pdf() -> bytes:
    """A page of text."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=True)
    for n, line in enumerate(LINES):
        canvas.drawString(72, 760 - 20 * n, line)
    canvas.save()
    return out.getvalue()


def good_docx() -> bytes:
    """A Word document with a heading, a list and a table."""
    document = docx.Document()
    document.add_heading(LINES[0])
    for line in LINES[1:]:
        document.add_paragraph(line, style="List Number")
    table = document.add_table(2, 3)
    for n, cell in enumerate(table._cells):
        cell.text = f"Cell {n}"
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def good_pptx() -> bytes:
    """A slide with a title and points."""
    presentation = pptx.Presentation()
    slide = presentation.slides.add_slide(presentation.slide_layouts[1])
    slide.shapes.title.text = LINES[0]
    slide.placeholders[1].text = "\n".join(LINES[1:])
    out = io.BytesIO()
    presentation.save(out)
    return out.getvalue()


def damaged() -> Iterator[tuple[str, bytes]]:
    """Whole files cut off, with bits turned, with pieces gone or moved, and under each other's names."""
    files = good()
    for suffix, data in files.items():
        chance = random.Random(f"{SEED}{suffix}")
        for n in range(12):
            yield f"avklippt-{n}.{suffix}", data[: len(data) * n // 12 + chance.randrange(3) * (n > 0)]
        for flips in (1, 10, 100, 1000):
            yield f"bitar-{flips}.{suffix}", _flipped(data, flips, chance)
        at = chance.randrange(len(data) // 2)
        yield f"hal.{suffix}", data[:at] + data[at + len(data) // 4 :]
        yield f"nollor.{suffix}", data[:at] + bytes(len(data) // 4) + data[at + len(data) // 4 :]
        yield f"dubbel.{suffix}", data + data
        yield f"skrap-fore.{suffix}", chance.randbytes(300) + data
        yield f"slump.{suffix}", chance.randbytes(5000)
        for other in files:
            if other != suffix:
                yield f"egentligen-{suffix}.{other}", data


def _flipped(data: bytes, flips: int, chance: random.Random) -> bytes:
    turned = bytearray(data)
    for _ in range(flips):
        turned[chance.randrange(len(turned))] ^= 1 << chance.randrange(8)
    return bytes(turned)


def nodes(folder: Path) -> list[Path]:
    """What is no plain file although its name says so."""
    made = [folder / name for name in ("mapp.pdf", "ror.txt", "oandlig.txt", "brus.md", "borta.docx", "ring.html")]
    made += [folder / name for name in ("uttag.pptx", "lank-till-mapp.txt", "gles.txt", "gles-liten.txt", "tom.pdf")]
    made[0].mkdir()
    os.mkfifo(made[1])
    made[2].symlink_to("/dev/zero")
    made[3].symlink_to("/dev/urandom")
    made[4].symlink_to(folder / "finns-inte")
    made[5].symlink_to(made[5])
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(made[6]))
    made[7].symlink_to(folder)
    for path, size in zip(made[8:], (5 << 30, 90 << 20, 0), strict=True):
        with path.open("wb") as file:
            file.truncate(size)
    return made
