"""What the words of a plan weigh: rare words much, planning words little, parts of compounds something.

A text becomes a bag of features: every content word's stem, and with a tilde the words that begin or end a
compound ("bakjour" and "jourlinje" share "~jour"). Spelling slips and endings that the stemmer leaves
("lågvårdevård", "ekonomin") are brought to one key.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from ontology.svenska import STOPWORDS, stem, stems

_PLANNING = """
aktivitet andel ansvar ansvarsområde antal arbeta arbete arbetssätt avseende bedriva behov beskrivning bibehålla bidra
bra börja del driva effekt efterleva erbjuda etablera finnas fokus form fortsatt fortsätta fram framkomma framtagande
följa föreslå förbättra förbättrad förbättring fördela förslag förstärka förutsättning genomföra genomförande
genomförd god gälla gällande göra hantera hålla hållbar hög inför införa införande inleda innebära innevarande insats
intensifiera klara kvalitet kräva leda lyfta långsiktig lägga lämna låta metod minska minst mål målsättning
medverka möjlig möjlighet möjliggöra möta nivå nå området område omfatta ordna organisera pröva plan
planera process program påbörja redovisa relatera relevant resultat rapportera risk risken räcka sak samverka
samverkan samtlig se skapa slutföra stabil starta stärka ständig stå stöd stödja säkerställa sätt ta tillsammans
tillämpa tillgång titta undersöka uppdrag uppfylla uppföljning uppnå utarbeta utgång utgå utifrån utreda utveckla
utveckling utvärdera utöka vidareutveckla vidta verka vilja välfungerande år åtgärd årlig återkomma återrapportera öka
ökad ökning översyn jämförelse jämföra föregående fokusera berörd särskild tyngdpunkt inrätta öppna bygga halvera
implementera implementering utforma inriktning strategi fastställa fortgå sikt perspektiv dag
mellan alla all hand först båda inte per fall aktuell varje
innefatta färre fler ytterligare
"""
_FIELD = """
barn digital ekonomi enhet främja förvaltning hälsa hälso hälsosjukvård invånare jämlik jämställd kommun kompetens
län medarbetare nämnd nära organisation patient personal primärvård region sjuk sjukhus sjukvård tjänst trygg
ungdom universitet utbildning verksamhet vård vårdcentral samhälle forskning lösning nationell regional
"""
PLANNING_WEIGHT = 0.2
FIELD_WEIGHT = 0.5
FIGURE_WEIGHT = 0.3
NAME_WEIGHT = 0.5
"""Place names and the like say where, not what."""
WHOLE_SHARE = 0.6
"""How much of a compound's weight lies in the whole word; its known parts share the rest."""
_LEAST_PLAN = 20
"""Plans with fewer elements than this are weighed as if they had so many: rarity in a short list says little."""
_SLIP = 0.85
_SLIP_LENGTH = 8
_ENDING_LENGTH = 6
_PART_LENGTH = 4
_INSIDE = re.compile(r"(?<=[a-zåäö0-9,)] )[A-ZÅÄÖa-zåäö][a-zåäö]+")
_MEASURED = re.compile(r"\([^)]*\b(?:utfall|mål)\b[^)]*\)", re.IGNORECASE)


def _stemmed(listing: str) -> frozenset[str]:
    return frozenset(stem(word) for word in listing.split())


PLANNING = _stemmed(_PLANNING)
FIELD = _stemmed(_FIELD)


def without_measuring(text: str) -> str:
    """The text without brackets that tell when or against what it was measured ("(Utfall: 2024)")."""
    return _MEASURED.sub(" ", text)


def content_words(text: str) -> tuple[str, ...]:
    """The distinct stems of a text's content words, in order, without function words and single letters."""
    return tuple(
        dict.fromkeys(word for word in stems(without_measuring(text)) if word not in STOPWORDS and len(word) > 1)
    )


def proper_names(texts: Iterable[str]) -> frozenset[str]:
    """Stems of words that are written with a capital wherever they do not begin a sentence (no acronyms)."""
    capital: set[str] = set()
    small: set[str] = set()
    for text in texts:
        for word in _INSIDE.findall(text):
            (capital if word[0].isupper() else small).add(stem(word))
    return frozenset(capital - small)


@dataclass(frozen=True, slots=True)
class Lexicon:
    """What one series of plans knows of its words: slips' right forms, compounds' parts, weights of features."""

    kin: Mapping[str, str]
    parts: Mapping[str, tuple[str, ...]]
    weights: Mapping[str, float]

    @classmethod
    def of(cls, plans: Iterable[Sequence[str]]) -> Lexicon:
        """Weigh the words of some plans' texts, one sequence a plan: a word is as common as where it is commonest."""
        texts = [tuple(plan) for plan in plans]
        bags = [[content_words(text) for text in plan] for plan in texts]
        kin = _kin(Counter(word for plan in bags for bag in plan for word in bag))
        known = sorted({kin.get(word, word) for plan in bags for bag in plan for word in bag})
        parts = _parts(known)
        unweighed = cls(kin, parts, {})
        counts = [Counter(feature for bag in plan for feature in unweighed.shares(bag)) for plan in bags]
        size = max([_LEAST_PLAN, *map(len, bags)])
        common = {feature: max(count[feature] for count in counts) for count in counts for feature in count}
        names = {kin.get(name, name) for name in proper_names(text for plan in texts for text in plan)}
        place = dict.fromkeys(names, NAME_WEIGHT)
        return cls(kin, parts, {key: place.get(key, 1) * _weight(key, count, size) for key, count in common.items()})

    def shares(self, bag: Iterable[str]) -> dict[str, float]:
        """Feature → how large a share of its word it stands for (1 for a word without known parts)."""
        found: dict[str, float] = {}
        for word in (self.kin.get(word, word) for word in bag):
            pieces = self.parts.get(word, ())
            found[word] = WHOLE_SHARE if pieces else 1.0
            for piece in pieces:
                key, share = f"~{piece}", (1 - WHOLE_SHARE) / len(pieces)
                found[key] = max(found.get(key, 0.0), share)
        return found

    def features(self, text: str) -> dict[str, float]:
        """Feature → weight in this text."""
        return {key: share * self.weights.get(key, 1.0) for key, share in self.shares(content_words(text)).items()}


def _weight(feature: str, count: int, size: int) -> float:
    """0 to 1: one for a word that a plan says once, less the more elements say it, little for planning words."""
    word = feature.lstrip("~")
    rarity = math.log(1 + size / count) / math.log(1 + size) * min(1.4, 0.8 + len(word) / 30)
    if word in PLANNING:
        return PLANNING_WEIGHT * rarity
    if word in FIELD:
        return FIELD_WEIGHT * rarity
    return rarity * (FIGURE_WEIGHT if word[0].isdigit() else 1.0)


def _kin(counts: Mapping[str, int]) -> dict[str, str]:
    """Word → the commonest word that it is a slip or a longer form of; the first in the alphabet where equal."""
    ranked = sorted((word for word in counts if word.isalpha()), key=lambda word: (-counts[word], word))
    kin: dict[str, str] = {}
    alike = process.cdist(ranked, ranked, scorer=Levenshtein.normalized_similarity, score_cutoff=0.75)
    for place, word in enumerate(ranked):
        for other in (ranked[i] for i in alike[place, :place].nonzero()[0]):
            if other not in kin and _is_slip(word, other, float(alike[place, ranked.index(other)])):
                kin[word] = other
                break
    return kin


def _is_slip(word: str, other: str, likeness: float) -> bool:
    """Whether two stems are one word: misspelt (long words, same first letter) or with an ending left on."""
    short, long = sorted((word, other), key=len)
    if len(short) >= _ENDING_LENGTH and long.startswith(short) and len(long) - len(short) <= 2:
        return True
    return len(short) >= _SLIP_LENGTH and word[0] == other[0] and likeness >= _SLIP


def _parts(known: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Word → the components that it begins or ends with, the longest of each; a component has itself.

    A component is a known word, or what begins one known word and ends another ("jour": jourlinje, bakjour).
    """
    alphabetic = [word for word in known if word.isalpha()]
    heads = {word[:n] for word in alphabetic for n in range(_PART_LENGTH, len(word) - 2)}
    tails = {word[-n:] for word in alphabetic for n in range(_PART_LENGTH, len(word) - 2)}
    components = (heads & tails) | {word for word in alphabetic if len(word) >= _PART_LENGTH}
    found = {word: _ends(word, components) for word in alphabetic}
    used = {piece for pieces in found.values() for piece in pieces}
    whole = {word: (*pieces, word) if word in used else pieces for word, pieces in found.items()}
    return {word: pieces for word, pieces in whole.items() if pieces}


def _ends(word: str, components: set[str]) -> tuple[str, ...]:
    """The longest component that begins the word and the longest that ends it, the word itself excepted."""
    lengths = range(len(word) - 2, _PART_LENGTH - 1, -1)
    first = next((word[:n] for n in lengths if word[:n] in components), None)
    last = next((word[-n:] for n in lengths if word[-n:] in components), None)
    return tuple(dict.fromkeys(piece for piece in (first, last) if piece))
