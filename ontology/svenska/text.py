"""Folding, cutting and sorting of Swedish text."""

from __future__ import annotations

import re
import unicodedata

DASHES = "‐‑‒–—―−﹣-"
"""Every sign that is printed for a hyphen, a dash or a minus."""
_TO_HYPHEN = str.maketrans(dict.fromkeys(DASHES, "-") | {"\u00ad": None, "\u200b": None, "\ufeff": None})
_TO_APOSTROPHE = str.maketrans(dict.fromkeys("´`’‘", "'"))
_LETTERS = str.maketrans({"ø": "o", "æ": "a", "ß": "ss", "đ": "d", "ł": "l"})
_AFTER_Z = str.maketrans({"å": "{", "ä": "|", "æ": "|", "ö": "}", "ø": "}", "ü": "y"})
_NUMBER = r"\d+(?:[.,]\d+)*[a-zåäö]?(?!\w)"
_WORD = re.compile(rf"{_NUMBER}|(?<!\w)[^\W\d_]-[^\W\d_]+|\w+(?:[:'](?:s|n|t|en|er|ar|et|erna|arna|ens)\b)?")
_INFLECTION = re.compile("[:']")

_FUNCTION_WORDS = """
alla allt att av bara bland blev bli blir både d de dels dem den denna dennes deras dess dessa det detta dig din
dina ditt dock du då där därför e efter egen eller emot en enligt er era ert ett finns fram från för före ge
genom ger går gör göra ha hade han har hela helt henne hennes hit hon honom hos hur här i ibland icke ifrån in
inför ingen inget inom inte istället ja jag ju just kan kommer kring kunde kunna man med medan mellan men mer
mest mig min mina mitt mot mycket måste nej ner nog nu ny nya någon något några när och också olika om oss på
redan respektive samma samt sedan sig sin sina sitt själv ska skall skulle som står så sådan sådana säga säger
till tills tog trots under upp ur ut utan utifrån utom utöver vad var vara varför varit varje vars vart vem vems
vet vi via vid vidare vilka vilkas vilken vilket vår våra vårt åt än är även över övrigt
"""
STOPWORDS = frozenset(_FUNCTION_WORDS.split())
"""Swedish function words and question words, folded: they say little of what a sentence is about."""


def fold(text: str) -> str:
    """The comparable form: NFKC, every dash a hyphen, white space collapsed, case folded.

    å, ä, ö are kept, soft hyphens are not; apostrophes are made alike.
    """
    plain = unicodedata.normalize("NFKC", text.translate(_TO_APOSTROPHE)).translate(_TO_HYPHEN)
    return " ".join(unicodedata.normalize("NFKC", plain.casefold()).split())


def ascii_slug(text: str, limit: int = 60) -> str:
    """Readable ASCII for identifiers: lower-case letters and digits parted by single hyphens.

    At most `limit` characters; cut between words where a cut in the last half allows it. May be empty.
    """
    plain = unicodedata.normalize("NFKD", fold(text).translate(_LETTERS)).encode("ascii", "ignore").decode()
    slug = re.sub(r"[^a-z0-9]+", "-", plain.replace("'", "")).strip("-")
    if len(slug) <= limit:
        return slug
    cut = slug.rfind("-", limit // 2, limit + 1)
    return slug[: cut if cut > 0 else limit].strip("-")


def words(text: str) -> list[str]:
    """The words and numbers of a text, folded, in order.

    A hyphen parts words ("1177-direkt" gives two), save after a single letter ("e-tjänster" is one); a
    number keeps its decimals and its letter ("6,5", "3a"); an acronym loses its inflection ("VRI:er" gives "vri").
    """
    found = _WORD.findall(fold(text))
    return [(_INFLECTION.split(word, 1)[0] if ":" in word or "'" in word else word).strip("_") for word in found]


def swedish_sort_key(text: str) -> tuple[tuple[int, int, str], ...]:
    """A key that sorts å, ä, ö after z and numbers by their size ("Nr 9" before "Nr 10")."""
    pieces = re.findall(r"\d+|\D+", fold(text).translate(_AFTER_Z))
    return tuple((0, int(piece), "") if piece.isdecimal() else (1, 0, piece) for piece in pieces)
