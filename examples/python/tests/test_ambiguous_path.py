"""The responses of the functions to a path that can be read in two ways."""

import json
from types import ModuleType
from typing import Any

import pytest

import add_device
import list_devices
import read_device


@pytest.mark.parametrize("function", [add_device, list_devices, read_device])
def test_is_refused_as_a_bad_request_before_any_row_is_reached(
    monkeypatch: pytest.MonkeyPatch, function: ModuleType
) -> None:
    reached: list[str] = []
    monkeypatch.setattr(function, "devices_of", reached.append)
    event: dict[str, Any] = {
        "path": "/tenant/t1/%64evices/d1",
        "pathParameters": {"tenantId": "t1", "deviceId": "d1"},
        "requestContext": {"authorizer": {"tenantId": "t1"}},
        "body": '{"name": "Thermometer"}',
    }

    response = function.handler(event, None)

    assert response["statusCode"] == 400
    assert response["headers"]["Content-Type"] == "application/problem+json"
    assert json.loads(response["body"]) == {
        "type": "about:blank",
        "title": "Bad Request",
        "status": 400,
        "detail": "The path must have no empty segment, no dot segment, no backslash and no needless encoding.",
    }
    assert reached == []
