"""Markdown: turned to HTML by markdown-it (CommonMark with tables) and read as such."""

from __future__ import annotations

import re

from markdown_it import MarkdownIt

from ingest.raw import RawDocument
from ingest.readers import html
from ingest.readers.decoding import decode
from ingest.readers.source import Source, reader

MEDIA_TYPE = "text/markdown"
_FRONT = re.compile(r"\A---\n(?P<matter>.*?)\n---\n", re.DOTALL)
_TITLE = re.compile(r"^title:\s*[\"']?(?P<title>.+?)[\"']?\s*$", re.MULTILINE)


def _rendered(text: str) -> str:
    """The text as HTML; every link is a link, for none is followed and its address is no text."""
    markdown = MarkdownIt("commonmark").enable("table")
    markdown.validateLink = lambda url: True  # type: ignore[method-assign]
    return str(markdown.render(text))


@reader("MD")
def read(source: Source) -> RawDocument:
    """Read a Markdown text."""
    text = decode(source)
    front = _FRONT.match(text)
    named = _TITLE.search(front["matter"]) if front else None
    body = text[front.end() :] if front else text
    page = html.parse(_rendered(body))
    first = next((block.text for block in page.blocks if block.kind == "heading" and block.level == 1), None)
    return source.document(MEDIA_TYPE, page.blocks, title=named["title"] if named else first)
