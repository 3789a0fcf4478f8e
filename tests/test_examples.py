"""The example documents are what their manuscripts say, and their truth stands in them."""

from __future__ import annotations

import json
import re
from collections import Counter
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any

import docx
import pptx
import pypdfium2
import pytest

import ingest.examples

HERE = Path(ingest.examples.__file__).parent
DOCUMENTS = sorted((HERE / "documents").iterdir())
EXPECTED = {
    2024: {"uppdrag": 26, "målsättning": 6, "styrtal": 16, "risk": 8, "färdplan": 4, "beredning": 4, "vision": 1,
           "värdegrund": 3, "målbild": 6, "perspektiv": 3, "strategi": 3, "budgetpost": 22},
    2025: {"uppdrag": 26, "målsättning": 6, "styrtal": 19, "delindikator": 8, "risk": 10, "färdplan": 4,
           "beredning": 4, "vision": 1, "värdegrund": 3, "målbild": 6, "budgetpost": 22},
    2026: {"uppdrag": 26, "målsättning": 6, "styrtal": 17, "delindikator": 8, "risk": 6, "färdplan": 3,
           "beredning": 4, "vision": 1, "värdegrund": 3, "målbild": 6, "budgetpost": 5},
}


def truth(name: str) -> Any:
    return json.loads((HERE / "truth" / f"{name}.json").read_text(encoding="utf-8"))


ELEMENTS: list[dict[str, Any]] = truth("elements")


def squeeze(text: str) -> str:
    """The letters and figures alone, with words that a line's end broke made whole."""
    return re.sub(r"[^0-9a-zåäöé%<]", "", text.lower())


@cache
def words_of(name: str) -> str:
    """All that a document prints, squeezed."""
    path = HERE / "documents" / name
    read = {".docx": docx_lines, ".pptx": pptx_lines, ".pdf": pdf_lines, ".txt": txt_lines}[path.suffix]
    return squeeze("\n".join(read(path)))


def docx_lines(path: Path) -> list[str]:
    document = docx.Document(str(path))
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    return [*(p.text for p in document.paragraphs), *cells]


def pptx_lines(path: Path) -> list[str]:
    shapes = list(chain.from_iterable(slide.shapes for slide in pptx.Presentation(str(path)).slides))
    cells = (cell.text for s in shapes if s.has_table for row in s.table.rows for cell in row.cells)
    return [*(s.text_frame.text for s in shapes if s.has_text_frame), *cells]


def pdf_lines(path: Path) -> list[str]:
    """The PDF's text; pdfium gives a hyphen at a line's end as U+FFFE or U+0002."""
    with pypdfium2.PdfDocument(path) as document:
        return [page.get_textpage().get_text_range() for page in document]


def txt_lines(path: Path) -> list[str]:
    return [path.read_text(encoding="utf-8")]


def ref(element: dict[str, Any]) -> str:
    """How the threads name an uppdrag: `2024/2a`, `2025/RF 8`."""
    return f"{element['year']}/{element['series']} {element['number']}".replace("/ ", "/")


@pytest.mark.whole
def test_the_script_makes_the_committed_files_byte_for_byte(tmp_path: Path) -> None:
    pytest.importorskip("reportlab")
    from ingest.examples.make import make_examples

    made = make_examples(tmp_path)
    assert len(made) == len(DOCUMENTS) + 2
    for path in made:
        assert path.read_bytes() == (HERE / path.relative_to(tmp_path)).read_bytes(), path.name


def test_seven_small_documents() -> None:
    assert len(DOCUMENTS) == 7
    assert all(path.stat().st_size < 150_000 for path in DOCUMENTS)


@pytest.mark.parametrize("year", EXPECTED)
def test_the_truth_holds_as_many_elements_as_were_written(year: int) -> None:
    assert Counter(e["type"] for e in ELEMENTS if e["year"] == year) == EXPECTED[year]


def test_every_element_stands_in_its_document() -> None:
    missing = [(e["document"], e["text"]) for e in ELEMENTS if squeeze(e["text"]) not in words_of(e["document"])]
    assert missing == []


def test_every_value_measure_and_note_stands_in_its_document() -> None:
    for element in ELEMENTS:
        said = [element.get(key) or "" for key in ("utfall", "malvarde", "langsiktigt", "note", "explanation", "area")]
        said += [*element.get("measures", []), *element.get("names", [])]
        said += [value or "" for value in element.get("values", {}).values()]
        for text in said:
            assert squeeze(text) in words_of(element["document"]), text


def test_every_uppdrag_has_recipients_and_a_number_of_its_own() -> None:
    tasks = [e for e in ELEMENTS if e["type"] == "uppdrag"]
    assert all(e["recipients"] for e in tasks)
    assert len({ref(e) for e in tasks}) == len(tasks) == 78


def test_threads_join_uppdrag_that_exist_and_never_what_is_kept_apart() -> None:
    threads, known = truth("threads"), {ref(e) for e in ELEMENTS if e["type"] == "uppdrag"}
    pairs = [tuple(p) for kind in ("strong", "weak", "not") for p in threads[kind]]
    assert len(pairs) == len(set(pairs))
    assert {end for pair in pairs for end in pair} <= known
    assert [[link["from"], link["to"]] for link in threads["links"]] == threads["strong"]
    changes = Counter(change for link in threads["links"] for change in link["change"])
    assert changes == {"omformulerad": 30, "oforandrad": 2, "delad": 4, "sammanslagen": 2, "flyttad": 1}


def test_every_uppdrag_ends_begins_or_goes_on() -> None:
    threads = truth("threads")
    older, newer = ({p[i] for kind in ("strong", "weak") for p in threads[kind]} for i in (0, 1))
    tasks = {ref(e) for e in ELEMENTS if e["type"] == "uppdrag"} - {"2024/2", "2024/3", "2024/4"}
    assert {t for t in tasks if t[:4] < "2026"} - older == set(chain.from_iterable(threads["ended"].values()))
    assert {t for t in tasks if t[:4] > "2024"} - newer == set(chain.from_iterable(threads["began"].values()))


def test_an_unchanged_thread_has_the_same_words() -> None:
    texts = {ref(e): e["text"] for e in ELEMENTS if e["type"] == "uppdrag"}
    for link in truth("threads")["links"]:
        assert (texts[link["from"]] == texts[link["to"]]) == ("oforandrad" in link["change"]), link


def test_reports_quote_their_document() -> None:
    known = {ref(e) for e in ELEMENTS if e["type"] == "uppdrag"}
    reports = truth("reports")
    assert {r["uppdrag"] for r in reports} <= known
    assert {r["uppdrag"] for r in reports} >= {t for t in known if t.startswith("2024/")}
    assert all(squeeze(r["quote"]) in words_of(r["document"]) for r in reports)


def test_budget_rows_add_up() -> None:
    """Nettokostnad and finansnetto make the resultat; what a reader sums must come out."""

    def figure(text: str) -> int:
        return int(text.replace(" ", "").replace(",", ""))

    for year in (2024, 2025):
        rows = {e["text"]: e["values"] for e in ELEMENTS if e["year"] == year and e.get("table") == "Resultatbudget"}
        for column, result in rows["Resultat"].items():
            parts = [figure(rows[name][column]) for name in ("Summa intäkter", "Summa kostnader", "Finansnetto")]
            assert sum(parts) == figure(result)


def test_the_questions_have_their_facts_in_the_documents() -> None:
    questions = truth("questions")
    assert Counter(q["answerable"] for q in questions) == {True: 20, False: 5}
    for question in questions:
        for fact in question["facts"]:
            assert any(squeeze(fact) in words_of(name) for name in question["documents"]), fact


def test_pdf_lines_end_in_hyphens_here_and_there() -> None:
    text = "".join(pdf_lines(HERE / "documents" / "verksamhetsplan-2025.pdf"))
    assert len(re.findall("[\ufffe\u0002\u00ad]|-\r?\n", text)) >= 8


def test_two_pdf_tables_run_over_a_page_and_repeat_their_headers() -> None:
    """The risk table's break parts a risk from its second measure; a styrtal table's parts two styrtal."""
    pages = pdf_lines(HERE / "documents" / "verksamhetsplan-2025.pdf")
    assert sum(bool(re.search(r"Område\s+Risk\s+Åtgärd", page)) for page in pages) == 2
    tables = len({e["goal"] for e in ELEMENTS if e["type"] == "styrtal" and e["year"] == 2025})
    assert sum(len(re.findall(r"Styrtal\s+Utfall \(", page)) for page in pages) == tables + 1


def test_the_threads_are_as_many_of_each_kind_as_the_product_must_show() -> None:
    """Goes on reworded, splits, merges, rests a year, ends, begins, moves: every kind is there to be shown."""
    threads = truth("threads")
    older = Counter(link["from"] for link in threads["links"] if "delad" in link["change"])
    assert list(older.values()) == [2, 2]
    assert threads["rested"] == [["2024/4b", "2026/HS 4"]]
    assert len(threads["not"]) == 21
