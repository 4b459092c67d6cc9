"""`GET /tenant/{tenantId}/devices/{deviceId}`: one device of the tenant."""

import json
import os
from functools import lru_cache

from tenant_scope import session_of, tenant_of

HEADERS = {"Content-Type": "application/json", "Access-Control-Allow-Origin": "*"}


def handler(event, context):
    try:
        tenant_id = tenant_of(event)
    except ValueError as error:
        return problem(400, "Bad Request", str(error))
    device_id = event["pathParameters"]["deviceId"]
    item = devices_of(tenant_id).get_item(Key={"tenantid": tenant_id, "deviceid": device_id}).get("Item")
    if item is None:
        return problem(404, "Not Found", "There is no such device.")
    return answer(200, {"deviceId": item["deviceid"], "name": item["name"]})


@lru_cache(maxsize=500)
def devices_of(tenant_id):
    """The table, limited to the rows of the tenant."""
    return session_of(tenant_id).resource("dynamodb").Table(os.environ["TABLE_NAME"])


def problem(status, title, detail):
    return answer(status, {"type": "about:blank", "title": title, "status": status, "detail": detail})


def answer(status, body):
    content_type = "application/json" if status < 400 else "application/problem+json"
    return {"statusCode": status, "headers": {**HEADERS, "Content-Type": content_type}, "body": json.dumps(body)}
