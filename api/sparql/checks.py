"""What a query from outside is refused for before it runs. Pure, and linear in the query's length."""

from __future__ import annotations

import re
from itertools import islice

from api.sparql.errors import RefusedError, TooMuchError
from api.sparql.limits import Limits

UPDATES = frozenset({"INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH"})
FORMS = frozenset({"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"})
NO_UPDATES = "Tjänsten tar bara läsande frågor (SELECT, ASK, CONSTRUCT, DESCRIBE), inga uppdateringar."
NO_SERVICE = (
    "SERVICE är avstängt: tjänsten hämtar inget från andra adresser. Ta bort den delen "
    "(ett prefix får inte heller heta så)."
)

# A string that is never closed reaches to the end, and a prefix is short: so no text is read many times.
TOKEN = re.compile(
    r"""
      (?P<comment> \#[^\n\r]* )
    | (?P<opaque>  \"{3}(?:[^"\\]|\\.|"(?!""))*(?:\"{3}|\\?\Z) | '{3}(?:[^'\\]|\\.|'(?!''))*(?:'{3}|\\?\Z)
                 | "(?:[^"\\\n\r]|\\.)*"? | '(?:[^'\\\n\r]|\\.)*'? | <[^<>"{}|^`\\\s]*> )
    | (?P<name>    [?$]\w+ | @[A-Za-z0-9-]+ )
    | (?P<prefix>  [\w.-]{0,64}+ ) : (?: [\w:%.-] | \\. )*
    | (?P<word>    \w+ )
    | (?P<sign>    \S )
    """,
    re.VERBOSE | re.DOTALL,
)


def check_query(text: str, limits: Limits) -> frozenset[str]:
    """Refuse what must not reach the engine: too long, too deep, too many tokens, an update, SERVICE.

    Answers the query's bare words in capitals: no names, variables, strings or comments.
    """
    if len(text.encode(errors="replace")) > limits.length:
        raise TooMuchError(
            f"SPARQL-frågan är längre än {limits.length} byte. Dela upp den (gränsen: RODATRADEN_SPARQL_LENGTH)."
        )
    told = (match for match in TOKEN.finditer(text) if match.lastgroup != "comment")
    tokens = list(islice(told, limits.tokens + 1))
    if len(tokens) > limits.tokens:
        raise TooMuchError(
            f"SPARQL-frågan har fler än {limits.tokens} ord och tecken. Dela upp den "
            "(gränsen: RODATRADEN_SPARQL_TOKENS)."
        )
    if _depth([match[0] for match in tokens if match.lastgroup == "sign"]) > limits.depth:
        raise TooMuchError(
            f"SPARQL-frågan är nästlad djupare än {limits.depth} nivåer. Förenkla den "
            "(gränsen: RODATRADEN_SPARQL_DEPTH)."
        )
    words = [match[0].upper() for match in tokens if match.lastgroup == "word"]
    prefixes = [match["prefix"].upper() for match in tokens if match.lastgroup == "prefix"]
    if next((word for word in words if word in UPDATES | FORMS), None) in UPDATES:
        raise RefusedError(NO_UPDATES)
    if any("SERVICE" in word for word in words + prefixes):  # also as in ”1SERVICE”, ”SERVICE:x”: grammars differ
        raise RefusedError(NO_SERVICE)
    return frozenset(words)


def _depth(signs: list[str]) -> int:
    depth = deepest = 0
    for sign in signs:
        depth += (sign in "{([") - (sign in "})]")
        deepest = max(deepest, depth)
    return deepest
