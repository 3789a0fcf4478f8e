"""Reading is open, or for those whom a proxy with single sign-on names."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from api.app import assemble_app
from api.build import Built
from api.settings import Settings, hash_key

KEY = "en-lang-hemlighet"
NAMED = {"X-Remote-User": "någon".encode()}


def service(settings: Settings, peer: str, **told: object) -> TestClient:
    """A service behind a proxy at 10.1.0.0/16, called from `peer`."""
    proxies, keys = "127.0.0.1, 10.1.0.0/16", {"a": hash_key(KEY)}
    named = {"reader_header": "X-Remote-User", "proxies": proxies, "keys": keys, **told}
    return TestClient(assemble_app(settings.model_copy(update=named), warm=False), client=(peer, 1234))


@pytest.fixture
def behind(sample_built: Built, sample_settings: Settings) -> Iterator[TestClient]:
    """The service as the proxy calls it."""
    with service(sample_settings, "10.1.2.3") as running:
        yield running


PATHS = ("/", "/api/documents", "/fraga?q=vision", "/sparql?query=ASK{}", "/docs", "/static/sidor.css")


@pytest.mark.parametrize("path", PATHS)
def test_only_the_named_may_read(behind: TestClient, path: str) -> None:
    nameless = behind.get(path)
    assert (nameless.status_code, nameless.headers["content-type"]) == (401, "application/problem+json")
    assert "inloggade" in nameless.json()["detail"]
    assert nameless.headers["referrer-policy"] == "no-referrer"
    assert behind.get(path, headers={"X-Remote-User": ""}).status_code == 401
    assert behind.get(path, headers=NAMED).status_code == 200


def test_who_watches_the_service_needs_no_name(behind: TestClient) -> None:
    assert [behind.get(path).status_code for path in ("/health", "/ready", "/metrics")] == [200, 200, 200]


def test_a_key_is_no_name_and_a_name_no_key(behind: TestClient) -> None:
    bearer = {"Authorization": f"Bearer {KEY}"}
    assert behind.get("/api/decisions", headers=bearer).status_code == 401
    assert behind.get("/api/decisions", headers=NAMED).status_code == 401
    assert behind.get("/api/decisions", headers={**NAMED, **bearer}).status_code == 200


@pytest.mark.parametrize("peer", ["10.2.0.1", "192.0.2.7", "::1", "ingen-adress"])
def test_a_header_from_anybody_else_counts_for_nothing(
    sample_built: Built, sample_settings: Settings, peer: str
) -> None:
    with service(sample_settings, peer) as running:
        forged = {**NAMED, "X-Forwarded-For": "10.1.2.3"}
        assert running.get("/api/documents", headers=forged).status_code == 401


def test_without_the_setting_reading_is_open(sample_built: Built, sample_settings: Settings) -> None:
    with service(sample_settings, "192.0.2.7", reader_header=None) as running:
        assert running.get("/api/documents").status_code == 200
