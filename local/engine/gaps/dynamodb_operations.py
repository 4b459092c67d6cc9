"""Condition keys that depend on the single operations of a DynamoDB request.

MiniStack creates one context for a request. DynamoDB authorizes the parts of a request one by one: each item of a
transaction, and each table of a batch with all of its items.
"""

import json
import re
from contextvars import ContextVar
from dataclasses import dataclass

from ministack.core import iam_actions, iam_evaluator

from .replacement import wrap

TRANSACTION_ACTIONS = {
    "ConditionCheck": "ConditionCheckItem", "Put": "PutItem", "Update": "UpdateItem", "Delete": "DeleteItem", "Get": "GetItem",
}


@dataclass
class Operation:
    """A part of a request, with the parameters of a single-item operation or of a query."""

    table: str
    parameters: dict
    # The action that authorizes an item of a transaction.
    action: str | None = None


# The operations of the current request that are not yet authorized: each item of a transaction is removed when it is authorized.
operations: ContextVar[list[Operation]] = ContextVar("operations")
suppliers = []


def supply(keys_of):
    """Adds `keys_of(action, operation)`, which returns values by condition key, and a list for a key that can have several values."""
    if not suppliers:
        wrap(iam_actions, "dynamodb_service_context", service_context)
        wrap(iam_evaluator, "enforce", enforce)
    suppliers.append(keys_of)


def service_context(original, body):
    operations.set(list(operations_of(body)))
    return original(body)


def enforce(original, access_key_id, iam_action, service, region, resource_arn="*", service_context=None):
    if service == "dynamodb":
        service_context = {**(service_context or {}), **keys(iam_action.split(":", 1)[1], table_name(resource_arn))}
    return original(access_key_id, iam_action, service, region, resource_arn, service_context)


def keys(action, table):
    values = {}
    for operation in operations_to_authorize(action, table):
        for keys_of in suppliers:
            for key, value in keys_of(action, operation).items():
                values[key] = values.get(key, []) + value if isinstance(value, list) else value
    return values


def operations_to_authorize(action, table):
    of_table = [operation for operation in operations.get([]) if operation.table == table]
    of_item = next((operation for operation in of_table if operation.action == action), None)
    if of_item is None:
        return of_table
    # MiniStack authorizes the items in their order.
    operations.get().remove(of_item)
    return [of_item]


def operations_of(body):
    try:
        request = json.loads(body or b"{}")
    except (TypeError, ValueError):
        return
    if not isinstance(request, dict):
        return
    if isinstance(request.get("TableName"), str):
        yield Operation(table_name(request["TableName"]), request)
    for item in dicts(request.get("TransactItems")):
        for kind, action in TRANSACTION_ACTIONS.items():
            parameters = item.get(kind)
            if isinstance(parameters, dict) and isinstance(parameters.get("TableName"), str):
                yield Operation(table_name(parameters["TableName"]), parameters, action)
    batches = request.get("RequestItems")
    for table, batch in (batches.items() if isinstance(batches, dict) else ()):
        if isinstance(batch, dict):
            for key in dicts(batch.get("Keys")):
                yield Operation(table_name(table), {**batch, "Key": key})
        for write in dicts(batch):
            for parameters in write.values():
                if isinstance(parameters, dict):
                    yield Operation(table_name(table), parameters)


def table_name(name_or_arn):
    """A request names a table by its name or by its ARN."""
    return re.sub(r"^arn:[^/]*:table/([^/]+).*$", r"\1", name_or_arn)


def dicts(value):
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []
