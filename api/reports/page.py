"""A report as a plain page."""

from __future__ import annotations

from itertools import groupby

from fastapi import Request
from fastapi.responses import HTMLResponse

from api.pages import render_page
from api.reports.blocks import Block, Heading, Paragraph, Report


def report_page(request: Request, report: Report) -> HTMLResponse:
    """The report in the frame of the plain pages; list items that follow each other are one list."""
    groups = [(kind, list(blocks)) for kind, blocks in groupby(report.blocks, key=_kind)]
    return render_page(request, "rapport.html", report=report, groups=groups)


def _kind(block: Block) -> str:
    if isinstance(block, Paragraph):
        return block.kind
    return "heading" if isinstance(block, Heading) else "table"
