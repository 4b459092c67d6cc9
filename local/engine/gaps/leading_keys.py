"""Gap: the condition key `dynamodb:LeadingKeys` is not supplied.

It holds the partition-key values that a request names: of the table, or of the index that a query reads. Requests that
name none (Scan) have no such key. PartiQL statements get none here although AWS reads them; policies that demand the
key, as they must, deny them.
"""

import json
import re
from contextvars import ContextVar

from ministack.core import iam_actions, iam_evaluator
from ministack.services import dynamodb

from .replacement import existing, wrap

LEADING_KEYS = "dynamodb:LeadingKeys"

# MiniStack makes one context for a request. Operations on several tables are authorized table by table, though, and
# each with the keys of its own table; so the keys of the request wait here until the evaluator asks for one table.
keys_by_table: ContextVar[dict[str, list[str]]] = ContextVar("keys_by_table", default={})


def service_context(original, body):
    keys_by_table.set(leading_keys(body))
    return original(body)


def enforce(original, access_key_id, iam_action, service, region, resource_arn="*", service_context=None):
    keys = keys_by_table.get().get(table_name(resource_arn)) if service == "dynamodb" else None
    if keys:
        service_context = {**(service_context or {}), LEADING_KEYS: keys}
    return original(access_key_id, iam_action, service, region, resource_arn, service_context)


def leading_keys(body):
    """The partition-key values that a request names, by table name."""
    try:
        request = json.loads(body or b"{}")
    except (TypeError, ValueError):
        return {}
    keys = {}
    if isinstance(request, dict):
        for table, attribute_value in partition_key_values(request):
            values = keys.setdefault(table_name(table), [])
            if (text := text_of(attribute_value)) is not None:
                values.append(text)
    return keys


def partition_key_values(request):
    """Pairs of table and attribute value, for every operation that names a key."""
    if isinstance(request.get("TableName"), str):
        yield from of_operation(request)
    for transact_item in items(request.get("TransactItems")):
        for operation in transact_item.values():
            if isinstance(operation, dict) and isinstance(operation.get("TableName"), str):
                yield from of_operation(operation)
    batches = request.get("RequestItems")
    for table, batch in (batches.items() if isinstance(batches, dict) else ()):
        if isinstance(batch, dict):
            for key in items(batch.get("Keys")):
                yield from of_operation({"TableName": table, "Key": key})
        for write in items(batch):
            for operation in write.values():
                if isinstance(operation, dict):
                    yield from of_operation({"TableName": table, **operation})


def of_operation(operation):
    table = operation["TableName"]
    partition_key = partition_key_name(table, operation.get("IndexName"))
    if partition_key is None:
        return
    for member in ("Key", "Item"):
        attributes = operation.get(member)
        if isinstance(attributes, dict) and partition_key in attributes:
            yield table, attributes[partition_key]
    if isinstance(operation.get("KeyConditionExpression"), str):
        yield from ((table, value) for value in of_key_condition_expression(operation, partition_key))
    if isinstance(operation.get("KeyConditions"), dict):
        condition = operation["KeyConditions"].get(partition_key)
        for value in (condition.get("AttributeValueList") or []) if isinstance(condition, dict) else []:
            yield table, value


def of_key_condition_expression(operation, partition_key):
    names = operation.get("ExpressionAttributeNames") or {}
    values = operation.get("ExpressionAttributeValues") or {}
    for name, placeholder in re.findall(r"([#\w.-]+)\s*=\s*(:\w+)", operation["KeyConditionExpression"]):
        if names.get(name, name) == partition_key and placeholder in values:
            yield values[placeholder]


def partition_key_name(table, index):
    description = dynamodb._tables.get(table_name(table))
    if description is None:
        return None
    schema = description.get("KeySchema")
    if index is not None:
        indexes = (description.get("GlobalSecondaryIndexes") or []) + (description.get("LocalSecondaryIndexes") or [])
        schema = next((one.get("KeySchema") for one in indexes if one.get("IndexName") == index), None)
    return next((element["AttributeName"] for element in schema or [] if element.get("KeyType") == "HASH"), None)


def table_name(name_or_arn):
    """A request names a table by its name or by its ARN."""
    return re.sub(r"^arn:[^/]*:table/([^/]+).*$", r"\1", name_or_arn)


def text_of(attribute_value):
    if not isinstance(attribute_value, dict):
        return None
    return next((str(attribute_value[kind]) for kind in ("S", "N", "B") if kind in attribute_value), None)


def items(value):
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def close():
    existing(dynamodb, "_tables")
    wrap(iam_actions, "dynamodb_service_context", service_context)
    wrap(iam_evaluator, "enforce", enforce)
