"""Answerability by itself: what evidence must hold, calibrated on pairs of a text that answers and one alike."""

from __future__ import annotations

import re

import pytest

from api.assistant.answerability import CLEAR, CLEARER, CLEAREST, Evidence, Verdict, judge
from api.assistant.asked import Asked, Kind, asked_of
from api.assistant.understanding import read
from api.assistant.vocabulary import Vocabulary
from api.wiring import Service
from graph.words import count_words
from tests.assistant.conftest import Ask

PAIRS = [
    (
        "Hur många jourlinjer har sjukhusen?",
        "Sjukhusen har i dag 41 jourlinjer för läkare.",
        "Sjukhusens jourlinjer ska bli färre genom samordning.",
    ),
    (
        "När infördes journalsystemet Linden?",
        "Linden infördes den 14 maj 2025.",
        "Linden infördes efter ett långt arbete med journalsystemet.",
    ),
    (
        "Vad kostar journalsystemet?",
        "Journalsystemet kostar 212 mnkr.",
        "Journalsystemet används på vårdcentralen.",
    ),
    (
        "Hur ofta följs uppdragen upp?",
        "Uppdragen följs upp varje månad i nämndens uppföljning.",
        "Uppdragen följs upp av nämnden i dess uppföljning.",
    ),
    (
        "Hur dags öppnar mottagningarna?",
        "Mottagningarna öppnar kl. 7.30 på vardagar.",
        "Mottagningarna öppnar tidigt på vardagar under 2025.",
    ),
    (
        "Vad görs på sjukhuset i Ljungsele?",
        "Sjukhuset i Ljungsele gör planerad ortopedi.",
        "Sjukhuset i Björkmora gör planerad ortopedi.",
    ),
    (
        "Vad sägs om mobila team 2026?",
        "Mobila team ska finnas i hela länet 2026.",
        "Mobila team ska finnas i hela länet 2023.",
    ),
    (
        "Hur många vårdplatser har sjukhusen?",
        "Sjukhusen har 310 vårdplatser.",
        "Sjukhusens index för vårdplatsbrist är 310.",
    ),
    (
        "Hur många anställda har sjukhusen?",
        "Sjukhusen har 5 100 medarbetare.",
        "Sjukhusens betyg av medarbetare: 3,8.",
    ),
    (
        "Vad har journalsystemet kostat?",
        "Journalsystemet kostade 212 mnkr.",
        "Budgeten för journalsystemet minskas med 28 mnkr, och kostnadsnivån väntas följa.",
    ),
    (
        "Hur stor andel av patienterna besöker mottagningen?",
        "Andelen patienter över 75 år som besöker mottagningen är 7 procent.",
        "Andelen patienter över 75 år som besöker mottagningen.",
    ),
    (
        "Hur lång tid tar det att införa journalsystemet?",
        "Journalsystemet är gemensamt. Det tar tre år att införa detta.",
        "Journalsystemet är gemensamt. Det tar tre år att bygga om sjukhuset.",
    ),
]


def verdict(
    service: Service,
    question: str,
    text: str,
    *,
    year: int | None = None,
    place: int | None = None,
    lead: float = 0.0,
    reports: bool = False,
) -> Verdict:
    heard = read(question, service.knowledge)
    vocabulary = service.knowledge.vocabulary
    evidence = Evidence(text, vocabulary.said(text), year, place, lead=lead, reports=reports)
    return judge(asked_of(heard, heard.every), evidence, vocabulary)


@pytest.mark.parametrize(("question", "answers", "alike"), PAIRS, ids=lambda x: x[:30])
def test_a_text_that_holds_what_is_asked_answers_and_one_alike_does_not(
    service: Service, question: str, answers: str, alike: str
) -> None:
    assert verdict(service, question, answers, place=0).answers
    assert not verdict(service, question, alike, place=0).answers


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("När börjar det?", Kind.DATE),
        ("Vilken tid börjar det?", Kind.TIME),
        ("Hur många uppdrag finns?", Kind.FIGURE),
        ("Vad kostar det?", Kind.PRICE),
        ("Hur ofta sker det?", Kind.FREQUENCY),
        ("Vad innebär nära vård?", Kind.TEXT),
    ],
)
def test_the_kind_of_thing_asked_for_is_heard(service: Service, question: str, kind: Kind) -> None:
    assert asked_of(read(question, service.knowledge), ()).kind is kind


def test_what_is_missing_is_named(service: Service) -> None:
    told = verdict(service, "Hur många vårdplatser finns i Ljungsele?", "Vårdplatser finns i Ljungsele.")
    assert told.status == "partial"
    assert "figure" in told.missing


def test_another_years_words_are_no_answer_but_the_documents_own_year_is(service: Service) -> None:
    question, text = "Vad sägs om mobila team 2026?", "Mobila team ska finnas i hela länet."
    assert not verdict(service, question, text, year=2024).answers
    assert verdict(service, question, text, year=2026).answers


def test_what_search_puts_first_may_say_it_in_other_words_and_what_it_does_not_find_may_not(service: Service) -> None:
    question = "Vad blev det för resultat av den stora satsningen på mobila team i kommunerna?"
    text = "Mobila team arbetar nu i samtliga kommuner."
    assert verdict(service, question, text, place=0).held == verdict(service, question, text).held
    assert verdict(service, question, text, place=0).answers or not verdict(service, question, text).answers


def test_an_article_is_no_figure(service: Service) -> None:
    assert not verdict(service, "Hur många operationer görs?", "En operation görs på ett sjukhus.", place=0).answers


def test_an_empty_subject_is_answered_by_nothing() -> None:
    vocabulary = Vocabulary.of(count_words(["Ett uppdrag."]))
    assert not judge(Asked(Kind.TEXT, ()), Evidence("Ett uppdrag.", frozenset({"uppdrag"})), vocabulary).answers


IN_OTHER_WORDS = [
    (
        "Hur många besök försvann vid systembytet?",
        "Linden togs i bruk i maj. Mottagningarna ställde in 900 besök de första veckorna.",
        CLEAR,
    ),
    (
        "Vad kostade det gemensamma journalsystemet totalt?",
        "Linden blir länets journal. Kommunerna kan använda den. Avtalet omfattar 90 mnkr och löper i ett decennium, "
        "med möjlighet att förlänga det två gånger om parterna är överens om villkoren.",
        CLEARER,
    ),
    (
        "När börjar det nya tillståndet för mobila team gälla?",
        "Ett tillstånd för mobila team har lämnats. Det träder i kraft den 3 mars 2026.",
        CLEAREST,
    ),
]


@pytest.mark.parametrize(("question", "text", "lead"), IN_OTHER_WORDS, ids=lambda x: str(x)[:30])
def test_what_stands_clear_in_meaning_may_say_it_in_other_words_but_must_hold_the_kind(
    service: Service, question: str, text: str, lead: float
) -> None:
    assert verdict(service, question, text, place=0, lead=lead).answers
    without = re.sub(r"\d[\d ]*(?: mnkr)?|mars", "", text)
    assert not verdict(service, question, without, place=0, lead=lead).answers


@pytest.mark.parametrize(
    ("question", "alike", "shows"),
    [
        (
            "Vilken adress har vårdcentralen i Granhöjda?",
            "Vårdcentralen i Granhöjda fick gott betyg.",
            "Vårdcentralen i Granhöjda ligger på Storgatan 4.",
        ),
        (
            "Vad är lönen för en läkare i Björkmora?",
            "I Björkmora har varje läkare 2 300 listade.",
            "I Björkmora är lönen för en läkare 61 000 kronor.",
        ),
        (
            "Vilken leverantör har journalsystemet Linden?",
            "För journalsystemet Linden stod valet mellan två leverantörer.",
            "Journalsystemet Linden levereras av en leverantör i Ljungsele.",
        ),
    ],
)
def test_an_attribute_asked_for_must_be_shown_however_alike_the_words(
    service: Service, question: str, alike: str, shows: str
) -> None:
    assert not verdict(service, question, alike, place=0, lead=CLEAREST).answers
    assert verdict(service, question, shows, place=0).answers


def test_how_a_year_went_is_told_by_a_report_or_under_its_own_name(service: Service) -> None:
    question, text = (
        "Vad blev det ekonomiska resultatet 2025?",
        "Det ekonomiska resultatet är ett underskott på 9 mnkr.",
    )
    assert not verdict(service, question, text, year=2025, place=0).answers
    assert verdict(service, question, text, year=2025, place=0, reports=True).answers
    assert verdict(service, question, "Det ekonomiska resultatet 2025 blev 9 mnkr.", year=2026, place=0).answers


@pytest.mark.parametrize("question", ["Ska vården kosta mindre?", "Kan hon vaccineras utan att det kostar?"])
def test_whether_something_is_so_asks_for_no_price(service: Service, question: str) -> None:
    assert asked_of(read(question, service.knowledge), ()).kind is Kind.TEXT


def test_a_count_of_two_things_is_quoted_with_both_figures(ask: Ask) -> None:
    told = ask("Hur många jourlinjer finns det i dag och hur många vill man ha kvar?").answer
    assert "41" in told
    assert "34" in told


def test_a_plain_opinion_or_a_guess_far_ahead_is_refused(ask: Ask) -> None:
    for question in ("Borde filialen i Hällevatten ha fått vara kvar?", "Kommer köerna att vara kortare om tio år?"):
        assert ask(question).status == "out_of_scope"
