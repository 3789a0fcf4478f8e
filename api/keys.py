"""Who may write: a key names a role, and nothing is written without one.

Keys are settings (`RODATRADEN_KEYS=redaktör:…,granskare:…`); a request bears one as `Authorization: Bearer …` or
`X-API-Key: …`. Only a key's hash is kept, and tries are counted, right and wrong ones. Every decision is signed with
the role, never with a person's name.
"""

from __future__ import annotations

import hmac
from typing import Annotated

from fastapi import Depends, Request

from api.gate import Rate
from api.problems import ProblemError
from api.settings import hash_key

MISSING = "Skicka nyckeln i huvudet ”Authorization: Bearer …” eller ”X-API-Key: …”."
CLOSED = (
    "Tjänsten har inga nycklar, så ingen får skriva. "
    "Sätt inställningen RODATRADEN_KEYS till roll:nyckel (minst 12 tecken) och starta om."
)


def require_role(request: Request) -> str:
    """The role of the request's key; raises `ProblemError`: 401 without one, 403 for a wrong one or if none is set."""
    keys: dict[str, str] = request.app.state.deployment.settings.keys
    if not keys:
        raise ProblemError(403, "Skrivning är avstängd", CLOSED)
    given = _given(request)
    if not given:
        raise ProblemError(401, "Nyckel saknas", MISSING)
    met = hash_key(given)
    roles = [role for role, key in keys.items() if hmac.compare_digest(key, met)]
    rate: Rate = request.app.state.writes
    if not roles:
        rate.check(f"okänd {request.client.host if request.client else ''}")
        raise ProblemError(403, "Okänd nyckel", f"Nyckeln är inte en av tjänstens. {MISSING}")
    rate.check(roles[0])
    return roles[0]


def _given(request: Request) -> str:
    scheme, _, bearer = request.headers.get("authorization", "").partition(" ")
    return bearer.strip() if scheme.lower() == "bearer" else request.headers.get("x-api-key", "").strip()


Role = Annotated[str, Depends(require_role)]
