"""What readers say of answers is kept by itself, without who or when, and comes out only with a key."""

from __future__ import annotations

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from api import feedback
from api.deployment import Deployment
from api.gate import Rate
from api.problems import add_handlers
from api.routes.feedback import router
from api.settings import Settings

KEY = "en-lang-hemlighet"


@pytest.fixture
def web(tmp_path):
    app = FastAPI()
    app.state.deployment = Deployment(Settings(data_dir=tmp_path, keys=f"granskare:{KEY}"))  # type: ignore[arg-type]
    app.state.writes = Rate(60, 60)
    add_handlers(app)
    app.include_router(router)
    return TestClient(app)


def read(web, **query):
    return web.get("/api/feedback", params=query, headers={"Authorization": f"Bearer {KEY}"})


def test_kept_without_key_and_read_with_one(web):
    entry = {"answer": "abc", "helpful": False, "reason": "fel_kalla", "status": "answered", "release": "r1"}
    assert web.post("/api/feedback", json=entry).status_code == 201
    assert web.get("/api/feedback").status_code == 401
    kept = read(web).json()
    assert [{**entry, "question": "", "day": kept[0]["day"]}] == kept
    assert len(kept[0]["day"]) == 10


@pytest.mark.parametrize("wrong", [{"reason": "påhittat"}, {"name": "någon"}, {"question": "a" * 2001}])
def test_only_what_is_asked_for_is_taken(web, wrong):
    assert web.post("/api/feedback", json={"answer": "abc", "helpful": True, **wrong}).status_code == 422
    assert read(web).json() == []


def test_table_holds_no_formula_and_skips_a_torn_line(web, tmp_path):
    web.post("/api/feedback", json={"answer": "abc", "helpful": True, "question": "=HYPERLINK(1)"})
    with (tmp_path / feedback.FILE).open("a", encoding="utf-8") as file:
        file.write('{"answer": "av')
    table = read(web, format="csv").content.decode("utf-8-sig").splitlines()
    assert len(table) == 2
    assert "'=HYPERLINK(1)" in table[1]


def test_the_file_has_an_end(web, monkeypatch):
    monkeypatch.setattr(feedback, "LARGEST", 10)
    assert [web.post("/api/feedback", json={"answer": "a", "helpful": True}).status_code for _ in "ab"] == [201, 507]


def test_one_address_may_say_so_much_in_a_minute(web):
    web.app.state.writes = Rate(2, 60)
    answers = [web.post("/api/feedback", json={"answer": "a", "helpful": True}) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [201, 201, 429]
    assert len(read(web).json()) == 2
