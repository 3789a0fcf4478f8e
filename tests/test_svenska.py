"""Swedish words: tables for what the plans print, laws for what must always hold."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ontology.svenska import (
    STOPWORDS,
    ascii_slug,
    fold,
    split_compound,
    stem,
    stems,
    swedish_sort_key,
    words,
)

INFLECTION_GROUPS = """
uppdrag uppdraget uppdragen uppdragens uppdragets
nämnd nämnden nämnder nämnderna nämndens nämnders nämndernas
styrtal styrtalet styrtalen styrtals styrtalens
målvärde målvärdet målvärden målvärdena målvärdets
beredning beredningen beredningar beredningarna beredningens beredningarnas
målsättning målsättningen målsättningar målsättningarna målsättningens
region regionen regioner regionerna regionens
färdplan färdplanen färdplaner färdplanerna färdplanens färdplanernas
risk risken risker riskerna riskens
åtgärd åtgärden åtgärder åtgärderna åtgärdens
utfall utfallet utfallen utfallets
mål målet målen målens målets
indikator indikatorn indikatorer indikatorerna indikatorns
nyckeltal nyckeltalet nyckeltalen
mått måttet måtten
verksamhetsplan verksamhetsplanen verksamhetsplaner verksamhetsplanerna verksamhetsplaners
förvaltning förvaltningen förvaltningar förvaltningarna förvaltningens
fullmäktige fullmäktiges
vårdcentral vårdcentralen vårdcentraler vårdcentralerna
medarbetare medarbetaren medarbetarna medarbetares medarbetarnas
patient patienten patienter patienterna patientens patienternas
invånare invånaren invånarna invånarnas invånares
sjukhus sjukhuset sjukhusen sjukhusets
remiss remissen remisser remisserna
kostnad kostnaden kostnader kostnaderna
budget budgeten budgetar budgetens
strategi strategin strategier strategierna
perspektiv perspektivet perspektiven
vision visionen visioner
värdegrund värdegrunden värdegrunder
målbild målbilden målbilder målbilderna
kontrollmoment kontrollmomentet kontrollmomenten
tandläkare tandläkaren tandläkarna tandläkares
sjuksköterska sjuksköterskan sjuksköterskor sjuksköterskorna
vårdkö vårdkön vårdköer vårdköerna
år året åren årens årets
bokslut bokslutet boksluten
ärende ärendet ärenden ärendena
område området områden områdena
målområde målområdet målområden
barn barnet barnen barnens
ungdom ungdomen ungdomar ungdomarna
kvinna kvinnan kvinnor kvinnorna
man mannen män männen
digital digitala digitalt
hälsa hälsan hälsans
tand tanden tänder tänderna
resultat resultatet resultaten
operation operationen operationer operationerna
väntetid väntetiden väntetider väntetiderna
kompetens kompetensen kompetenser
regionstyrelse regionstyrelsen regionstyrelsens
arbetsplats arbetsplatsen arbetsplatser
insats insatsen insatser insatserna
minska minskar minskas minskade minskat
öka ökar ökas ökade ökat
lasarett lasarettet lasaretten
underskott underskottet underskotten
""".strip().splitlines()

KEPT_APART = [
    ("mål", "målsättning"), ("mål", "målvärde"), ("mål", "målområde"), ("målsättning", "målbild"), ("plan", "färdplan"),
    ("styrtal", "nyckeltal"), ("styrtal", "indikator"), ("indikator", "delindikator"), ("risk", "frisk"),
    ("uppdrag", "grunduppdrag"), ("nämnd", "beredning"), ("region", "regional"), ("kö", "kök"), ("mått", "mål"),
    ("verksamhetsplan", "verksamhetsberättelse"), ("utfall", "fall"),
    ("kompetens", "kompensera"), ("styrelse", "styra"), ("kurs", "kurator"), ("slutsats", "slut"),
    ("plats", "plattform"),    ("hälsa", "häl"), ("år", "åra"),
]  # fmt: skip


@pytest.mark.parametrize("group", INFLECTION_GROUPS, ids=lambda group: group.split()[0])
def test_an_inflection_group_has_one_key(group):
    assert len({stem(form) for form in group.split()}) == 1, [(form, stem(form)) for form in group.split()]


@pytest.mark.parametrize(("one", "other"), KEPT_APART)
def test_different_words_keep_different_keys(one, other):
    assert stem(one) != stem(other)


@given(st.text("abdeghiklmnoprstuvåäö", min_size=1, max_size=20))
def test_a_stem_is_its_own_stem(word):
    assert stem(stem(word)) == stem(word)


@given(st.sampled_from(" ".join(INFLECTION_GROUPS).split()), st.sampled_from(["vård", "närings", "kommun", ""]))
def test_a_stem_of_a_compound_is_stable(word, first):
    assert stem(stem(first + word)) == stem(first + word)


def test_stems_of_a_text():
    assert stems("Nämndernas uppdrag: 3a Färdplanerna") == ["nämnd", "uppdrag", "3a", "färdplan"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hälso‑ och\u00a0SJUKVÅRD", "hälso- och sjukvård"), ("90–100\u202f%", "90-100 %"), ("−236", "-236"),
        ("  a \n\t b ", "a b"), ("ﬁnans", "finans"), ("mål\u00adsättning", "målsättning"),
        ("A\u030angstro\u0308m", "ångström"),
        ("USÖ´s", "usö's"), ("", ""),
    ],
)  # fmt: skip
def test_fold(text, expected):
    assert fold(text) == expected


@given(st.text())
def test_folding_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hälso- och sjukvårdsnämnden", "halso-och-sjukvardsnamnden"), ("Region Örebro län", "region-orebro-lan"),
        ("3 a.", "3-a"), ("–", ""), ("Idé & café", "ide-cafe"),
    ],
)  # fmt: skip
def test_ascii_slug(text, expected):
    assert ascii_slug(text) == expected


@given(st.text(), st.integers(5, 80))
def test_a_slug_is_short_readable_ascii(text, limit):
    slug = ascii_slug(text, limit)
    assert len(slug) <= limit
    assert slug == slug.strip("-")
    assert set(slug) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert ascii_slug(slug, limit) == slug


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hälso- och sjukvård", ["hälso", "och", "sjukvård"]), ("e-tjänster", ["e-tjänster"]),
        ("1177-direkt", ["1177", "direkt"]), ("USÖ´s VRI:er", ["usö", "vri"]), ("6,5 %", ["6,5"]),
        ("Nr 7c.", ["nr", "7c"]),
        ("2025–2027", ["2025", "2027"]), ("IT-stöd", ["it", "stöd"]), ("", []), ("!?", []),
    ],
)  # fmt: skip
def test_words(text, expected):
    assert words(text) == expected


VOCABULARY = {
    "sjuk", "vård", "sjukvård", "nämnd", "operation", "kö", "drag", "hälsa", "skola", "läkare", "besök", "barn", "upp",
    "mål", "kvinna", "folk", "tand", "central", "år", "plan", "verksamhet", "tid", "vänta",
}  # fmt: skip


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("sjukvårdsnämnd", ("sjukvård", "nämnd")), ("operationskö", ("operation", "kö")), ("uppdrag", ("uppdrag",)),
        ("hälsomål", ("hälsa", "mål")), ("skolläkare", ("skola", "läkare")), ("läkarbesöken", ("läkare", "besök")),
        ("Sjukvårdsnämndernas", ("sjukvård", "nämnd")), ("barntandvård", ("barn", "tand", "vård")),
        ("kvinnohälsa", ("kvinna", "hälsa")), ("verksamhetsplan", ("verksamhet", "plan")),
        ("vårdcentral", ("vård", "central")),
        ("folkhälsa", ("folk", "hälsa")), ("väntetid", ("vänta", "tid")), ("okänt", ("okänt",)),
        ("vård", ("vård",)), ("", ("",)),
    ],
)  # fmt: skip
def test_split_compound(word, expected):
    assert split_compound(word, VOCABULARY) == expected


def test_stopwords_are_folded_function_words():
    assert {"och", "vilka", "är", "på"} <= STOPWORDS
    assert not STOPWORDS & {"uppdrag", "mål", "plan", "nämnd", "styrtal"}
    assert all(fold(word) == word for word in STOPWORDS)


def test_swedish_sort_key():
    ordered = ["3a", "3b", "Nr 9", "Nr 10", "zon", "Ål", "Äl", "Öl"]
    assert sorted(ordered[4:] + ordered[:4], key=swedish_sort_key) == ordered
