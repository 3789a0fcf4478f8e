"""The command line: exit codes, Swedish messages, and a quick start."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from fastapi.testclient import TestClient

from api import cli
from api.app import assemble_app
from api.build import Built
from api.cli_serve import claim
from api.examples import suggest_questions
from api.models import AskAnswer
from api.settings import Settings, load_settings
from ontology.errors import UsageError

Sources = Callable[[dict[str, str]], Path]
Run = Callable[..., tuple[int, str, str]]
pytestmark = pytest.mark.usefixtures("sample_reader")


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]) -> Run:
    """Run the command line; its exit code, standard output and standard error."""

    def call(*words: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["rodatraden", *map(str, words)])
        monkeypatch.setenv("COLUMNS", "200")
        with pytest.raises(SystemExit) as ended:
            cli.main()
        out, err = capfdbinary.readouterr()
        return int(ended.value.code or 0), out.decode(errors="replace"), err.decode()

    return call


def test_build_tells_what_was_read_and_ends_with_0_or_1(run: Run, make_sources: Sources, tmp_path: Path) -> None:
    data = tmp_path / "data"
    code, out, _ = run("build", make_sources({"a.txt": "2025"}), "--data-dir", data, "--model", "stub")
    assert code == 0
    for words in ("Lästa dokument", "Verksamhetsplan 2025", "målsättning", "Upplysning 1", "är klar"):
        assert words in out, words
    code, out, _ = run("build", make_sources({"b.txt": "hemligt"}), "--data-dir", data, "--model", "stub")
    assert code == 1
    assert "Kunde inte läsas" in out


@pytest.mark.parametrize(("words", "message"), [
    (["build", "saknas"], "finns inte"),
    (["build", "{tmp}"], "Inga dokument"),
    (["status"], "rodatraden build"),
    (["serve"], "rodatraden build"),
    (["ask", "Vad är visionen?"], "rodatraden build"),
    (["ask", ""], "Frågan är tom"),
    (["ask", "a" * 10_000], "10 000 tecken"),
    (["export", "--format", "csv"], "rodatraden build"),
    (["export", "--format", "pdf"], "trig, nquads, csv, xlsx"),
])  # fmt: skip
def test_misuse_ends_with_2_and_says_how_to_mend_it(run: Run, tmp_path: Path, words: list[str], message: str) -> None:
    code, out, err = run(*(word.replace("{tmp}", str(tmp_path)) for word in words), "--data-dir", tmp_path / "data")
    assert (code, out) == (2, "")
    assert message in err
    assert "Traceback" not in err


def test_a_wrong_flag_or_setting_ends_with_2(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run("status", "--nope")[0] == 2
    assert run("nope")[0] == 2
    monkeypatch.setenv("RODATRADEN_PORT", "många")
    code, _, err = run("status")
    assert (code, "RODATRADEN_PORT" in err) == (2, True)


def test_a_crash_ends_with_2(run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def crash(*_: object, **__: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("api.cli_status.describe", crash)
    code, _, err = run("status", "--data-dir", tmp_path)
    assert (code, "något gick fel" in err) == (2, True)


def test_status_in_words_and_json(run: Run, sample_built: Built, sample_settings: Settings) -> None:
    code, out, _ = run("status", "--data-dir", sample_settings.data_dir)
    assert code == 0
    for words in (sample_built.release.id, "2 dokument, 18 stycken, 14 element", "målsättning 2", "krypterad"):
        assert words in out, words
    facts = json.loads(run("status", "--data-dir", sample_settings.data_dir, "--json", "--unread")[1])
    assert facts["release"] == sample_built.release.id
    assert facts["counts"]["elements"]["uppdrag"] == 4
    assert [one["passage"] for one in facts["unread"]] == ["p0001", "p0001"]


def test_export_to_standard_output_and_to_a_file(run: Run, sample_settings: Settings, tmp_path: Path) -> None:
    flags = ("--data-dir", sample_settings.data_dir, "--format")
    assert run("export", *flags, "nquads")[1].startswith("<https://")
    code, out, err = run("export", *flags, "xlsx", "-o", tmp_path / "t.xlsx")
    assert (code, out, "Skrev" in err) == (0, "", True)
    assert (tmp_path / "t.xlsx").read_bytes()[:2] == b"PK"
    assert run("export", *flags, "csv", "-o", tmp_path / "saknas" / "t.csv")[0] == 2


def test_ask_prints_the_answer_and_its_sources(
    run: Run, sample_settings: Settings, sample_built: Built, monkeypatch: pytest.MonkeyPatch
) -> None:
    def answer(question: str, *_: object) -> AskAnswer:
        return AskAnswer(id="1", status="not_found", answer=f"Inget om ”{question}”.", suggestions=["Vad är visionen?"])

    monkeypatch.setattr("api.wiring.load_assistant", lambda: answer)
    code, out, _ = run("ask", "Vad?", "--data-dir", sample_settings.data_dir)
    assert (code, "Inget om ”Vad?”." in out, "Vad är visionen?" in out) == (0, True, True)
    told = json.loads(run("ask", "Vad?", "--data-dir", sample_settings.data_dir, "--json")[1])
    assert told["status"] == "not_found"


@pytest.mark.whole
def test_status_starts_without_the_heavy_rooms() -> None:
    script = (
        "import sys; from api import cli, cli_status, settings; "
        "heavy = {'torch', 'sentence_transformers', 'faiss', 'streamlit', 'fastapi', 'pyshacl', 'uvicorn'}; "
        "sys.exit(', '.join(sorted(heavy & set(sys.modules))) or 0)"
    )
    started = time.perf_counter()
    subprocess.run([sys.executable, "-c", script], check=True, cwd=Path(__file__).parent.parent)
    assert time.perf_counter() - started < 5  # under 1 s by itself; other tests run beside it


def test_a_port_in_use_is_said_plainly(run: Run, sample_settings: Settings, sample_built: Built) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        code, _, err = run("serve", "--data-dir", sample_settings.data_dir, "--port", port)
        assert code == 2
        assert f"Port {port}" in err
        with pytest.raises(UsageError, match="--port"), claim("127.0.0.1", port):
            pass


@pytest.mark.whole
@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
def test_serve_says_where_it_answers_and_stops_when_told_to(
    sample_settings: Settings, sample_built: Built, sign: signal.Signals
) -> None:
    flags = ["serve", "--data-dir", str(sample_settings.data_dir), "--port", "0", "--examples"]
    command = [sys.executable, "-c", "from api.cli import main; main()", *flags]
    home = Path(__file__).parent.parent
    with subprocess.Popen(command, cwd=home, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as service:
        assert service.stdout is not None
        try:
            lines = [service.stdout.readline() for _ in range(6)]
            assert lines[0].startswith("API:et: http://127.0.0.1:")
            assert httpx.get(lines[0].split()[1] + "/ready").status_code == 200
            assert any("målsättningar" in line for line in lines)
            service.send_signal(sign)
            assert service.wait(timeout=20) == 0
        finally:
            service.kill()


def test_settings_come_from_flags_then_environment_then_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("RODATRADEN_PORT=1\nRODATRADEN_UI_PORT=2\nRODATRADEN_REGION=Region Granmark\n")
    monkeypatch.setitem(Settings.model_config, "env_file", str(tmp_path / ".env"))
    monkeypatch.setenv("RODATRADEN_UI_PORT", "20")
    monkeypatch.setenv("RODATRADEN_REGION", "Granmarks kommun")
    settings = load_settings(region="Granmark", port=None)
    assert (settings.port, settings.ui_port, settings.region) == (1, 20, "Granmark")
    assert all(field.description for field in Settings.model_fields.values())


@pytest.mark.parametrize("base", ["granmark", "https://granmark.example/id", "ftp://granmark.example/", "https://a b/"])
def test_a_base_that_makes_no_iris_is_refused(base: str) -> None:
    with pytest.raises(UsageError, match="RODATRADEN_BASE_IRI"):
        load_settings(base_iri=base)


def test_questions_to_try_come_from_the_release(sample_settings: Settings, sample_built: Built) -> None:
    questions = suggest_questions(sample_settings)
    assert len(questions) == 3
    assert all("2026" in question for question in questions[:2])


def test_every_call_of_the_contract_stands_in_the_description(sample_settings: Settings, sample_built: Built) -> None:
    with TestClient(assemble_app(sample_settings, warm=False)) as client:
        paths = client.get("/openapi.json").json()["paths"]
    for path in ("/api/documents", "/api/elements", "/api/elements/{id}/history", "/api/ask", "/sparql", "/ready"):
        assert path in paths
