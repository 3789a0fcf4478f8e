"""What changes is told to feeds and robots: the Atom feed of releases and the map of addresses."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path
from urllib.parse import urljoin, urlsplit
from xml.etree import ElementTree as ET

import pytest
from fastapi.testclient import TestClient

from api.app import assemble_app
from api.build import build
from api.feed import find_changes
from api.settings import load_settings
from tests.conftest import write_sources
from tests.sample import document_id

Sources = Callable[[dict[str, str]], Path]
PLAN = document_id(2026)
ATOM = "{http://www.w3.org/2005/Atom}"
SITE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def test_robots_find_the_map_and_every_address_on_it_opens(client: TestClient) -> None:
    robots = client.get("/robots.txt").text
    (address,) = re.findall(r"^Sitemap: (.+)$", robots, re.MULTILINE)
    places = [node.text or "" for node in ET.fromstring(client.get(address).content).iter(f"{SITE}loc")]
    assert len(places) == len(set(places)) > 10
    for place in places:
        assert client.get(place, headers={"Accept": "text/html"}).status_code == 200, place


def only(node: ET.Element, name: str) -> str:
    """The text of a child that must stand there once."""
    (child,) = node.findall(ATOM + name)
    assert child.text
    return child.text


def check_feed(feed: ET.Element) -> list[ET.Element]:
    """Hold a feed to what RFC 4287 demands (4.1.1, 4.1.2, 3.3); its entries."""
    assert feed.tag == f"{ATOM}feed"
    entries = feed.findall(f"{ATOM}entry")
    ids = [only(node, "id") for node in (feed, *entries)]
    assert len(set(ids)) == len(ids)
    assert all(urlsplit(one).scheme and " " not in one for one in ids)
    for node in (feed, *entries):
        only(node, "title")
        assert datetime.fromisoformat(only(node, "updated")).tzinfo
        assert node is feed or node.find(f"{ATOM}author") or feed.find(f"{ATOM}author") is not None
        assert all(link.get("href") for link in node.findall(f"{ATOM}link"))
        alternates = [link for link in node.findall(f"{ATOM}link") if link.get("rel", "alternate") == "alternate"]
        pairs = [(link.get("type"), link.get("hreflang")) for link in alternates]
        assert len(pairs) == len(set(pairs)) >= (0 if node.find(f"{ATOM}content") is not None else 1)
    (itself,) = [link for link in feed.findall(f"{ATOM}link") if link.get("rel") == "self"]
    assert (itself.get("href") or "").endswith("/feed.atom")
    return entries


@pytest.mark.whole
def test_the_feed_tells_what_each_release_changed(sample_reader: None, make_sources: Sources, tmp_path: Path) -> None:
    settings = load_settings(data_dir=tmp_path / "data", model="stub")
    sources = make_sources({"a.txt": "2025"})
    build([sources], settings)
    write_sources(sources, {"b.txt": "2026"})
    second = build([sources], settings).release.id
    write_sources(sources, {"b.txt": "2026 ny"})
    build([sources], settings)
    newest, added, first = find_changes(tmp_path / "data")
    assert (added.release, added.added, added.removed) == (second, (PLAN,), ())
    assert (newest.added, newest.changed) == ((), (PLAN,))
    assert first.added == (document_id(2025),)
    assert "uppdrag: 2 → 4" in added.notes
    with TestClient(assemble_app(settings, warm=False)) as client:
        answer = client.get("/feed.atom")
        assert answer.headers["content-type"].startswith("application/atom+xml")
        entries = check_feed(ET.fromstring(answer.content))
        assert [f"Release {one.release}: publicerad" for one in (newest, added, first)] == [
            only(entry, "title") for entry in entries
        ]
        assert "Nya dokument: Verksamhetsplan 2026." in only(entries[1], "content")
        for entry in entries:
            assert client.get(links_of(entry)[0]).status_code == 200


def links_of(entry: ET.Element) -> list[str]:
    """Where an entry leads."""
    return [urljoin("http://testserver", link.get("href", "")) for link in entry.findall(f"{ATOM}link")]


def test_a_feed_lives_without_releases_that_are_gone(tmp_path: Path) -> None:
    lines: Iterable[str] = ('{"time": "2026-01-01T00:00:00+00:00", "release": "borta", "how": "publicerad"}', "{halv")
    (tmp_path / "served.jsonl").write_text("\n".join(lines), encoding="utf-8")
    (change,) = find_changes(tmp_path)
    assert (change.release, change.added) == ("borta", ())
