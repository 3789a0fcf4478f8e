"""Röda tråden, Uppdrag över tid, Styrtal, Risker, Luckor, Dokument: what each shows and writes; their pure parts."""

from __future__ import annotations

import pytest

from api.models import ElementOut, ValueOut
from tests.fake_calls import KEY, OLDER, PLAN, PLANS, value
from tests.page import open_page, press, shown
from ui.charts import to_chart
from ui.deciding import find_changed
from ui.gaps import find_gaps
from ui.outline import find_path, keep, to_outline
from ui.series import Series, get_figure, to_distance, to_number
from ui.texts import dokument as held
from ui.texts import risker, styrtal, traden, uppdrag
from ui.tree import count, to_svg

pytestmark = pytest.mark.whole
ELEMENTS = [ElementOut.model_validate(one) for one in PLANS[PLAN]]

pytest_plugins = ("tests.page",)


def test_thread_hangs_together_as_the_plan_ties_it(api):
    page = shown(open_page("traden"))
    assert "Målsättning 1: Skogen är frisk" in page
    assert traden.LOOSE_UPPDRAG in page
    assert "&lt;img src=x" in page
    assert "Rättad av granskare 2026-02-03: enligt protokollet" in page
    goal = find_path(to_outline(ELEMENTS), f"{PLAN}/mal-1")[-1]
    assert [child.kind for child in goal.children] == ["styrtal", "uppdrag"]


def test_thread_opens_at_an_element_of_an_older_plan(api):
    page = shown(open_page("traden", element=f"{OLDER}/uppdrag-5"))
    assert page.count('<span class="rt-vald">') == 1
    assert page.count("<details open>") >= 1
    assert f'"{PLAN}' not in page


def test_thread_is_drawn_with_words_beside(api):
    test = open_page("traden", visning=traden.GRAPH)
    image = next(one.proto.body for one in test.get("html") if "rt-graf" in one.proto.body)
    assert 'alt="Bild av tråden från' in image
    assert 'tabindex="0"' in image
    root = find_path(to_outline(ELEMENTS), f"{PLAN}/mal-1")[0]
    assert to_svg(root).count("<rect") == count(root) == 4


def test_keep_leaves_the_way_to_what_is_sought():
    kept = keep(to_outline(ELEMENTS), lambda node: "plantera mera" in node.text)
    assert [node.id for node in kept] == [f"{PLAN}/mal-1", ""]
    assert [child.id for child in kept[0].children] == [f"{PLAN}/uppdrag-4"]


def test_uppdrag_are_found_and_followed(api):
    page = shown(open_page("uppdrag", sok="skog plantera"))
    assert uppdrag.FOUND_ONE in page
    page = shown(open_page("uppdrag", element=f"{PLAN}/uppdrag-4"))
    assert 'togs bort: </span>mer<span class="rt-dold">' in page
    assert 'tillkom: </span>mera<span class="rt-dold">' in page
    assert "history?format=docx" in page
    assert uppdrag.GOES_ON in page
    assert "Lästes först som: ordalydelse ”Att plantera mer”." in page


def test_uppdrag_that_is_gone_is_said(api):
    assert "Elementet finns inte." in shown(open_page("uppdrag", element="borta"))


def test_two_years_side_by_side(api):
    page = shown(open_page("uppdrag", visa=uppdrag.TWO))
    for part, n in (("Nytt", 1), ("Ändrat", 1), ("Oförändrat", 0), ("Avslutat", 1), ("Kunde inte placeras", 1)):
        assert f">{part} ({n})</h2>" in page
    assert "/api/changes?from=2025&amp;to=2026&amp;type=uppdrag&amp;format=docx" in page


def test_review_wants_a_key_and_writes_with_one(api):
    page = shown(open_page("uppdrag", visa=uppdrag.DOUBT))
    assert uppdrag.NO_KEY in page
    test = press(open_page("uppdrag", key=KEY, visa=uppdrag.DOUBT), uppdrag.CONFIRM.format(name="Numera"))
    written = {"from": f"{OLDER}/uppdrag-5", "to": f"{PLAN}/uppdrag-5", "verdict": "confirmed", "note": ""}
    assert api.state.asked == [{"call": "POST /api/reviews", "body": written}]
    assert uppdrag.SAVED in shown(test)


def test_wrong_key_is_told_by_the_api(api):
    test = press(open_page("uppdrag", key="fel", visa=uppdrag.DOUBT), uppdrag.REJECT.format(name="Numera"))
    assert "Okänd nyckel" in shown(test)
    assert api.state.asked == []


def test_correction_sends_only_what_was_changed(api):
    test = open_page("uppdrag", key=KEY, element=f"{PLAN}/uppdrag-4")
    assert uppdrag.CORRECT_NOTHING in shown(press(test, uppdrag.CORRECT_SAVE))
    test.text_area[0].set_value("Att plantera mycket")
    press(test, uppdrag.CORRECT_SAVE)
    assert [one["body"]["fields"] for one in api.state.asked] == [{"text": "Att plantera mycket"}]
    assert find_changed(ELEMENTS[4], ELEMENTS[4].text, "4", []) == {"recipients": []}


def test_styrtal_with_chart_table_distance_and_caveat(api):
    page = shown(open_page("styrtal"))
    assert "12 procentenheter under årets mål: målet är inte nått." in page
    assert "<strong>Förbehåll:</strong> Osäker mätning" in page
    assert "2025: utfall 50 %, årets mål 70 %, långsiktigt mål uppgift saknas" in page
    assert page.count("data:image/svg+xml") == 1
    assert styrtal.NOT_DRAWN in page
    assert "format=xlsx" in page
    assert styrtal.NONE in shown(open_page("styrtal", sok="finns inte"))


@pytest.mark.parametrize(("outcome", "target", "better", "told"), [
    (value("6,5 %", 6.5, unit="%"), value("6,3–6,1 %", low=6.1, high=6.3, unit="%"), "lower", "0,2 procentenheter"),
    (value("62", 62.0), value("60", 60.0), "higher", "målet är nått"),
    (value("5", 5.0), value("< 7", None, high=7.0), None, styrtal.AT_TARGET),
    (value("5", 5.0), value("Minskning med 10 %", 10.0, relative=True), None, "Minskning med 10 %"),
    (value("5 av 8", 5.0, of=8), value("6", 6.0), None, styrtal.NO_DISTANCE_UNITS),
    (value("god"), value("6", 6.0), None, styrtal.NO_DISTANCE_WORDS), (None, None, None, styrtal.NO_DISTANCE_MISSING),
])
def test_distance_in_figures_and_words(outcome, target, better, told):
    one = ELEMENTS[2].model_copy(update={"values": {"outcome": outcome, "target": target}, "better": better})
    assert told in to_distance(one)


def test_figures_as_swedish_prints_them():
    assert [to_number(one) for one in (0.1 + 0.2, -1234.5, 90.0)] == ["0,3", "−1\u00a0234,5", "90"]
    assert get_figure(ValueOut(text="5", value=5.0, relative=True)) is None


def test_chart_marks_differ_in_shape():
    svg = to_chart(Series((ELEMENTS[2],)))
    assert svg.count("<circle") == 2
    assert "prefers-color-scheme: dark" in svg


def test_risks_by_area_with_changes(api):
    page = shown(open_page("risker"))
    assert ">Skog</h2>" in page
    assert risker.KEPT.format(year=2025) in page
    assert "Riskvärde: 12" in page
    assert "<li>Brandvakt</li>" in page
    assert risker.NONE in shown(open_page("risker", sok="flod"))


def test_gaps_are_the_plans_or_may_be_ours(api):
    found = {gap.lacks: gap.plan for gap in find_gaps(ELEMENTS)}
    assert found == {"Uppdrag utan mottagare": True, "Styrtal utan årets mål": True,
                     "Styrtal utan långsiktigt mål": False}
    page = shown(open_page("luckor"))
    assert page.index("Uppdrag utan mottagare: 1") < page.index("Styrtal utan långsiktigt mål: 2")
    assert "Varning, 2 st i Verksamhetsplan 2026 för regionstyrelsen: Styrtal 2 saknar långsiktigt mål." in page
    assert "1.1 Vision" in page
    assert "tom.pdf: Filen är tom." in page


def test_documents_are_told_to_all_and_published_with_a_key(api):
    page = shown(open_page("dokument"))
    assert "uppdrag 2, styrtal 2" in page
    assert held.UPLOAD_NO_KEY in page
    test = open_page("dokument", key=KEY)
    assert "9 stycken och 2 planelement: uppdrag 2." in shown(test)
    assert held.UPLOAD_REPLACES in shown(test)
    press(test, held.PUBLISH.format(title="Ny plan"))
    press(test, held.DISCARD.format(title="Ny plan"))
    assert [one["call"] for one in api.state.asked] == [
        "POST /api/documents/uppladdad-1/publish", "DELETE /api/documents/uppladdad-1"]


def test_withdrawing_wants_to_be_sure(api):
    test = open_page("dokument", key=KEY)
    test.selectbox[0].select_index(0)
    press(test, held.WITHDRAW_DO)
    assert api.state.asked == []
    next(one for one in test.checkbox if one.label == held.WITHDRAW_SURE).check()
    test.selectbox[0].select_index(0)
    press(test, held.WITHDRAW_DO)
    assert [one["call"] for one in api.state.asked] == [f"DELETE /api/documents/{PLAN}"]
