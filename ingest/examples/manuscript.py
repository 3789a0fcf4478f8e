"""Reads a manuscript: plain text with a few marks, from which both a document and its truth are made.

    @key value          a setting; `@fil`, `@år` are required
    # ## ###            headings; a line of its own is a paragraph; "- " a list item
    !word a | b         an element that is printed and told (`!RF 8 | Att …`, `!mål 1 | …`, `!vision | …`)
    !=type text | names an element that is told alone, since the prose around it prints it
    !till A; B          who receives the tasks that follow
    !styrtal !risk !budget !tabell   a table: header, then a row a line, to the next blank line
    {…}                 printed, but no part of the element's text or value
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from ingest.examples.blocks import Block, BlockKind, Manuscript, Truth
from ingest.examples.tables import budget_rows, grid_of, risk_rows, styrtal_rows
from ingest.examples.told import fields, shown, told

LABELS = {"RF": "Nr {}.", "HS": "HS nr {}.", "Ber": "Ber nr {}.", "Nr": "Nr {}."}
TABLES = ("styrtal", "risk", "budget", "tabell")


def read_manuscript(path: Path) -> Manuscript:
    """The manuscript at `path`."""
    parser = _Parser()
    for line in [*path.read_text(encoding="utf-8").splitlines(), ""]:
        parser.take(line.rstrip())
    return Manuscript(
        settings=parser.settings,
        blocks=tuple(parser.blocks),
        elements=tuple(parser.elements),
        reports=tuple(parser.reports),
    )


class _Parser:
    """The state of one reading: what goal, group, recipients and table the next line belongs to."""

    def __init__(self) -> None:
        self.settings: dict[str, str] = {}
        self.blocks: list[Block] = []
        self.elements: list[Truth] = []
        self.reports: list[Truth] = []
        self.goal: str | None = None
        self.group: str | None = None
        self.recipients: list[str] = []
        self.task: Truth = {}
        self.table: tuple[str, list[list[str]], str] | None = None
        self.directives: dict[str, Callable[[str, str], None]] = {
            "mål": self._goal, "till": self._recipients, "vision": self._statement, "målbild": self._statement,
            "perspektiv": self._statement, "strategi": self._statement, "värdegrund": self._value_word,
            "grupp": self._group, "del": self._part_indicator, "not": self._note, "rapport": self._report,
            "stycke": self._tagged,
        }

    def take(self, line: str) -> None:
        """Reads one line."""
        if self.table is not None:
            self._table_line(line)
        elif line.startswith("@"):
            key, _, value = line[1:].partition(" ")
            self.settings[key] = value
        elif line.startswith("!="):
            kind, _, rest = line[2:].partition(" ")
            text, *names = fields(rest)
            self._tell(kind, text, **({"names": names} if names else {}))
        elif line.startswith("!"):
            word, _, rest = line[1:].partition(" ")
            self._directive(word, rest)
        elif line:
            self._plain(line)

    def _plain(self, line: str) -> None:
        if line.startswith("#"):
            marks, _, text = line.partition(" ")
            kind: BlockKind = "title" if marks == "#!" else "heading"
            self._print(kind, text, level=len(marks))
        elif line.startswith("- "):
            self._print("item", line[2:], label="•")
        else:
            self._print("paragraph", line)

    def _directive(self, word: str, rest: str) -> None:
        if word in LABELS:
            self._task(word, rest)
        elif word in TABLES:
            self.table = (word, [], rest)
        elif re.fullmatch("[a-f]", word):
            self._part(word, rest)
        else:
            self.directives[word](word, rest)

    def _print(self, kind: BlockKind, text: str = "", *, level: int = 0, label: str = "") -> None:
        self.blocks.append(Block(kind=kind, text=shown(text), level=level, label=label))

    def _tell(self, kind: str, text: str, **more: object) -> Truth:
        truth: Truth = {"type": kind, "year": int(self.settings["år"]), "document": self.settings["fil"],
                        "text": told(text), **more}
        self.elements.append(truth)
        return truth

    def _goal(self, word: str, rest: str) -> None:
        number, text = fields(rest)
        if number == "-":
            self.goal = ""
            return
        self.goal = number
        printed = self.settings["måltext"].format(n=number, t=text)
        self._print("heading", printed, level=int(self.settings.get("målnivå", "3")))
        if not any(e["type"] == "målsättning" and e["number"] == number for e in self.elements):
            self._tell("målsättning", text, number=number, term=self.settings["målterm"])

    def _recipients(self, word: str, rest: str) -> None:
        self.recipients = rest.split("; ")

    def _task(self, word: str, rest: str) -> None:
        number, text = fields(rest)
        series = "" if word == "Nr" else word
        self._print("task", text, label=LABELS[word].format(number))
        self.task = self._tell("uppdrag", text, series=series, number=number, term="uppdrag",
                               recipients=self.recipients, goal=self.goal, part_of=None)

    def _part(self, letter: str, rest: str) -> None:
        text = rest.removeprefix("| ")
        self._print("part", text, label=f"{letter}.")
        whole = self.task["number"]
        self._tell("uppdrag", text, **{k: self.task[k] for k in ("series", "term", "recipients", "goal")},
                   number=f"{whole}{letter}", part_of=whole)

    def _statement(self, word: str, rest: str) -> None:
        text = rest.removeprefix("| ")
        self._print("item" if word != "vision" else "paragraph", text, label="•" if word != "vision" else "")
        self._tell(word, text, **({"group": self.group} if word == "målbild" else {}))

    def _value_word(self, word: str, rest: str) -> None:
        text, why = fields(rest)
        self._print("item", f"{text} – {why}", label="•")
        self._tell("värdegrund", text, explanation=why)

    def _group(self, word: str, rest: str) -> None:
        self.group = rest
        self._print("heading", rest, level=4)

    def _part_indicator(self, word: str, rest: str) -> None:
        number, letter, text = fields(rest)
        self._print("item", text, label=f"{number} {letter}.")
        self._tell("delindikator", text, number=f"{number}{letter}", goal=self.goal, part_of=number)

    def _note(self, word: str, rest: str) -> None:
        mark, text = fields(rest)
        self._print("note", f"{mark} {text}")
        for element in self.elements:
            if element["type"] == "styrtal" and element["goal"] == self.goal and element.get("mark") == mark:
                element["note"] = text

    def _report(self, word: str, rest: str) -> None:
        refs, text = fields(rest)
        self._print("paragraph", text)
        self.reports += [
            {"uppdrag": ref.replace("_", " "), "document": self.settings["fil"], "quote": told(text)}
            for ref in refs.split()
        ]

    def _tagged(self, word: str, rest: str) -> None:
        self._print("note", rest.removeprefix("| "))

    def _table_line(self, line: str) -> None:
        assert self.table is not None
        kind, rows, argument = self.table
        if line:
            rows.append(fields(line))
            return
        self.table = None
        self.blocks.append(Block(kind="table", grid=grid_of(kind, rows, argument)))
        base = {"year": int(self.settings["år"]), "document": self.settings["fil"]}
        if kind == "styrtal":
            self.elements += styrtal_rows(rows, base, self.goal, self.settings["styrtalsterm"])
        elif kind == "risk":
            self.elements += risk_rows(rows, base)
        elif kind == "budget":
            self.elements += budget_rows(rows, base, argument)
