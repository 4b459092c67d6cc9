"""`GET /tenant/{tenantId}/devices/{deviceId}`: one device of the tenant."""

from http import HTTPStatus
from typing import Any

from answers import answer, problem
from tenant_devices import devices_of
from tenant_scope import tenant_of


def handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    try:
        tenant_id = tenant_of(event)
    except ValueError as error:
        return problem(HTTPStatus.BAD_REQUEST, str(error))
    device_id = event["pathParameters"]["deviceId"]
    item = devices_of(tenant_id).get_item(Key={"tenantid": tenant_id, "deviceid": device_id}).get("Item")
    if item is None:
        return problem(HTTPStatus.NOT_FOUND, "There is no such device.")
    return answer(HTTPStatus.OK, {"deviceId": item["deviceid"], "name": item["name"]})
