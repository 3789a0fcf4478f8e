"""Which document it is: told by its text, never by its file's name."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from ingest.reading import read_document
from ontology.model import Document

OTHERS = "Kulturnämnden och hamnnämnden svarar för resten, och hamnnämnden gör mest. " * 2
PLAN = "Den här planen säger vad nämnden vill under {year}."


def identity(tmp_path: Path, text: str) -> Document:
    path = tmp_path / "arsredovisning-1999.md"
    path.write_text(text, encoding="utf-8")
    return read_document(path).document


@pytest.mark.parametrize(
    ("title", "kind", "year", "period"),
    [
        ("Verksamhetsplan 2027", "verksamhetsplan", 2027, None),
        ("Nämndplan 2027–2029", "verksamhetsplan", 2027, (2027, 2029)),
        ("Mål och budget 2027", "verksamhetsplan", 2027, None),
        ("Utvecklingsplan för hamnarna 2027", "utvecklingsplan", 2027, None),
        ("Verksamhetsberättelse 2026", "verksamhetsberattelse", 2026, None),
        ("Delårsrapport januari–augusti 2027", "delarsrapport", 2027, None),
        ("Årsredovisning 2026", "arsredovisning", 2026, None),
        ("Internkontrollplan 2027", "internkontrollplan", 2027, None),
        ("Färdplan för fyrar 2027–2028", "fardplan", 2027, (2027, 2028)),
        ("Strategi för havet 2027", "strategi", 2027, None),
        ("Anteckningar 2027", "ovrigt", 2027, None),
    ],
)
def test_the_title_tells_kind_year_and_period(
    tmp_path: Path, title: str, kind: str, year: int, period: tuple[int, int] | None
) -> None:
    found = identity(tmp_path, f"# {title}\n\nHamnnämnden i Region Nordvik. Dnr HN 2026/8.\n\n## Inledning\n\nText.\n")
    assert (found.kind, found.year, found.period, found.title) == (kind, year, period, title)
    assert (found.organisation, found.huvudman, found.dnr) == ("Hamnnämnden", "Region Nordvik", "HN 2026/8")
    assert found.id == f"region-nordvik-hamnnamnden-{kind}-{year}"


@pytest.mark.parametrize(
    ("line", "status", "decided"),
    [
        ("Antagen av hamnnämnden den 3 mars 2027, § 4.", "antagen", "2027-03-03"),
        ("Beslutad av hamnnämnden 2026-11-21, § 104.", "antagen", "2026-11-21"),
        ("Godkänd av hamnnämnden den 25 september 2027.", "antagen", "2027-09-25"),
        ("Förslag till nämndens sammanträde den 20 november 2026.", "forslag", None),
        ("Hamnnämnden i Nordvik.", None, None),
    ],
)
def test_status_and_date_of_decision(tmp_path: Path, line: str, status: Any, decided: str | None) -> None:
    found = identity(tmp_path, f"# Verksamhetsplan 2027\n\n{line}\n\n## Inledning\n\n{PLAN.format(year=2027)}\n")
    assert (found.status, found.decided) == (status, decided)


def test_what_another_document_was_decided_is_not_this_ones_date(tmp_path: Path) -> None:
    text = "# Verksamhetsplan 2027\n\nHamnnämnden.\n\n## Ett\n\nText.\n\n## Två\n\nText.\n\n## Tre\n\n"
    found = identity(tmp_path, text + "Färdplanen antogs den 3 mars 2026. Text.\n")
    assert (found.status, found.decided) == (None, None)


def test_the_year_is_the_one_governed_not_the_one_compared_with(tmp_path: Path) -> None:
    text = "# Verksamhetsplan\n\nHamnnämnden.\n\n" + PLAN.format(year=2027) + " Utfallet 2025 blev 4, prognosen är 5."
    assert identity(tmp_path, text).year == 2027


@pytest.mark.parametrize(
    ("line", "organisation"),
    [
        ("Antagen av kommunfullmäktige den 3 mars 2026.", "Kommunfullmäktige"),
        ("Barn- och ungdomsnämnden i Nordviks kommun.", "Barn- och ungdomsnämnden"),
        ("Kommunstyrelsen i Nordviks kommun.", "Kommunstyrelsen"),
    ],
)
def test_the_body_that_issues_it(tmp_path: Path, line: str, organisation: str) -> None:
    text = f"# Mål och budget 2027\n\n{line}\n\n## Inledning\n\n{OTHERS}\n"
    assert identity(tmp_path, text).organisation == organisation


def test_a_covering_memo_takes_kind_and_year_of_what_it_puts_forward(tmp_path: Path) -> None:
    text = "# Tjänsteskrivelse\n\nHamnnämnden\n\n## Hamnnämndens verksamhetsberättelse för 2026\n\n"
    found = identity(tmp_path, text + "## Förslag till beslut\n\nHamnnämnden godkänner berättelsen.\n")
    assert (found.kind, found.year, found.memo, found.status) == ("verksamhetsberattelse", 2026, True, "forslag")
    assert found.id.endswith("-tjansteskrivelse")
