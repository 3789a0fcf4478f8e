"""The user's own cue words: what they make the reading see, and how a file that is wrong is told of."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from ingest.lexicon import VARIABLE, cues
from ontology.errors import UsageError

PLAN = """# Verksamhetsplan 2027

Hamnnämnden i Region Nordvik. Beslutad 2026-11-02.

## Färdriktning 1: Fler båtar i hamnen

| Pejling | Läget 2025 | Siktet 2027 |
|---|---|---|
| Antal båtar | 40 | 55 |
"""
WORDS = """
[goals]
words = ["färdriktning"]
[indicators]
words = ["pejling"]
[columns]
label = ["pejling"]
outcome = ["läget \\\\d{4}"]
target = ["siktet \\\\d{4}"]
"""
READ = """
import json, sys
from pathlib import Path
from ingest.reading import read_document
reading = read_document(Path(sys.argv[1]))
print(json.dumps([[e.type, e.term, e.text] for e in reading.elements]))
"""


def read(folder: Path, words: str | None) -> list[list[str]]:
    """Elements of the plan in a process of its own: the cue words are read once in each."""
    (folder / "plan.md").write_text(PLAN, encoding="utf-8")
    environment = {k: v for k, v in os.environ.items() if k != VARIABLE}
    if words is not None:
        (folder / "ord.toml").write_text(words, encoding="utf-8")
        environment[VARIABLE] = str(folder / "ord.toml")
    run = [sys.executable, "-c", READ, str(folder / "plan.md")]
    done = subprocess.run(run, env=environment, capture_output=True, text=True, check=True)
    found: list[list[str]] = json.loads(done.stdout)
    return found


@pytest.mark.whole
def test_a_word_of_the_users_makes_a_new_kind_of_heading_and_table_recognised(tmp_path: Path) -> None:
    assert read(tmp_path, None) == []
    assert read(tmp_path, WORDS) == [
        ["malsattning", "färdriktning", "Fler båtar i hamnen"],
        ["styrtal", "pejling", "Antal båtar"],
    ]


def test_the_users_words_are_added_to_the_ones_that_are_there(tmp_path: Path) -> None:
    path = tmp_path / "ord.toml"
    path.write_text(WORDS, encoding="utf-8")
    assert cues(path)["goals"]["words"] == ("färdriktning", *cues()["goals"]["words"])
    assert cues(path)["kinds"] == cues()["kinds"]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("[goals\nwords = []", "kan inte läsas som TOML"),
        ('words = ["fokusmål"]', "står utanför en avdelning"),
        ('[goal]\nwords = ["fokusmål"]', "'goal' finns inte; menas goals?"),
        ('[goals]\nword = ["fokusmål"]', "'word' finns inte; menas words?"),
        ('[goals]\nwords = "fokusmål"', "ska vara en lista av texter"),
        ("[goals]\nwords = [1]", "ska vara en lista av texter"),
        ('[goals]\nwords = ["fokus(mål"]', "'fokus(mål', som inte går att tolka"),
        ('[uppdrag]\nlabel = ["ärende \\\\d+"]', "saknar (?P<number>…)"),
    ],
)
def test_a_file_that_is_wrong_is_told_of_with_what_and_where(tmp_path: Path, words: str, told: str) -> None:
    path = tmp_path / "ord.toml"
    path.write_text(words, encoding="utf-8")
    with pytest.raises(UsageError) as raised:
        cues(path)
    assert told in str(raised.value)
    assert f"Ordlistan {path}" in str(raised.value)
    assert "ingest/lexicon.toml" in str(raised.value)


def test_a_file_that_is_not_there_is_told_of(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="kan inte läsas"):
        cues(tmp_path / "saknas.toml")
