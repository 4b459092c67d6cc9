"""Gap: `dynamodb:Attributes` only has the names of a projection, `dynamodb:ReturnValues` is not supplied, and
`dynamodb:Select` has a value in writes. So the policies that AWS documents deny every write.

- `dynamodb:Attributes`: all top-level attributes that a request names, including its key
- `dynamodb:ReturnValues`: the parameter of the request; a policy must also handle requests without it
- `dynamodb:Select`: the parameter of the request or DynamoDB's default, in reads only

https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/specifying-conditions.html
https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazondynamodb.html
"""

import re

from . import dynamodb_operations
from .replacement import wrap

ATTRIBUTES, RETURN_VALUES, SELECT = "dynamodb:Attributes", "dynamodb:ReturnValues", "dynamodb:Select"
ITEMS = ("Key", "Item")
EXPRESSIONS = (
    "ConditionExpression", "FilterExpression", "KeyConditionExpression", "ProjectionExpression", "UpdateExpression",
)
OLDER_CONDITIONS = ("AttributeUpdates", "Expected", "KeyConditions", "QueryFilter", "ScanFilter")
READS = {"BatchGetItem", "GetItem", "Query", "Scan"}

# The first element of a path, unless it is the name of a function.
TOP_LEVEL_NAME = re.compile(r"(?<![\w:#.])(#\w+|[A-Za-z_]\w*)(?![\w]*\s*\()")
# DynamoDB reserves these words: an expression cannot use them as names of attributes.
KEYWORDS = {"ADD", "AND", "BETWEEN", "DELETE", "IN", "NOT", "OR", "REMOVE", "SET"}


def keys_of(action, operation):
    parameters = operation.parameters
    attributes = sorted(attributes_of(parameters))
    keys = {ATTRIBUTES: attributes} if attributes else {}
    if isinstance(parameters.get("ReturnValues"), str):
        keys[RETURN_VALUES] = parameters["ReturnValues"]
    if action in READS:
        keys[SELECT] = parameters.get("Select") or select_of(parameters)
    return keys


def attributes_of(parameters):
    names = parameters.get("ExpressionAttributeNames") or {}
    for member in ITEMS + OLDER_CONDITIONS:
        yield from parameters.get(member) or {}
    for member in EXPRESSIONS:
        for name in TOP_LEVEL_NAME.findall(parameters.get(member) or ""):
            if name.upper() not in KEYWORDS:
                yield names.get(name, name)
    yield from parameters.get("AttributesToGet") or []


def select_of(parameters):
    if parameters.get("ProjectionExpression") or parameters.get("AttributesToGet"):
        return "SPECIFIC_ATTRIBUTES"
    return "ALL_PROJECTED_ATTRIBUTES" if parameters.get("IndexName") else "ALL_ATTRIBUTES"


def service_context(original, body):
    return {key: value for key, value in original(body).items() if key not in (ATTRIBUTES, SELECT)}


def close():
    dynamodb_operations.supply(keys_of)
    wrap(dynamodb_operations.iam_actions, "dynamodb_service_context", service_context)
