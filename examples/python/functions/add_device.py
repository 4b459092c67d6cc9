"""`POST /tenant/{tenantId}/devices` with `{ "name": "..." }`: adds a device to the tenant."""

import json
from http import HTTPStatus
from typing import Any
from uuid import uuid4

from answers import answer, problem
from audit_log import record, user_of
from tenant_devices import devices_of
from tenant_scope import tenant_of


def handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    try:
        tenant_id = tenant_of(event)
    except ValueError as error:
        return problem(HTTPStatus.BAD_REQUEST, str(error))
    try:
        body = json.loads(event["body"] or "")
    except json.JSONDecodeError:
        body = None
    if not isinstance(body, dict):
        errors = [{"field": "", "detail": "must be a JSON object"}]
        return problem(HTTPStatus.BAD_REQUEST, "The body is not a JSON object.", errors)

    name = body.get("name")
    if not isinstance(name, str) or not name.strip() or len(name) > 100:
        errors = [{"field": "/name", "detail": "must be a text of 1 to 100 characters"}]
        return problem(HTTPStatus.BAD_REQUEST, "The body names no device.", errors)

    device_id = str(uuid4())
    devices_of(tenant_id).put_item(Item={"tenantid": tenant_id, "deviceid": device_id, "name": name})
    record(tenant_id, user_of(event), "device.added", [{"type": "device", "id": device_id}])
    return answer(HTTPStatus.CREATED, {"deviceId": device_id, "name": name})
