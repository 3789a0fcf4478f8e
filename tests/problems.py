"""What a call that went wrong must answer, wherever it went wrong."""

from __future__ import annotations

from httpx import Response


def assert_problem(answer: Response, status: int, words: str) -> None:
    """The answer is a problem document (RFC 9457) of the status, with a title and these words in its detail."""
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    told = answer.json()
    assert told["status"] == status
    assert words in told["detail"]
    assert told["title"]
