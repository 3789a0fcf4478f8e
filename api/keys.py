"""Who may write: a key names a role, a role has rights, and nothing is written without them.

Keys are settings (`RODATRADEN_KEYS=redaktör:…,granskare:…`); a request bears one as `Authorization: Bearer …` or
`X-API-Key: …`. Only a key's hash is kept, and tries are counted, right and wrong ones. Every decision is signed with
the role, never with a person's name. A role may do all, or what `RODATRADEN_RIGHTS` names for it.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable, Coroutine
from itertools import chain
from typing import Annotated, Any

from fastapi import Depends, Request, Response, params
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute
from starlette.routing import BaseRoute

from api.gate import Rate, peer
from api.problems import ProblemError
from api.settings import Right, hash_key

MISSING = "Skicka nyckeln i huvudet ”Authorization: Bearer …” eller ”X-API-Key: …”."
CLOSED = (
    "Tjänsten har inga nycklar, så ingen får skriva. "
    "Sätt inställningen RODATRADEN_KEYS till roll:nyckel (minst 12 tecken) och starta om."
)


def require_role(request: Request) -> str:
    """The role of the request's key; raises `ProblemError`: 401 without one, 403 for a wrong one or if none is set."""
    known: str | None = getattr(request.state, "role", None)
    if known is None:
        known = request.state.role = _find_role(request)
    return known


def _find_role(request: Request) -> str:
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
        rate.check(f"okänd {peer(request)}")
        raise ProblemError(403, "Okänd nyckel", f"Nyckeln är inte en av tjänstens. {MISSING}")
    rate.check(roles[0])
    return roles[0]


def _given(request: Request) -> str:
    scheme, _, bearer = request.headers.get("authorization", "").partition(" ")
    return bearer.strip() if scheme.lower() == "bearer" else request.headers.get("x-api-key", "").strip()


def require_right(request: Request, role: str, right: Right) -> None:
    """Raises `ProblemError` 403 where the role lacks the right."""
    if not request.app.state.deployment.settings.may(role, right):
        raise ProblemError(
            403, "Rätt saknas",
            f"Rollen ”{role}” saknar rätten ”{right}”. Använd en roll som har den, eller ge den i RODATRADEN_RIGHTS.",
        )  # fmt: skip


Role = Annotated[str, Depends(require_role)]


def _having(*rights: Right) -> params.Depends:
    """A dependency: the role of the request's key, which has all these rights."""

    def require(request: Request, role: Role) -> str:
        for right in rights:
            require_right(request, role, right)
        return role

    return params.Depends(require)


Uploader = Annotated[str, _having("ladda-upp")]
Corrector = Annotated[str, _having("rätta")]
Reviewer = Annotated[str, _having("granska")]
PublisherRole = Annotated[str, _having("publicera")]
Importer = Annotated[str, _having("rätta", "granska", "publicera")]
"""Of decisions of every kind at once."""


def wants_key(route: BaseRoute) -> bool:
    """Whether a call wants a key."""
    return isinstance(route, APIRoute) and require_role in _calls(route.dependant)


def _calls(dependant: Dependant) -> set[object]:
    return {dependant.call, *chain.from_iterable(_calls(one) for one in dependant.dependencies)}


class KeyFirst(APIRoute):
    """A call that asks for its key before it reads what was sent: who may not write is not listened to."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The call's own handler, behind the question for a key where the call wants one."""
        handle = super().get_route_handler()
        if not wants_key(self):
            return handle

        async def guarded(request: Request) -> Response:
            require_role(request)
            return await handle(request)

        return guarded
