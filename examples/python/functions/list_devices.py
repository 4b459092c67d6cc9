"""`GET /tenant/{tenantId}/devices`: the devices of the tenant, sorted by name; at most 100."""

from http import HTTPStatus
from typing import Any

from boto3.dynamodb.conditions import Key

from answers import answer, problem
from tenant_devices import devices_of
from tenant_scope import tenant_of


def handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    try:
        tenant_id = tenant_of(event)
    except ValueError as error:
        return problem(HTTPStatus.BAD_REQUEST, str(error))
    items = devices_of(tenant_id).query(
        IndexName="by-name",
        KeyConditionExpression=Key("tenantid").eq(tenant_id),
        Limit=100,
    )["Items"]
    devices = [{"deviceId": item["deviceid"], "name": item["name"]} for item in items]
    return answer(HTTPStatus.OK, {"tenantId": tenant_id, "devices": devices})
