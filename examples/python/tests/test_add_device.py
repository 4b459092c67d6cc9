"""Unit tests of the function, with a fake table and a fake audit log."""

import json
from typing import Any

import pytest

import add_device


class Table:
    def __init__(self) -> None:
        self.items: list[dict[str, Any]] = []

    def put_item(self, *, Item: dict[str, Any]) -> None:
        self.items.append(Item)


@pytest.fixture
def tables(monkeypatch: pytest.MonkeyPatch) -> dict[str, Table]:
    tables: dict[str, Table] = {}
    monkeypatch.setattr(add_device, "devices_of", lambda tenant_id: tables.setdefault(tenant_id, Table()))
    return tables


@pytest.fixture(autouse=True)
def records(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Any, ...]]:
    records: list[tuple[Any, ...]] = []
    monkeypatch.setattr(add_device, "record", lambda *record: records.append(record))
    return records


def post(body: str | None) -> tuple[int, dict[str, Any]]:
    event = {
        "path": "/tenant/t1/devices",
        "requestContext": {"authorizer": {"tenantId": "t1", "userId": "ann"}},
        "body": body,
    }
    response = add_device.handler(event, None)
    return response["statusCode"], json.loads(response["body"])


def test_a_device_is_added_to_the_tenant_of_the_token(tables: dict[str, Table], records: list[tuple[Any, ...]]) -> None:
    status, device = post('{"name": "Thermometer", "tenantid": "t2"}')

    assert (status, device["name"]) == (201, "Thermometer")
    assert list(tables) == ["t1"]
    assert tables["t1"].items == [{"tenantid": "t1", "deviceid": device["deviceId"], "name": "Thermometer"}]
    assert records == [("t1", "ann", "device.added", [{"type": "device", "id": device["deviceId"]}])]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (None, ""),
        ("no JSON", ""),
        ("[]", ""),
        ("{}", "/name"),
        ('{"name": 1}', "/name"),
        ('{"name": " "}', "/name"),
        (json.dumps({"name": "x" * 101}), "/name"),
    ],
)
def test_a_bad_body_is_refused_and_nothing_is_added(
    tables: dict[str, Table], records: list[tuple[Any, ...]], body: str | None, field: str
) -> None:
    status, problem = post(body)

    assert (status, problem["errors"][0]["field"]) == (400, field)
    assert tables == {}
    assert records == []
