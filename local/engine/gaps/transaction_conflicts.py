"""Gap: a transaction ends at once, so nothing ever conflicts with it.

On AWS a transaction is ongoing for some milliseconds, even if it is cancelled because a condition fails. Meanwhile, for its items:

- PutItem, UpdateItem and DeleteItem fail with `TransactionConflictException`.
- TransactWriteItems and TransactGetItems fail with `TransactionCanceledException`; the reason of the item is `TransactionConflict`.
- BatchWriteItem leaves them unprocessed. AWS documents no error for it, and no other answer fits.
- GetItem, BatchGetItem, Query and Scan read them, and see the outcome of the transaction.

https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html#transaction-conflict-handling

`ENGINE_TRANSACTION_SECONDS` sets the duration of transactions, for tests.
"""

import asyncio
import json
import os
from collections import Counter
from contextvars import ContextVar

from ministack.core.responses import error_response_json, get_account_id, get_region
from ministack.services import dynamodb

from .replacement import existing, wrap

SECONDS = float(os.environ.get("ENGINE_TRANSACTION_SECONDS", "0.01"))
MESSAGE = "Transaction is ongoing for the item"

# Items and request tokens of ongoing transactions.
ongoing_items = Counter()
ongoing_tokens = set()


class Request:
    """The transaction that a request has begun, if any."""

    def __init__(self):
        self.items = []
        self.token = None

    def begin(self, items, token):
        self.items, self.token = items, token
        ongoing_items.update(items)
        if token is not None:
            ongoing_tokens.add(token)

    def end(self):
        ongoing_items.subtract(self.items)
        for item in self.items:
            if not ongoing_items[item]:
                del ongoing_items[item]
        ongoing_tokens.discard(self.token)
        self.items, self.token = [], None


current_request: ContextVar[Request] = ContextVar("current_request")


async def handle_request(original, *arguments):
    request = Request()
    current_request.set(request)
    try:
        response = await original(*arguments)
        if request.items:
            await asyncio.sleep(SECONDS)
        return response
    finally:
        request.end()


def transact_write_items(original, data):
    items = [item_of(member) for member in members_of(data)]
    token = token_of(data)
    if is_completed(data):
        return original(data)
    if token in ongoing_tokens:
        return error_response_json(
            "TransactionInProgressException", "The transaction with the given request token is already in progress.", 400,
        )
    if any(item in ongoing_items for item in items):
        return cancelled(items)
    response = original(data)
    if response[0] == 200 or is_cancelled(response):
        current_request.get().begin([item for item in items if item is not None], token)
    return response


def transact_get_items(original, data):
    items = [item_of(member) for member in members_of(data)]
    return cancelled(items) if any(item in ongoing_items for item in items) else original(data)


def write_item(original, data):
    if key_of(data.get("TableName"), data.get("Item") or data.get("Key")) in ongoing_items:
        return error_response_json("TransactionConflictException", MESSAGE, 400)
    return original(data)


def batch_write_item(original, data):
    batches = data.get("RequestItems")
    if not isinstance(batches, dict) or not ongoing_items:
        return original(data)
    unprocessed = {
        table: conflicting for table, writes in batches.items()
        if (conflicting := [write for write in dicts(writes) if is_conflicting(table, write)])
    }
    if not unprocessed:
        return original(data)
    rest = {
        table: remaining for table, writes in batches.items()
        if (remaining := [write for write in writes if write not in unprocessed.get(table, [])])
    }
    status, headers, body = original({**data, "RequestItems": rest}) if rest else (200, json_headers(), b"{}")
    if status != 200:
        return status, headers, body
    answer = json.loads(body)
    for table, writes in (answer.get("UnprocessedItems") or {}).items():
        unprocessed.setdefault(table, []).extend(writes)
    return status, headers, json.dumps({**answer, "UnprocessedItems": unprocessed}, ensure_ascii=False).encode()


def is_conflicting(table, write):
    return any(key_of(table, (one or {}).get("Item") or (one or {}).get("Key")) in ongoing_items for one in write.values())


def cancelled(items):
    """Each item has a reason, in the order of the request."""
    reasons = [
        {"Code": "TransactionConflict", "Message": MESSAGE} if item in ongoing_items else {"Code": "None"} for item in items
    ]
    codes = ", ".join(reason["Code"] for reason in reasons)
    body = {
        "__type": "TransactionCanceledException",
        "message": f"Transaction cancelled, please refer cancellation reasons for specific reasons [{codes}]",
        "CancellationReasons": reasons,
    }
    return 400, {**json_headers(), "x-amzn-errortype": "TransactionCanceledException"}, json.dumps(body).encode()


def json_headers():
    return {"Content-Type": "application/x-amz-json-1.0"}


def is_cancelled(response):
    return response[1].get("x-amzn-errortype") == "TransactionCanceledException"


def is_completed(data):
    """Whether the token of the request belongs to a completed transaction: then the request does not begin a new one."""
    token = data.get("ClientRequestToken")
    return bool(token) and token_of(data) not in ongoing_tokens and dynamodb._txn_token_lookup(token) is not None


def token_of(data):
    token = data.get("ClientRequestToken")
    return (get_account_id(), get_region(), token) if token else None


def members_of(data):
    """The operations of a transaction, each of which has the parameters of an operation on one item."""
    return [next(iter(dicts(member.values())), {}) for member in dicts(data.get("TransactItems"))]


def item_of(operation):
    return key_of(operation.get("TableName"), operation.get("Item") or operation.get("Key"))


def key_of(table_name, attributes):
    """Identifies an item among all tables. Returns None if the request names no item, which the operation itself refuses."""
    name = dynamodb._normalize_table_name(table_name)
    table = dynamodb._tables.get(name) if isinstance(name, str) else None
    if not table or not isinstance(attributes, dict):
        return None
    keys = [attributes.get(attribute) for attribute in (table["pk_name"], table["sk_name"]) if attribute]
    if not all(isinstance(value, dict) for value in keys):
        return None
    return (get_account_id(), get_region(), name, *(json.dumps(value, sort_keys=True) for value in keys))


def dicts(values):
    return [value for value in values or () if isinstance(value, dict)]


def close():
    for name in ("_tables", "_normalize_table_name", "_txn_token_lookup"):
        existing(dynamodb, name)
    wrap(dynamodb, "handle_request", handle_request)
    wrap(dynamodb, "_transact_write_items", transact_write_items)
    wrap(dynamodb, "_transact_get_items", transact_get_items)
    for name in ("_put_item", "_update_item", "_delete_item"):
        wrap(dynamodb, name, write_item)
    wrap(dynamodb, "_batch_write_item", batch_write_item)
