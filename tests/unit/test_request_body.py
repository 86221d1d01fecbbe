"""The body of a request: whole, too long, or of a client that has gone."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from starlette.requests import Request

from exporter.request_body import TooLongError, read_body

END: Mapping[str, Any] = {"type": "http.disconnect"}


def piece(content: bytes, *, more: bool = True) -> Mapping[str, Any]:
    return {"type": "http.request", "body": content, "more_body": more}


def body_of(*messages: Mapping[str, Any]) -> bytes:
    waiting: Iterator[Mapping[str, Any]] = iter(messages)

    async def receive() -> Mapping[str, Any]:
        return next(waiting)

    request = Request({"type": "http", "method": "POST", "headers": []}, receive)  # type: ignore[arg-type]
    return asyncio.run(read_body(request, 4))


def test_a_body_in_pieces_is_put_together() -> None:
    assert body_of(piece(b"ab"), piece(b"cd", more=False)) == b"abcd"


def test_what_is_too_long_is_not_read_to_its_end() -> None:
    with pytest.raises(TooLongError):
        body_of(piece(b"abc"), piece(b"de"))


def test_a_part_of_a_body_is_not_taken_for_the_whole() -> None:
    assert body_of(piece(b"abc"), END) == b""
