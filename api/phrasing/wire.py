"""The one place that talks to a language model: a question of the chat completions interface, and its text.

https://platform.openai.com/docs/api-reference/chat/create. Nothing is tried twice, and no redirect, proxy or password
file of the environment leads anywhere but to the address in the settings.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import httpx
from pydantic import BaseModel, SecretStr, ValidationError

LARGEST = 200_000
"""Bytes of an answer."""

Message = dict[str, str]


class WireError(Exception):
    """The endpoint gave nothing that can be used; the message is a word for the log and holds nothing of its answer."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where the model is, what it is called there, and how many seconds it has."""

    address: str
    model: str
    key: SecretStr | None
    seconds: float


class _Said(BaseModel):
    content: str


class _Choice(BaseModel):
    message: _Said
    finish_reason: str | None = None


class _Reply(BaseModel):
    choices: list[_Choice]


def complete(endpoint: Endpoint, messages: Sequence[Message], room: int) -> str:
    """What the model says, in at most `room` tokens; raises `WireError`. Must not be called from an event loop."""
    return _read(asyncio.run(_fetch(endpoint, messages, room)))


async def _fetch(endpoint: Endpoint, messages: Sequence[Message], room: int) -> bytes:
    """The answer's bytes, all of them within the endpoint's seconds, however slowly they come."""
    asked = {"model": endpoint.model, "messages": list(messages), "max_tokens": room, "temperature": 0, "stream": False}
    headers = {"Accept": "application/json", "Accept-Encoding": "identity"}
    if endpoint.key:
        headers["Authorization"] = f"Bearer {endpoint.key.get_secret_value()}"
    client = httpx.AsyncClient(  # nosec B113 # the clock below bounds all of it, however slowly the pieces come
        verify=_trusted(), trust_env=False, follow_redirects=False, timeout=None
    )
    try:
        async with asyncio.timeout(endpoint.seconds), client:
            address = endpoint.address.rstrip("/") + "/chat/completions"
            async with client.stream("POST", address, json=asked, headers=headers) as answer:
                if answer.status_code != httpx.codes.OK:
                    raise WireError(f"status {answer.status_code}")
                return await _take(answer)
    except TimeoutError as error:
        raise WireError("time") from error
    except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
        raise WireError(type(error).__name__) from error


async def _take(answer: httpx.Response) -> bytes:
    """The body, which is never unpacked and never larger than `LARGEST`."""
    content = bytearray()
    async for piece in answer.aiter_raw():
        content += piece
        if len(content) > LARGEST:
            raise WireError("size")
    return bytes(content)


def _read(content: bytes) -> str:
    try:
        choice = _Reply.model_validate_json(content).choices[0]
    except (ValidationError, IndexError) as error:
        raise WireError("form") from error
    if choice.finish_reason == "length":
        raise WireError("cut short")
    return choice.message.content


@cache
def _trusted() -> ssl.SSLContext:
    """The system's certificates, so that an organisation's own are among them."""
    return ssl.create_default_context()
