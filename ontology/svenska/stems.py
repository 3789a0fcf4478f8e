"""One key for the inflected forms of a word, and compounds split over a vocabulary.

Snowball's Swedish stemmer does most of the work; the words of the plans that it misses are listed here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import lru_cache

import snowballstemmer

from ontology.svenska.text import STOPWORDS, fold, words

_NEUTER = ("", "et", "en", "ets", "ens", "s")
_COMMON = ("", "en", "er", "erna", "ens", "ers", "ernas", "s")
_AR = ("", "en", "ar", "arna", "ens", "ars", "arnas", "s")
_ENDINGS_BY_HEAD: tuple[tuple[str, tuple[str, ...]], ...] = (
    *((head, _NEUTER) for head in (
        "uppdrag", "styrtal", "nyckeltal", "utfall", "mål", "mått", "moment", "bokslut", "förslag", "resultat",
        "perspektiv", "avtal", "underlag", "stöd", "kansli", "utskott", "underskott", "överskott", "anslag",
    )),
    *((head, _COMMON) for head in (
        "nämnd", "region", "risk", "åtgärd", "plan", "vision", "kostnad", "patient", "process", "remiss",
        "verksamhet", "operation", "enhet", "infektion", "funktion", "indikation", "organisation", "person",
    )),
    *((head, _AR) for head in (
        "beredning", "målsättning", "förvaltning", "inriktning", "mottagning", "prioritering", "värdering", "ökning",
        "minskning", "uppföljning", "redovisning", "satsning", "utmaning", "avdelning", "bedömning",
    )),
)  # fmt: skip
_FORMS_BY_HEAD = {
    "värd": "värde värdet värden värdena värdes värdets värdens",
    "områd": "område området områden områdena områdes områdets områdens",
    "ärend": "ärende ärendet ärenden ärendena ärendets",
    "arbet": "arbete arbetet arbeten arbetena arbetets arbetes",
    "läg": "läge läget lägen lägena lägets",
    "indikator": "indikator indikatorn indikatorer indikatorerna indikatorns indikatorernas",
    "strategi": "strategi strategin strategier strategierna strategins strategiernas strategis",
    "analys": "analys analysen analyser analyserna analysens",
    "budget": "budget budgeten budgetar budgetarna budgetens budgets",
    "medarbetar": "medarbetare medarbetaren medarbetarna medarbetares medarbetarens medarbetarnas medarbetar",
    "invånar": "invånare invånaren invånarna invånares invånarens invånarnas invånar",
    "läkar": "läkare läkaren läkarna läkares läkarens läkarnas läkar",
    "sköterska": "sköterska sköterskan sköterskor sköterskorna sköterskas sköterskans sköterskornas",
    "hälsa": "hälsa hälsan hälsas hälsans hälso",
    "fullmäktig": "fullmäktige fullmäktiges fullmäktig",
    "tjänst": "tjänst tjänsten tjänster tjänsterna tjänstens tjänsternas",
    "centra": "centra centrum centrumet",
    "kompetens": "kompetens kompetensen kompetenser kompetenserna kompetensens",
    "styrelse": "styrelse styrelsen styrelser styrelserna styrelsens styrelses",
    "lasarett": "lasarett lasarettet lasaretten lasarettets lasaretts lasarettens",
    "plats": "plats platsen platser platserna platsens",
    "insats": "insats insatsen insatser insatserna insatsens",
    "kö": "kön köer köerna köns köernas",
    "möt": "möte mötet möten mötena mötets mötens",
}
_WHOLE_WORDS = {
    "kö": "kö kön köer köerna köns köernas",
    "år": "år året åren årens årets års",
    "barn": "barn barnet barnen barnens barns barnets",
    "man": "män männen männens mäns mannen mannens",
    "kvinna": "kvinna kvinnan kvinnor kvinnorna kvinnors kvinnas kvinnans kvinnornas",
    "tand": "tand tanden tänder tänderna tandens",
    "öka": "öka ökar ökas ökade ökat ökad ökande",
    "minska": "minska minskar minskas minskade minskat minskad minskande",
    "ta": "ta tar tas tog tagit taga",
    "ge": "ge ger ges gav getts gett givits ges given givet givna",
    "få": "få får fås fick fått",
    "nå": "nå når nås nådde nått uppnå uppnår uppnås uppnått uppnådda uppnådd",
    "digital": "digital digitalt digitala",
    "regional": "regional regionalt regionala",
    "kommunal": "kommunal kommunalt kommunala",
    "nationell": "nationell nationellt nationella",
    "vårdcentral": "vårdcentral vårdcentralen vårdcentraler vårdcentralerna vårdcentralens vårdcentralernas",
    "god": "god gott goda bra bättre bäst bästa",
    "hög": "hög högt höga högre högst högsta",
    "låg": "låg lågt låga lägre lägst lägsta",
    "lång": "lång långt långa längre längst längsta",
    "äldre": "äldre äldres",
    "tid": "tid tiden tider tiderna tidens tids",
    "plan": "plans planers",
    "cancer": "cancer cancern cancers cancerns",
    "kurs": "kurs kursen kurser kurserna kursens",
    "slutsats": "slutsats slutsatsen slutsatser slutsatserna",
    "tal": "tal talet talen",
}
_NOT_DEFINITE = ("het", "plan", "man", "organ", "urban", "human", "veteran", "budget", "paket", "internet", "utan")
_MINIMUM = 3
_SHORT_PIECES = frozenset({"kö", "år", "it", "el"})


def _endings_table() -> dict[str, str]:
    """Every listed form of a head word, with the key that it is brought to."""
    table = {head + ending: head for head, endings in _ENDINGS_BY_HEAD for ending in endings}
    table |= {form: head for head, forms in _FORMS_BY_HEAD.items() for form in forms.split()}
    return table | {head: head for head in table.values()}


_BY_ENDING = _endings_table()
_BY_WORD = {form: key for key, forms in _WHOLE_WORDS.items() for form in (*forms.split(), key)}
_LONGEST_ENDING = max(map(len, _BY_ENDING))


def stem(word: str) -> str:
    """The key that a word's inflected forms share ("uppdragens" → "uppdrag"); for comparing, not for showing.

    A listed head word also rules the compounds that end in it ("vårdplanernas" → "vårdplan"). Keys are
    stable: the stem of a stem is itself.
    """
    return _stem_folded(fold(word))


def stems(text: str) -> list[str]:
    """The stems of a text's words, in order; function words are kept."""
    return [_stem_folded(word) for word in words(text)]


@lru_cache(maxsize=65_536)
def _stem_folded(word: str) -> str:
    """The stem of one folded word."""
    listed = _BY_WORD.get(word) or _by_ending(word)
    if listed:
        return listed
    shorter = _shorten(word)
    return word if shorter == word else _stem_folded(shorter)


def _by_ending(word: str) -> str | None:
    """The key of a word that is, or ends in, a form of a listed head word; the longest ending wins."""
    for start in range(max(0, len(word) - _LONGEST_ENDING), len(word) - 2):
        head = _BY_ENDING.get(word[start:])
        if head and start != 1:
            return word[:start] + head
    return None


def _shorten(word: str) -> str:
    """One step towards the stem: Snowball's, else a definite ending that Snowball leaves."""
    if len(word) < 3 or not word[-1].isalpha():
        return word
    shorter: str = snowballstemmer.stemmer("swedish").stemWord(word)
    if shorter != word or len(word) < 5 or word.endswith(_NOT_DEFINITE):
        return shorter
    return word[:-2] if word.endswith(("et", "an")) else word


def split_compound(word: str, vocabulary: Collection[str]) -> tuple[str, ...]:
    """The known words that a compound is made of, or `(word,)` where it cannot be split.

    `vocabulary` holds folded words (a set, best of base forms). Fewest pieces win, then the split whose
    shortest piece is longest. Linking letters are dropped ("operationskö" → "operation", "kö"), an inflected
    last piece gives the word that it inflects. The whole word never counts as its own piece.
    """
    folded = fold(word)
    splits = [split for split in _splits(folded, vocabulary, 4) if len(split) > 1]
    if not splits:
        return (folded,)
    return min(splits, key=lambda split: (len(split), -min(map(len, split)), split))


def _splits(word: str, vocabulary: Collection[str], depth: int) -> Iterator[tuple[str, ...]]:
    """Every way to read a word as known words in a row, in at most `depth` pieces."""
    last = _last_piece(word, vocabulary)
    if last:
        yield (last,)
    if depth == 1:
        return
    for cut in range(2, len(word) - 1):
        first = _linked_piece(word[:cut], vocabulary)
        if first:
            yield from ((first, *rest) for rest in _splits(word[cut:].lstrip("-"), vocabulary, depth - 1))


def _last_piece(piece: str, vocabulary: Collection[str]) -> str | None:
    return next((form for form in (piece, stem(piece)) if _is_piece(form, vocabulary)), None)


def _linked_piece(piece: str, vocabulary: Collection[str]) -> str | None:
    """The known word behind a piece that stands before another ("sjukvårds", "hälso", "läkar", "skol")."""
    forms = [piece, piece + "a", piece + "e"]
    if piece[-1] in "soue-":
        forms += [piece[:-1], piece[:-1] + "a"]
    return next((form for form in forms if _is_piece(form, vocabulary)), None)


def _is_piece(form: str, vocabulary: Collection[str]) -> bool:
    long_enough = len(form) >= _MINIMUM or form in _SHORT_PIECES
    return long_enough and form in vocabulary and form not in STOPWORDS
