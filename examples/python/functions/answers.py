"""Responses of the functions behind API Gateway."""

import json
from http import HTTPStatus
from typing import Any

# The origin of the web app that can read the responses; `*` allows every origin.
HEADERS = {"Access-Control-Allow-Origin": "*"}


def answer(status: HTTPStatus, body: dict[str, Any]) -> dict[str, Any]:
    return _answer(status, body, "application/json")


def problem(status: HTTPStatus, detail: str, errors: list[dict[str, str]] | None = None) -> dict[str, Any]:
    """A problem document (RFC 9457). `errors` has one entry for each invalid part of the body."""
    body: dict[str, Any] = {"type": "about:blank", "title": status.phrase, "status": status, "detail": detail}
    return _answer(status, body | ({"errors": errors} if errors else {}), "application/problem+json")


def _answer(status: HTTPStatus, body: dict[str, Any], content_type: str) -> dict[str, Any]:
    return {"statusCode": status, "headers": {**HEADERS, "Content-Type": content_type}, "body": json.dumps(body)}
