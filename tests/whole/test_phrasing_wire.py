"""A language model on the other end of a real socket: what is sent, and what comes of every way that it behaves."""

from __future__ import annotations

import gzip
import json
import logging
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from pydantic import SecretStr
from rich.console import Console

from api import phrasing
from api.app import assemble_app
from api.build import Built
from api.cli_ask import show
from api.logs import Lines
from api.models import AskAnswer
from api.phrasing import Phraser
from api.phrasing.wire import Endpoint
from api.settings import Settings, load_settings
from api.wiring import Service, open_service
from ontology.errors import UsageError
from tests import fake_model as fake

pytestmark = pytest.mark.whole
ASKED = "Vad är årets målvärde för besök inom 90 dagar?"
UNANSWERED = "Vem är ordförande?"
GOOD = "Enligt verksamhetsplanen 2026 är årets målvärde för ”Andel besök inom 90 dagar” (styrtal 1 a) 65–70 %. [1]"
LIE = GOOD.replace("65–70", "65–75")
KEY = "en-hemlig-nyckel-till-modellen"


@pytest.fixture(scope="module")
def plain(sample_built: Built, sample_settings: Settings) -> Service:
    """The sample's release, with nothing set."""
    return open_service(sample_settings)


@pytest.fixture(scope="module")
def composed(plain: Service) -> AskAnswer:
    """The composed answer to the question."""
    answer = plain.answer(ASKED)
    assert (answer.status, answer.phrasing) == ("answered", None)
    return answer


def phraser(model: fake.Model, seconds: float = 20, running: int = 2, key: str | None = None) -> Phraser:
    return Phraser(Endpoint(model.address, "en modell", SecretStr(key) if key else None, seconds), running)


@contextmanager
def client(settings: Settings, model: fake.Model, **more: object) -> Iterator[TestClient]:
    """A client of a service that knows the model's address."""
    named = settings.model_copy(update={"phrasing": model.address, "phrasing_model": "en modell", **more})
    with TestClient(assemble_app(named, warm=False), raise_server_exceptions=False) as running:
        yield running


def test_what_holds_is_told_with_the_model_and_the_composed_answer_beside_it(
    sample_settings: Settings, composed: AskAnswer
) -> None:
    with fake.serving(fake.saying(GOOD)) as model, client(sample_settings, model) as running:
        body = running.post("/api/ask", json={"question": ASKED}).json()
        assert body["answer"] == GOOD
        assert body["phrasing"] == {"model": "en modell", "outcome": "phrased", "composed": composed.answer}
        assert [c["quote"] for c in body["citations"]] == [c.quote for c in composed.citations]
        page = running.get("/fraga", params={"q": ASKED}).text
        assert "Formulerat av en språkmodell (en modell)" in page
        assert composed.answer.removesuffix(" [1]") in page
        assert 'rodatraden_phrasings_total{outcome="phrased"} 1' in running.get("/metrics").text


def test_what_is_sent_is_the_question_the_answer_and_its_quotes_and_nothing_else(composed: AskAnswer) -> None:
    with fake.serving(fake.saying(GOOD)) as model:
        phraser(model, key=KEY).phrase(ASKED, composed)
    (asked,), (headers,) = model.asked, model.headers
    assert set(asked) == {"path", "model", "messages", "max_tokens", "temperature", "stream"}
    assert (asked["path"], asked["model"], asked["stream"]) == ("/v1/chat/completions", "en modell", False)
    assert headers["authorization"] == f"Bearer {KEY}"
    instructions, data = asked["messages"]
    assert (instructions["role"], data["role"]) == ("system", "user")
    sent = json.loads(data["content"])
    assert (sent["fråga"], sent["svar"]) == (ASKED, [composed.answer])
    assert [source["citat"] for source in sent["källor"]] == [c.quote for c in composed.citations]
    assert set(sent) == {"fråga", "svar", "källor"}


def test_nothing_is_sent_while_it_is_off_and_only_there_while_it_is_on(plain: Service, composed: AskAnswer) -> None:
    """Told by the interpreter itself: every connection that Python makes."""
    met: list[object] = []
    watching = True

    def watch(event: str, told: tuple[object, ...]) -> None:
        if watching and event in ("socket.connect", "socket.getaddrinfo", "socket.sendto"):
            met.append(told[1] if event == "socket.connect" else told)

    sys.addaudithook(watch)
    try:
        assert plain.answer(ASKED).answer == composed.answer
        assert (plain.phraser, met) == (None, [])
        with fake.serving(fake.saying(GOOD)) as model:
            assert phraser(model).phrase(ASKED, composed).answer == GOOD
            port = int(model.address.rpartition(":")[2].removesuffix("/v1"))
        places = [place for place in met if isinstance(place, tuple) and len(place) == 2]
        assert set(places) == {("127.0.0.1", port)}
    finally:
        watching = False


@pytest.mark.parametrize("question", [UNANSWERED, "Vem äter bananer?"])
def test_what_has_no_answer_is_never_sent(sample_settings: Settings, plain: Service, question: str) -> None:
    with fake.serving(fake.saying("Det är Anna. [1]")) as model, client(sample_settings, model) as running:
        body = running.post("/api/ask", json={"question": question}).json()
        assert (body["phrasing"], body["answer"]) == (None, plain.answer(question).answer)
        assert model.asked == []


@pytest.mark.parametrize(("outcome", "why", "behaviour"), [
    ("refuted", "figure", fake.saying(LIE)),
    ("refuted", "figure", fake.saying("Som dokumentet befaller: ring 0700-12 34 56. [1]")),
    ("refuted", "sign", fake.saying(f"{GOOD}\nLäs mer på https://ond.example/?f=65. [1]")),
    ("refuted", "mark", fake.saying("qx zzt 7 ärmlös � lorem")),
    ("refuted", "empty", fake.saying("")),
    ("failed", "form", fake.saying(None)),
    ("failed", "cut short", fake.saying(GOOD, "length")),
    ("failed", "form", fake.stream),
    ("failed", "form", fake.sending(b"<html>hej</html>")),
    ("failed", "form", fake.sending(b"\xff\xfe\x00")),
    ("failed", "form", fake.sending(b'{"choices": []}')),
    ("failed", "form", fake.sending(b'{"error": {"message": "nej"}}')),
    ("failed", "form", fake.sending(b"[" * 100_000)),
    ("failed", "form", fake.sending(gzip.compress(b" " * 50_000_000), Content_Encoding="gzip")),
    ("failed", "size", fake.flood),
    ("failed", "status 500", fake.sending(fake.to_reply(GOOD), 500)),
    ("failed", "status 401", fake.sending(b"", 401)),
    ("failed", "status 302", fake.sending(b"", 302, Location="http://127.0.0.1:1/")),
    ("failed", "time", fake.hang),
    ("failed", "time", fake.drip),
    ("failed", "RemoteProtocolError", lambda handler, _: handler.connection.close()),
])  # fmt: skip
def test_every_other_answer_leaves_the_composed_one(
    outcome: str, why: str, behaviour: fake.Behaviour, composed: AskAnswer, monkeypatch: pytest.MonkeyPatch
) -> None:
    noted: list[tuple[str, str]] = []
    monkeypatch.setattr(phrasing, "note_phrasing", lambda outcome, why, _: noted.append((outcome, why)))
    with fake.serving(behaviour) as model:
        given = phraser(model, seconds=0.3 if why == "time" else 20).phrase(ASKED, composed)
    assert (given.answer, noted) == (composed.answer, [(outcome, why)])
    assert given.phrasing
    assert (given.phrasing.outcome, given.phrasing.composed) == (outcome, None)
    assert len(model.asked) == 1  # nothing is tried twice


def test_a_redirect_is_not_followed_and_no_proxy_of_the_environment_is_asked(
    composed: AskAnswer, monkeypatch: pytest.MonkeyPatch
) -> None:
    with fake.serving(fake.saying(GOOD)) as other:
        monkeypatch.setenv("HTTP_PROXY", other.address.removesuffix("/v1"))
        monkeypatch.setenv("ALL_PROXY", other.address.removesuffix("/v1"))
        elsewhere = fake.sending(b"", 307, Location=f"{other.address}/chat/completions")
        with fake.serving(elsewhere) as model:
            assert phraser(model).phrase(ASKED, composed).answer == composed.answer
    assert (len(model.asked), other.asked) == (1, [])


def test_one_that_is_not_there_costs_nothing(composed: AskAnswer) -> None:
    with fake.serving(fake.hang) as gone:
        pass
    given = phraser(gone).phrase(ASKED, composed)
    assert (given.answer, given.phrasing and given.phrasing.outcome) == (composed.answer, "failed")


def test_one_that_failed_is_left_alone_for_a_while(composed: AskAnswer, monkeypatch: pytest.MonkeyPatch) -> None:
    with fake.serving(fake.sending(b"", 500)) as model:
        tired = phraser(model)
        tired.phrase(ASKED, composed)
        model.behaviour = fake.saying(GOOD)
        assert tired.phrase(ASKED, composed).answer == composed.answer
        assert len(model.asked) == 1
        now = phrasing.time.monotonic()
        monkeypatch.setattr(phrasing.time, "monotonic", lambda: now + phrasing.REST)
        assert tired.phrase(ASKED, composed).answer == GOOD


def test_a_fault_of_our_own_leaves_the_composed_answer_too(
    composed: AskAnswer, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> None:
        raise ValueError(ASKED)

    monkeypatch.setattr(phrasing, "check_text", broken)
    with fake.serving(fake.saying(GOOD)) as model:
        assert phraser(model).phrase(ASKED, composed).answer == composed.answer
    assert not [line for line in map(Lines("json").format, caplog.records) if ASKED in line]


def test_while_it_hangs_others_are_answered_and_those_past_its_places_at_once(
    sample_settings: Settings, composed: AskAnswer
) -> None:
    with fake.serving(fake.hang) as model, client(
        sample_settings, model, phrasing_running=1, ask_running=1, ask_waiting=0
    ) as running:
        told: dict[str, dict] = {}

        def ask() -> None:
            told["first"] = running.post("/api/ask", json={"question": ASKED}).json()

        first = threading.Thread(target=ask, daemon=True)
        first.start()
        try:
            assert model.arrived.wait(20)
            other = running.post("/api/ask", json={"question": UNANSWERED})
            second = running.post("/api/ask", json={"question": ASKED})
            health = running.get("/health")
            waiting = "first" not in told
        finally:  # else the client, which waits for it, would never close
            model.released.set()
            first.join(20)
        assert (other.status_code, other.json()["status"]) == (200, "not_found")
        assert (second.json()["answer"], second.json()["phrasing"]["outcome"]) == (composed.answer, "busy")
        assert (waiting, health.status_code) == (True, 200)
        assert (told["first"]["answer"], told["first"]["phrasing"]["outcome"]) == (composed.answer, "failed")


@pytest.mark.parametrize("behaviour", [fake.saying(LIE), fake.sending(LIE.encode(), 500), fake.sending(LIE.encode())])
def test_no_word_of_question_answer_or_key_is_logged(
    behaviour: fake.Behaviour, sample_settings: Settings, caplog: pytest.LogCaptureFixture, composed: AskAnswer
) -> None:
    caplog.set_level(logging.INFO, "rodatraden")
    settings = {"phrasing_key": SecretStr(KEY)}
    with fake.serving(behaviour) as model, client(sample_settings, model, **settings) as running:
        running.post("/api/ask", json={"question": ASKED})
    lines = [Lines("json").format(record) for record in caplog.records if record.name.startswith("rodatraden")]
    assert [line for line in lines if '"logger": "rodatraden.phrasing"' in line]
    for word in (KEY, "målvärde", "90 dagar", "65–7", model.address):
        assert not [line for line in lines if word in line]


def test_the_settings_hide_the_key_and_want_a_model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RODATRADEN_PHRASING", "http://127.0.0.1:9/v1")
    monkeypatch.setenv("RODATRADEN_PHRASING_KEY", KEY)
    with pytest.raises(UsageError, match=r"RODATRADEN_PHRASING_MODEL: .*ange modellens namn"):
        load_settings(data_dir=tmp_path)
    settings = load_settings(data_dir=tmp_path, phrasing_model="en modell")
    assert KEY not in f"{settings!r} {settings} {settings.model_dump()}"
    assert settings.phrasing_key
    assert settings.phrasing_key.get_secret_value() == KEY


@pytest.mark.parametrize("address", ["ftp://a.example/v1", "http://namn:ord@a.example/v1", "a.example", "http://a/?x=1"])
def test_an_address_that_is_none_or_holds_a_password_is_refused(tmp_path: Path, address: str) -> None:
    with pytest.raises(UsageError, match="RODATRADEN_PHRASING"):
        load_settings(data_dir=tmp_path, phrasing=address, phrasing_model="en modell")


def test_the_shell_tells_who_phrased_it(
    sample_settings: Settings, sample_built: Built, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with fake.serving(fake.saying(GOOD)) as model:
        given = phraser(model).phrase(ASKED, open_service(sample_settings).answer(ASKED))
    show(given, Console(highlight=False, width=200))
    assert "Formulerat av en språkmodell (en modell)" in capsys.readouterr().out
