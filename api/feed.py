"""What each new release changed, as an Atom feed, and the addresses of the site for search engines.

Rules: https://www.rfc-editor.org/rfc/rfc4287, https://www.sitemaps.org/protocol.html
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import islice, pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET  # nosec B405 # nothing is parsed with it, only written

from graph.release import read_journal, read_manifest
from ontology.errors import ReleaseError

ATOM = "http://www.w3.org/2005/Atom"
SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
LATEST = 50
"""Entries of the feed."""
MOST_PAGES = 50_000
"""Addresses that a sitemap may hold."""
PARTS = {
    "graph/tradar.nq": "Trådarna mellan åren har ändrats.",
    "graph/beslut.nq": "Beslut av människor har tillkommit eller ändrats.",
}


@dataclass(frozen=True, slots=True)
class Change:
    """A release that came to serve: when, how, and what it changed, in sentences; documents by identifier."""

    time: str
    release: str
    how: str
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def find_changes(data_dir: Path) -> list[Change]:
    """What each release that served changed against the one before it, newest first."""
    journal = read_journal(data_dir)[-LATEST - 1 :]
    manifests = [_manifest(data_dir, entry["release"]) for entry in journal]
    found = [_change(entry, before, after) for entry, (before, after) in
             zip(journal, pairwise([{}, *manifests]), strict=True)]  # fmt: skip
    return found[::-1][:LATEST]


def _manifest(data_dir: Path, release_id: str) -> Mapping[str, Any]:
    """A release's manifest; empty where the release is gone."""
    try:
        return read_manifest(data_dir / "releases" / Path(release_id).name)
    except ReleaseError:
        return {}


def _change(entry: Mapping[str, str], before: Mapping[str, Any], after: Mapping[str, Any]) -> Change:
    old, new = _files(before), _files(after)
    earlier, later = _documents(before), _documents(after)
    changed = [d for d in later if d in earlier and old.get(f"graph/{d}.nq") != new.get(f"graph/{d}.nq")]
    notes = [words for path, words in PARTS.items() if before and old.get(path) != new.get(path)]
    return Change(
        entry["time"], entry["release"], entry["how"],
        added=tuple(d for d in later if d not in earlier), removed=tuple(d for d in earlier if d not in later),
        changed=tuple(changed), notes=(*_counts(before, after), *notes),
    )  # fmt: skip


def _files(manifest: Mapping[str, Any]) -> dict[str, str]:
    return {file["path"]: file["sha256"] for file in manifest.get("files", ())}


def _documents(manifest: Mapping[str, Any]) -> list[str]:
    return [source["document"] for source in manifest.get("sources", ())]


def _counts(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    old, new = (dict(manifest.get("counts", {}).get("elements", {})) for manifest in (before, after))
    kinds = sorted(kind for kind in {*old, *new} if old.get(kind, 0) != new.get(kind, 0))
    return [f"{kind}: {old.get(kind, 0)} → {new.get(kind, 0)}" for kind in kinds]


def to_atom(changes: Iterable[Change], root: str, author: str, titles: Mapping[str, str]) -> bytes:
    """The changes as a feed; `titles` names the documents that are known now."""
    several = list(changes)
    feed = ET.Element("feed", {"xmlns": ATOM, "xml:lang": "sv"})
    _text(feed, "id", f"{root}/feed.atom")
    _text(feed, "title", "Röda tråden: ändringar")
    _text(feed, "updated", several[0].time if several else "1970-01-01T00:00:00+00:00")
    ET.SubElement(feed, "link", {"rel": "self", "type": "application/atom+xml", "href": f"{root}/feed.atom"})
    ET.SubElement(feed, "link", {"rel": "alternate", "type": "text/html", "href": f"{root}/"})
    _text(ET.SubElement(feed, "author"), "name", author or "Röda tråden")
    for change in several:
        _entry(feed, change, root, titles)
    return _xml(feed)


def _entry(feed: ET.Element, change: Change, root: str, titles: Mapping[str, str]) -> None:
    entry = ET.SubElement(feed, "entry")
    _text(entry, "id", f"{root}/feed.atom#{change.time}-{change.release}")
    _text(entry, "title", f"Release {change.release}: {change.how}")
    _text(entry, "updated", change.time)
    href = f"{root}/api/releases/{change.release}"
    ET.SubElement(entry, "link", {"rel": "alternate", "type": "application/json", "href": href})
    groups = (("Nya dokument", change.added), ("Borttagna", change.removed), ("Ändrade", change.changed))
    lines = [f"{words}: {', '.join(titles.get(d, d) for d in several)}." for words, several in groups if several]
    content = ET.SubElement(entry, "content", {"type": "text"})
    content.text = "\n".join([*lines, *change.notes]) or "Inget i grafen är ändrat."


def to_sitemap(addresses: Iterable[str], modified: str) -> bytes:
    """The addresses, as many as a sitemap may hold."""
    urls = ET.Element("urlset", {"xmlns": SITEMAP})
    for address in islice(addresses, MOST_PAGES):
        url = ET.SubElement(urls, "url")
        _text(url, "loc", address)
        _text(url, "lastmod", modified)
    return _xml(urls)


def _text(parent: ET.Element, name: str, text: str) -> None:
    ET.SubElement(parent, name).text = text


def _xml(root: ET.Element) -> bytes:
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True))
