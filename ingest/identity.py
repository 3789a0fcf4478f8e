"""Which document this is: kind, organisation, year, period; from its content, never from the file's name."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Literal

from ingest.clues import Clues, find_clues
from ingest.kinds import SELF, kind_of, kind_patterns
from ingest.lexicon import any_of, cue, cues
from ingest.outline import Piece
from ingest.raw import RawDocument
from ingest.recognise.bodies import BOARD_FOR, GENITIVE
from ontology.model import Document, DocumentKind
from ontology.svenska import ascii_slug

_YEAR = r"(?<!\d)(20[0-4]\d)(?!\d)"
_DATED = re.compile(r"20\d\d-\d\d-\d\d|(?<=[A-ZÅÄÖ][ -])20\d\d[/:-]\d{1,6}")  # a day, a case: no plan's year
_PERIOD = re.compile(rf"{_YEAR}\s?[–-]\s?{_YEAR}")
_ALONE = re.compile(
    rf"(?:(?:gäller|avser|giltig|för|under|åren|perioden|planperiod(?:en)?|tid):?\s+){{0,3}}{_PERIOD.pattern}\.?", re.I
)
_AHEAD = re.compile(rf"{_YEAR}\s+(?:med|och|samt)\s+(?:\w+\s+){{0,3}}?{_PERIOD.pattern}")  # "2027 med plan 2028–2029"
_SELF_DOCUMENT = re.compile(
    SELF + r"(?:\w*plan(?:en)?|dokument(?:et)?|rapport(?:en)?|berättelse(?:n)?|\w+berättelse(?:n)?)\b", re.IGNORECASE
)
_HUVUDMAN = re.compile(
    r"\b(?!(?:En|Hela|Vår|Varje|Denna|Ingen|Samma)\s)(Region(?:en)?\s+[A-ZÅÄÖ][a-zåäö]+(?:-[A-ZÅÄÖ][a-zåäö]+)?(?:\s+län)?"
    r"|(?![a-zåäöA-ZÅÄÖ]+(?:nämnden|styrelsen|fullmäktige)\s)"
    r"[A-ZÅÄÖ][a-zåäö]+(?:\s[A-ZÅÄÖ][a-zåäö]+)?\s+(?:kommun|stad))s?\b"
)
_NAMND = re.compile(
    r"\b(?P<name>(?:[A-ZÅÄÖa-zåäö]+-,?\s+(?:[a-zåäö]+-\s+)?(?:och|samt)\s+)?[A-ZÅÄÖa-zåäö]{3,}nämnd"
    rf"|(?i:{'|'.join(cues()['bodies']['first'])})\s+[a-zåäö]*nämnd)(?:en|ens)?\b"
)
_STYRELSE = re.compile(rf"\b(?P<name>{'|'.join(cues()['bodies']['styrelser'])})ns?\b")
_NAMND_FOR = re.compile(rf"\b{BOARD_FOR}")
_OTHER = re.compile(rf"(?<![\w-])(?P<name>{'|'.join(cues()['bodies']['others'])})(?![\w-])")
_FULLMAKTIGE = re.compile(
    r"\b(?:antag(?:en|et)|beslutad|beslutat|fastställ[dt])\s+av\s+(?P<name>(?:kommun|region)fullmäktige)", re.I
)
_DNR = re.compile(r"\b(?:(?i:dnr|(?:diarie|ärende)n(?:umme)?r))[.:]?\s*([A-ZÅÄÖ]*\s?[\d/:-]*\d[\w/:-]*)")
_BARE_DNR = re.compile(r"(?<![\w/-])([A-ZÅÄÖ]{2,6}[\s/-]?20\d\d[-/:]\d{1,6})(?![\w/-])")
_MONTHS = [
    *("januari", "februari", "mars", "april", "maj", "juni"),
    *("juli", "augusti", "september", "oktober", "november", "december"),
]
_DATE = rf"(?:(?P<iso>20\d\d-\d\d-\d\d)|(?P<day>\d{{1,2}})\s+(?P<month>{'|'.join(_MONTHS)})\s+(?P<year>20\d\d))"
_DECIDED = re.compile(
    rf"\b(?:antag(?:en|et)|besluta[dt]|fastställ[dt]|godkän[dt]|antogs|beslutades|fastställdes|beslutsdatum|beslut:|nämndbeslut|beslut(?=\s+(?:20|i\s|av\s)))"
    rf"(?!\w)[^.]{{0,80}}?{_DATE}",
    re.IGNORECASE,
)
_DECISION = 6  # pieces that a decision may stand among: the title page, not the plan's own history


def identify(raw: RawDocument, pieces: Sequence[Piece]) -> Document:
    """The document with what its text says of it; what it does not say is None.

    A year that no text tells is the commonest one; a kind that none tells is `ovrigt`.
    """
    clues = find_clues(raw, pieces)
    kind = kind_of(clues)
    period = _period(clues, kind)
    year = period[0] if period else _year(clues, kind)
    board = _board(clues)
    huvudman = None if board and cue("bodies", "joint").search(board) else _huvudman(clues)
    memo = _is_memo(clues)
    return Document(
        id=_id(huvudman, board, kind, year, memo),
        kind=kind,
        title=_title(raw, clues, kind, year, board),
        year=year,
        period=period,
        organisation=board or huvudman,
        huvudman=huvudman,
        status=_status(clues, memo),
        decided=_decided(clues),
        dnr=_first(_DNR, (*clues.running, *clues.body)) or _first(_BARE_DNR, clues.body[:_DECISION]),
        pages=raw.pages,
        sha256=raw.sha256,
        media_type=raw.media_type,
        memo=memo,
    )


def _year(clues: Clues, kind: DocumentKind) -> int:
    votes: defaultdict[int, float] = defaultdict(float)
    named = any_of(cues()["kinds"].get(kind.value, ("plan",)))
    for weight, texts in ((12, clues.front[:4]), (4, clues.running), (3, clues.headings)):
        for text in texts:
            first = re.search(_YEAR, _DATED.sub("", text))  # a table's further columns are other years' figures
            if first:
                votes[int(first[1])] += weight * (2 if named.search(text) else 1)
    _vote_in_body(votes, clues)
    return max(votes, key=lambda year: votes[year]) if votes else 0


def _vote_in_body(votes: defaultdict[int, float], clues: Clues) -> None:
    for text in clues.body:
        for sentence in re.split(r"(?<=[.!?])\s+", text):
            weight = 8.0 if _SELF_DOCUMENT.search(sentence) else 0.5
            for year in re.findall(rf"\b(?:under|för|inför|i|år)\s+(?:år\s+)?{_YEAR}", sentence):
                votes[int(year)] += weight


def _period(clues: Clues, kind: DocumentKind) -> tuple[int, int] | None:
    named = any_of(cues()["kinds"].get(kind.value, ("plan",)))
    for text in (*clues.front[:4], *clues.running):
        match = _PERIOD.search(text)
        if match and (named.search(text) or text == clues.front[0] or _ALONE.fullmatch(text)):
            return int(_first(_AHEAD, (text,)) or match[1]), int(match[2])
    return None


def _huvudman(clues: Clues) -> str | None:
    names = Counter(
        re.sub(r"\s+", " ", m) for t in (*clues.front, *clues.running, *clues.body) for m in _HUVUDMAN.findall(t)
    )
    return names.most_common(1)[0][0] if names else None


def _board(clues: Clues) -> str | None:
    """The body that the front names first, else the fullmäktige that decided the plan, else the board most named."""
    for text in clues.front[:6]:
        if named := _NAMND_FOR.search(text):
            return named["name"][:1].upper() + named["name"][1:]
        if votes := _boards([text]):
            return votes.most_common(1)[0][0]
        if other := _OTHER.search(text):
            return other["name"]
    running = _boards(clues.running)
    decider = next((m for t in clues.front if (m := _FULLMAKTIGE.search(t))), None)
    if decider and not running:
        return decider["name"].capitalize()
    everywhere = _boards(clues.body)
    boards = Counter({n: v for n, v in everywhere.items() if not n.lower().endswith("styrelsen")})
    votes = running or boards or everywhere
    return votes.most_common(1)[0][0] if votes else None


def _boards(texts: Sequence[str]) -> Counter[str]:
    """How often each board is named."""
    votes: Counter[str] = Counter()
    for text in texts:
        votes.update(_board_name(m["name"], "en") for m in _NAMND.finditer(text))
        votes.update(_board_name(m["name"], "n") for m in _STYRELSE.finditer(text))
    return votes


def _board_name(name: str, ending: str) -> str:
    first, *rest = name.split()
    spelled = " ".join([first[:1].upper() + first[1:], *(word.lower() for word in rest)])
    return spelled + ("" if GENITIVE.match(spelled) else ending)


def _is_memo(clues: Clues) -> bool:
    """Whether a document puts forward another: it proposes a decision and is no decided plan that prints one."""
    every = (*clues.front, *clues.running, *clues.headings)
    proposes = any(cue("memo", "proposes").search(t) for t in every)
    named = any(cue("memo", "names").search(t) for t in every)
    return proposes and (named or not any(_DECIDED.search(t) for t in clues.front[:_DECISION]))


def _status(clues: Clues, memo: bool) -> Literal["forslag", "antagen"] | None:
    if memo or any(re.search(r"\b(förslag|remissversion|utkast)\b", t, re.IGNORECASE) for t in clues.front[:4]):
        return "forslag"
    return "antagen" if _decided(clues) else None


def _decided(clues: Clues) -> str | None:
    """The ISO date of the decision that the front, what runs on the pages, or a sentence on itself tells."""
    itself = (s for t in clues.body for s in re.split(r"(?<=[.!?])\s+", t) if _SELF_DOCUMENT.search(s))
    for text in (*clues.body[:_DECISION], *clues.running, *itself):
        match = _DECIDED.search(text)
        if match and match["iso"]:
            return match["iso"]
        if match:
            return f"{match['year']}-{_MONTHS.index(match['month'].lower()) + 1:02d}-{int(match['day']):02d}"
    return None


def _first(pattern: re.Pattern[str], texts: Sequence[str]) -> str | None:
    return next((m[1].strip() for t in texts if (m := pattern.search(t))), None)


def _title(raw: RawDocument, clues: Clues, kind: DocumentKind, year: int, board: str | None) -> str:
    """The printed title where the front names the kind, else one composed of kind, year and board."""
    pattern = dict(kind_patterns()).get(kind.value)
    if kind is DocumentKind.OVRIGT and clues.front:
        return clues.front[0]
    for text in clues.front[:4]:
        if pattern and pattern.search(text) and str(year) in text and len(text) > 12 and "innehåll" not in text.lower():
            return text
    composed = f"{_SWEDISH.get(kind, kind.value.capitalize())} {year or ''}".strip()
    return f"{composed}, {board}" if board else composed


_SWEDISH = {
    DocumentKind.VERKSAMHETSBERATTELSE: "Verksamhetsberättelse",
    DocumentKind.DELARSRAPPORT: "Delårsrapport",
    DocumentKind.ARSREDOVISNING: "Årsredovisning",
    DocumentKind.FARDPLAN: "Färdplan",
    DocumentKind.OVRIGT: "Dokument",
}


def _id(huvudman: str | None, board: str | None, kind: DocumentKind, year: int, memo: bool) -> str:
    parts = [ascii_slug(p) for p in (huvudman, board) if p]
    return "-".join([*parts, kind.value, str(year or "utan-ar"), *(["tjansteskrivelse"] if memo else [])])
