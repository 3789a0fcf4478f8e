"""From lines to logical blocks: hyphens, paragraphs, tables of which only the words are left."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.flat_tables import find_tables
from ingest.layout import is_header, lay_out
from ingest.lexicon import VARIABLE, column_role, cues
from ingest.lines import Line, begins_labelled, is_heading, is_lead_in, match_goal, match_uppdrag
from ingest.mending import clean, join_lines, mend_cell, vocabulary
from ingest.outline import outline
from ingest.paragraphs import ends_paragraph
from ingest.prose_rows import risk_cue
from ingest.raw import Block, BlockKind, RawDocument
from ingest.table_headers import find_header, segment
from ontology.errors import UsageError

NONE = vocabulary(())


def raw(blocks: list[Block], pages: int | None = None) -> RawDocument:
    return RawDocument(path=Path("x.txt"), media_type="text/plain", sha256="0", pages=pages, blocks=tuple(blocks))


def lines(text: str) -> list[Line]:
    out, gap = [], True
    for line in text.strip("\n").split("\n"):
        if line.strip():
            out.append(Line(line.strip(), 1, gap))
        gap = not line.strip()
    return out


def laid(text: str) -> list[tuple[str, str]]:
    blocks = [Block(kind="line" if x.strip() else "blank", text=x, page=1) for x in text.strip("\n").split("\n")]
    return [(b.kind, b.text) for b in lay_out(raw(blocks))]


@pytest.mark.parametrize(
    ("left", "right", "joined"),
    [
        ("Vi ska ta fram en färd-", "plan för hamnen", "Vi ska ta fram en färdplan för hamnen"),
        ("Planen gäller barn-", "och ungdomsvården", "Planen gäller barn- och ungdomsvården"),
        ("antingen dag-", "eller kvällstid", "antingen dag- eller kvällstid"),
        ("både sjö-", "samt landvägen", "både sjö- samt landvägen"),
        ("på BUP-", "mottagningen", "på BUP-mottagningen"),
        ("genom e-", "tjänster", "genom e-tjänster"),
        ("länet Nordvik-", "Sydvik", "länet Nordvik-Sydvik"),
        ("ring 1177-", "linjen", "ring 1177-linjen"),
        ("under 2025-", "2027", "under 2025-2027"),
        ("den mjuka\u00ad", "ost", "den mjukaost"),
        ("ett streck -", "och mer", "ett streck - och mer"),
        ("", "ensam", "ensam"),
    ],
)
def test_a_line_end_hyphen_is_mended_or_kept(left: str, right: str, joined: str) -> None:
    assert join_lines([left, right], NONE) == joined


def test_the_form_commoner_in_the_document_decides() -> None:
    known = vocabulary(["ett it-stöd och ett it-stöd till", "vårt itstöd här"])
    assert join_lines(["nytt it-", "stöd"], known) == "nytt it-stöd"
    word = vocabulary(["en lång-tid och", "en sådan långtid är långtid nog"])
    assert join_lines(["på lång-", "tid"], word) == "på långtid"


def test_a_word_that_a_line_breaks_is_not_counted_as_known() -> None:
    assert vocabulary(["den här färd-"])["färd"] == 0


def test_cells_and_bold_marks() -> None:
    assert mend_cell("Årets mål-\nvärde", NONE) == "Årets målvärde"
    assert clean("**Vision**  och   mer") == "Vision och mer"


@given(st.lists(st.text("abcå -.", max_size=12), max_size=5))
def test_joining_lines_loses_no_letter(texts: list[str]) -> None:
    def letters(text: str) -> str:
        return "".join(c for c in text if c.isalpha())

    assert letters(join_lines(texts, NONE)) == letters("".join(texts))


@pytest.mark.parametrize(
    ("text", "series", "number"),
    [
        ("Nr 8. Att bygga", None, "8"),
        ("HS nr 3. Att pröva", "HS ", "3"),
        ("Ber nr 12 Följa", "Ber ", "12"),
        ("Uppdrag: Nr 41. Att", None, "41"),
        ("Uppdrag 5. Kommunstyrelsen", None, "5"),
        ("Nummer ett är", None, None),
        ("Målsättning nr 1: Vården", None, None),
    ],
)
def test_the_label_of_an_uppdrag(text: str, series: str | None, number: str | None) -> None:
    found = match_uppdrag(text)
    assert (found and found["number"]) == number
    assert ((found["series"] or "").strip() if found else "") == (series or "").strip()


@pytest.mark.parametrize(
    ("text", "term", "number"),
    [
        ("Målsättning nr 1: Alla hinner", "Målsättning", "1"),
        ("Effektmål 6. Alla hinner", "Effektmål", "6"),
        ("Inriktningsmål 2: Alla hinner", "Inriktningsmål", "2"),
        ("Effektmål 2.1: Alla hinner", "Effektmål", "2.1"),
        ("Övergripande mål 3: Alla hinner", "Övergripande mål", "3"),
        ("Mål: Alla hinner", "Mål", None),
        ("Målen följs upp", None, None),
        ("Målbild 2030", None, None),
    ],
)
def test_the_label_of_a_goal(text: str, term: str | None, number: str | None) -> None:
    found = match_goal(text)
    assert (found and found["term"], found and found["number"]) == (term, number)


@pytest.mark.parametrize("text", ["• en sak", "– en sak", "a. en sak", "1 b. en sak", "Nr 4. Att", "Strategi: Hav"])
def test_a_label_begins_a_block(text: str) -> None:
    assert begins_labelled(text)


@pytest.mark.parametrize(
    ("text", "heading"),
    [
        ("3.1 Planera efter behov", True),
        ("Uppföljning", True),
        ("Vi har hunnit långt.", False),
        ("det som är litet", False),
        ("Ett stort verk. Och ett till", False),
        ("Nr 3. Att", False),
    ],
)
def test_a_heading_is_short_and_no_sentence(text: str, heading: bool) -> None:
    assert is_heading(text) is heading


def test_what_introduces_uppdrag() -> None:
    assert is_lead_in("Hamnnämnden får i uppdrag:")
    assert is_lead_in("Uppdrag till alla beredningar:")
    assert not is_lead_in("Nämndens grunduppdrag står i reglementet.")


def test_a_paragraph_ends_where_the_next_word_would_have_fitted() -> None:
    text = """
Det här är en rad som är ungefär så lång som spalten tillåter den
att vara, och den går vidare hit. Sedan slutar den.
Nästa stycke börjar här och är även det en rad som fyller spalten
"""
    found = lines(text)
    assert [ends_paragraph(found, n) for n in range(2)] == [False, True]


def test_a_title_without_a_blank_line_below_stands_alone() -> None:
    text = """
Hamnplan för Nordvik 2027
Antagen av hamnnämnden den 3 mars 2027. Den här planen gäller i ett år och ses över
varje höst av den som har tid.
"""
    assert laid(text)[0] == ("heading", "Hamnplan för Nordvik 2027")


def test_labelled_lines_become_items_and_paragraphs() -> None:
    assert laid("• en båt\n• en kaj\na. en pråm\nNr 4. Att måla båten") == [
        ("item", "en båt"),
        ("item", "en kaj"),
        ("item", "a. en pråm"),
        ("paragraph", "Nr 4. Att måla båten"),
    ]


@pytest.mark.parametrize(
    ("block", "kind", "text"),
    [
        (Block(kind="paragraph", text="a. en pråm"), "item", "a. en pråm"),
        (Block(kind="item", label="b.", text="en kaj"), "item", "b. en kaj"),
        (Block(kind="item", label="•", text="Nr 4. Att måla"), "paragraph", "Nr 4. Att måla"),
        (Block(kind="item", label="•", text="Uppdrag till Hamnnämnden:"), "heading", "Uppdrag till Hamnnämnden:"),
        (Block(kind="item", label="•", text="1. Alla hinner fram"), "item", "1. Alla hinner fram"),
        (Block(kind="item", label="2.", text="Måla båten"), "item", "2. Måla båten"),
        (Block(kind="item", label="•", text="Vår vision:"), "heading", "Vår vision:"),
        (Block(kind="item", label="•", text="en kaj"), "item", "en kaj"),
        (Block(kind="paragraph", text="Ett stycke."), "paragraph", "Ett stycke."),
    ],
)
def test_a_block_is_what_its_label_says(block: Block, kind: str, text: str) -> None:
    (found,) = lay_out(raw([block]))
    assert (found.kind, found.text) == (kind, text)


@pytest.mark.parametrize(
    ("heading", "role"),
    [
        ("Årets målvärde", "target"),
        ("Långsiktigt målvärde", "long_term"),
        ("Utfall (senaste värde)", "outcome"),
        ("Nuläge 2025", "outcome"),
        ("Mål 2030", "target"),
        ("Riskvärde", "score"),
        ("Kontrollmoment", "measure"),
        ("Styrtal:", "label"),
        ("Båtar", None),
    ],
)
def test_a_column_has_a_role_by_its_heading(heading: str, role: str | None) -> None:
    assert column_role(heading) == role


def test_headings_run_together_are_cut() -> None:
    assert segment("Styrtal Utfall Årets målvärde Långsiktigt målvärde") == [
        ("Styrtal", "label"),
        ("Utfall", "outcome"),
        ("Årets målvärde", "target"),
        ("Långsiktigt målvärde", "long_term"),
    ]
    assert segment("Styrtal och båtar") is None


def test_a_header_that_breaks_over_lines_is_found() -> None:
    found = find_header(lines("Styrtal Utfall Årets mål-\nvärde Långsiktigt\nmålvärde"), 0, NONE)
    assert found is not None
    assert (found.lines, found.roles) == (3, ("label", "outcome", "target", "long_term"))


def test_rows_are_rebuilt_from_their_figures() -> None:
    text = """
Styrtal Utfall Årets målvärde Långsiktigt målvärde
1. Båtar som kommer i tid
till hamnen 61 % 66 % 100 %
2. Plats bland hamnarna 5 av 7 Topp 3 av 7 1 av 7
3. Underskott (mnkr) -236 -115 0
Därefter följer ett vanligt stycke som inte hör till tabellen alls.
"""
    (table,) = find_tables(lines(text), NONE)
    assert [b.cells for b in table.blocks if b.kind == "row"] == [
        ("1. Båtar som kommer i tid till hamnen", "61 %", "66 %", "100 %"),
        ("2. Plats bland hamnarna", "5 av 7", "Topp 3 av 7", "1 av 7"),
        ("3. Underskott (mnkr)", "-236", "-115", "0"),
    ]
    assert table.end == 5


def test_a_budget_table_keeps_its_sub_headings() -> None:
    text = """
Belopp i mnkr Budget 2025 Budget 2024
Intäkter
Hamnavgifter 45 600 1 155,7
Summa -3 521,5 -2
"""
    (table,) = find_tables(lines(text), NONE)
    assert [b.cells for b in table.blocks if b.kind == "row"] == [
        ("Intäkter",),
        ("Hamnavgifter", "45 600", "1 155,7"),
        ("Summa", "-3 521,5", "-2"),
    ]


def test_a_risk_table_is_rebuilt_with_area_and_measures() -> None:
    text = """
Verksamhet Risk Åtgärd
Hamnen Risk att båten
sjunker vid kajen
Båten lyfts varje höst och granskas.
Pumpen provas en gång i veckan av den som har vakten där.
Risk att kajen rasar
i stormen
Kajen mäts.
5 Uppföljning
"""
    (table,) = find_tables(lines(text), NONE)
    assert [b.cells for b in table.blocks if b.kind == "row"] == [
        ("Hamnen", "Risk att båten sjunker vid kajen", "Båten lyfts varje höst och granskas."),
        ("", "", "Pumpen provas en gång i veckan av den som har vakten där."),
        ("", "Risk att kajen rasar i stormen", "Kajen mäts."),
    ]


@pytest.mark.parametrize(
    ("text", "start"),
    [("Risk att båten", 0), ("Hamnen Risken för att", 7), ("det finns en risk att", None), ("En båt", None)],
)
def test_where_a_risk_begins(text: str, start: int | None) -> None:
    assert risk_cue(text) == start


def test_header_rows_are_known_by_their_words() -> None:
    assert is_header(("Indikator", "Utfall 2024", "Mål 2025"))
    assert not is_header(("Båtar i tid", "61 %", "66 %"))


def test_a_users_lexicon_adds_words_and_a_broken_one_is_told(tmp_path: Path) -> None:
    own = tmp_path / "egen.toml"
    own.write_text('[columns]\noutcome = ["läget nu"]\n', encoding="utf-8")
    assert cues(own)["columns"]["outcome"][0] == "läget nu"
    broken = tmp_path / "trasig.toml"
    broken.write_text('[columns]\noutcome = ["("]\n', encoding="utf-8")
    with pytest.raises(UsageError, match=r"Ordlistan .*trasig\.toml"):
        cues(broken)


@pytest.mark.whole
def test_a_users_words_reach_the_whole_reading(tmp_path: Path) -> None:
    """The patterns are compiled when the modules are first imported, so this needs a process of its own."""
    own, plan = tmp_path / "egen.toml", tmp_path / "plan.md"
    own.write_text('[goals]\nwords = ["ledstjärna"]\n', encoding="utf-8")
    plan.write_text("# Verksamhetsplan 2027\n\n## Ledstjärna 1: Alla hinner fram\n\nText.\n", encoding="utf-8")
    code = "import sys; from pathlib import Path; from ingest.reading import read_document as r; "
    code += "print([(e.term, e.text) for e in r(Path(sys.argv[1])).elements])"
    call = [sys.executable, "-c", code, str(plan)]
    env = os.environ | {VARIABLE: str(own), "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(call, env=env, capture_output=True, encoding="utf-8", check=True)
    assert done.stdout.strip() == "[('ledstjärna', 'Alla hinner fram')]"


KINDS: list[BlockKind] = ["line", "blank", "heading", "paragraph", "item", "row", "header"]
WORDS = st.sampled_from(["Nr 3. Att", "Mål:", "hamn-", "och", "a.", "Vision", "1 Inledning", "61 %", "Risk att", "•"])
TEXTS = st.lists(WORDS, max_size=6).map(" ".join)
BLOCKS = st.builds(
    Block,
    kind=st.sampled_from(KINDS),
    text=TEXTS,
    page=st.integers(1, 3),
    level=st.integers(0, 3),
    label=st.sampled_from(["", "•", "a.", "1."]),
    cells=st.lists(TEXTS, max_size=4).map(tuple),
)


@given(st.lists(BLOCKS, max_size=25))
def test_the_passages_joined_are_the_mended_text(blocks: list[Block]) -> None:
    passages = [p.passage for p in outline(lay_out(raw(blocks, pages=3)))]
    text = "\n".join(p.text for p in passages)
    assert all(text[p.start : p.end] == p.text for p in passages)
    assert [p.id for p in passages] == [f"p{n:04d}" for n in range(1, len(passages) + 1)]
    assert all(p.kind in ("heading", "paragraph", "item", "row", "header") for p in passages)


def test_figures_side_by_side_are_parted_evenly() -> None:
    text = """
Belopp i tkr Budget 2025 Budget 2026
Hamn 171 400 178 900
Fyr 6 200 6 350
Summa 177 600 185 250
"""
    (table,) = find_tables(lines(text), NONE)
    assert [b.cells for b in table.blocks if b.kind == "row"] == [
        ("Hamn", "171 400", "178 900"),
        ("Fyr", "6 200", "6 350"),
        ("Summa", "177 600", "185 250"),
    ]


def test_a_list_of_contents_is_rows_of_chapters_and_pages() -> None:
    text = """
Innehåll
Vision 3
Mål och
uppdrag 4
Budget 2026 9
Vision
"""
    (table,) = find_tables(lines(text), NONE)
    assert [b.cells for b in table.blocks] == [("Vision", "3"), ("Mål och uppdrag", "4"), ("Budget 2026", "9")]


def test_a_risk_table_of_many_columns_is_parted_by_its_capitals() -> None:
    text = """
Nr Område Risk S K Riskvärde Kontrollmoment Ansvarig
1 Drift Risk att färjan står
still 3 4 12 Månatlig rond Hamnchef
2 Risk för is i rännan 2 2 4 Prov av tjocklek
och sikt Lots
Planen följs upp varje år.
"""
    (table,) = find_tables(lines(text), NONE)
    assert [b.cells for b in table.blocks if b.kind == "row"] == [
        ("1", "Drift", "Risk att färjan står still", "3", "4", "12", "Månatlig rond", "Hamnchef"),
        ("2", "", "Risk för is i rännan", "2", "2", "4", "Prov av tjocklek och sikt", "Lots"),
    ]
