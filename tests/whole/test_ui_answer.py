"""What can be done with an answer: correct it, open its link, copy, print, say whether it helped."""

from __future__ import annotations

import re
from html import escape

import pytest

from tests.fakes import PHRASING, answer
from tests.page import open_page, press, shown
from ui.conversation import to_copy, to_fingerprint
from ui.texts import fraga as words

pytestmark = pytest.mark.whole

pytest_plugins = ("tests.page",)


def test_pressing_another_year_asks_again_within_it(api):
    test = open_page(fraga="mål")
    pills = next(one for one in test.get("button_group") if one.label == words.CORRECT_YEARS)
    pills.set_value([2025]).run()
    assert not test.exception
    assert [body["filter"] for body in api.state.asked] == [None, {"years": [2025]}]
    assert test.query_params["ar"] == "2025"
    assert words.LIMITED.format(limits="2025") in shown(test)
    press(test, words.UNLIMIT)
    assert api.state.asked[-1]["filter"] is None
    assert "ar" not in test.query_params


def test_a_link_with_limits_asks_within_them(api):
    open_page(fraga="mål", ar="2025", slag="uppdrag", mottagare="Beredningen för skog")
    limits = {"years": [2025], "types": ["uppdrag"], "recipients": ["Beredningen för skog"]}
    assert api.state.asked[0]["filter"] == limits


@pytest.mark.parametrize(("release", "same", "told"), [
    ("r2", True, words.SAME_RELEASE), ("r1", True, words.OTHER_SAME), ("r1", False, words.OTHER_CHANGED),
    ("r2", False, words.SAME_CHANGED),
])
def test_a_link_says_whether_the_ground_has_changed(api, release, same, told):
    page = shown(open_page(fraga="mål", release=release, svar=to_fingerprint(answer("mål")) if same else "annat"))
    assert told in page
    assert ("Nya dokument: ny" in page) == (release == "r1")


def test_the_shown_link_holds_release_and_answer(api):
    page = shown(open_page(fraga="mål"))
    assert re.search(r'href="\?fraga=m%C3%A5l&amp;release=r2&amp;svar=[0-9a-f]{12}"', page)


def test_answer_can_be_copied_with_sources_and_printed(api):
    page = shown(open_page(fraga="mål", ar="2025"))
    assert "[1] Verksamhetsplan 2026 för regionstyrelsen, Verksamhetsplan · 2026 · sida 3" in page
    assert "/fraga?q=m%C3%A5l&amp;ar=2025" in page


def test_feedback_is_told_without_the_question_unless_it_is_wished(api):
    press(open_page(fraga="mål"), words.YES)
    test = press(open_page(fraga="mål"), words.NO)
    assert words.THANKS in shown(press(test, words.SEND))
    told = [body["body"] for body in api.state.asked if body.get("call") == "feedback"]
    assert [(one["helpful"], one.get("question", "")) for one in told] == [(True, ""), (False, "")]
    assert told[1]["reason"] in words.REASONS


def test_scores_are_fetched_when_asked_for(api):
    test = open_page(fraga="mål")
    assert "<td>0,5</td>" not in shown(test)
    test.checkbox[0].check().run()
    assert "<td>0,5</td><td>ord 0,25</td>" in shown(test)


def test_a_model_that_phrased_the_answer_is_named_and_the_composed_answer_stands_below(api):
    page = shown(open_page(fraga="Mål enligt en modell"))
    told = words.PHRASED.format(model=escape(PHRASING["model"]))
    assert words.PHRASED.format(model=PHRASING["model"]) in to_copy("Mål?", answer("mål enligt en modell"))
    assert f"<summary>{told} {words.COMPOSED}</summary><p>Målvärdet 2026 är 70 % enligt planen." in page
    assert "<details" not in shown(open_page(fraga="mål"))


def test_the_sign_of_an_answer_is_the_same_however_it_is_phrased():
    plain, phrased = answer("mål"), answer("mål enligt en modell")
    phrased["phrasing"] = {**PHRASING, "composed": plain["answer"]}
    phrased["answer"] = "Med andra ord. [1]"
    assert to_fingerprint(plain) == to_fingerprint(phrased)
