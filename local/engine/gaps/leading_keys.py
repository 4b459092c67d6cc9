"""Gap: the condition key `dynamodb:LeadingKeys` is not supplied.

It has the partition-key values of a request: of the table, or of the index that a query reads. Requests without
partition-key values (Scan) do not have the condition key. AWS also supplies it for PartiQL statements, which this module
does not. Policies must demand the condition key, and such policies deny PartiQL statements here.
"""

import re

from ministack.services import dynamodb

from . import dynamodb_operations
from .replacement import existing

LEADING_KEYS = "dynamodb:LeadingKeys"


def keys_of(action, operation):
    values = [text for value in partition_key_values(operation) if (text := text_of(value)) is not None]
    return {LEADING_KEYS: values} if values else {}


def partition_key_values(operation):
    parameters = operation.parameters
    partition_key = partition_key_name(operation.table, parameters.get("IndexName"))
    if partition_key is None:
        return
    for member in ("Key", "Item"):
        attributes = parameters.get(member)
        if isinstance(attributes, dict) and partition_key in attributes:
            yield attributes[partition_key]
    if isinstance(parameters.get("KeyConditionExpression"), str):
        yield from of_key_condition_expression(parameters, partition_key)
    if isinstance(parameters.get("KeyConditions"), dict):
        condition = parameters["KeyConditions"].get(partition_key)
        yield from (condition.get("AttributeValueList") or []) if isinstance(condition, dict) else []


def of_key_condition_expression(parameters, partition_key):
    names = parameters.get("ExpressionAttributeNames") or {}
    values = parameters.get("ExpressionAttributeValues") or {}
    for name, placeholder in re.findall(r"([#\w.-]+)\s*=\s*(:\w+)", parameters["KeyConditionExpression"]):
        if names.get(name, name) == partition_key and placeholder in values:
            yield values[placeholder]


def partition_key_name(table, index):
    description = dynamodb._tables.get(table)
    if description is None:
        return None
    schema = description.get("KeySchema")
    if index is not None:
        indexes = (description.get("GlobalSecondaryIndexes") or []) + (description.get("LocalSecondaryIndexes") or [])
        schema = next((one.get("KeySchema") for one in indexes if one.get("IndexName") == index), None)
    return next((element["AttributeName"] for element in schema or [] if element.get("KeyType") == "HASH"), None)


def text_of(attribute_value):
    if not isinstance(attribute_value, dict):
        return None
    return next((str(attribute_value[kind]) for kind in ("S", "N", "B") if kind in attribute_value), None)


def close():
    existing(dynamodb, "_tables")
    dynamodb_operations.supply(keys_of)
