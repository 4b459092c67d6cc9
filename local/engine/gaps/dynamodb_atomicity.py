"""Gap: a write of a state machine's task may be lost when another write happens at the same time.

Calls of clients are handled one after the other, but tasks of state machines run on threads of their own, in the
middle of those calls. DynamoDB applies each operation as a whole.

https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html
"""

import threading

from ministack.services import dynamodb

from .replacement import wrap

OPERATIONS = (
    "_get_item", "_put_item", "_update_item", "_delete_item", "_query", "_scan",
    "_batch_get_item", "_batch_write_item", "_transact_get_items", "_transact_write_items",
    "_execute_statement", "_batch_execute_statement", "_execute_transaction",
)

# Held during one operation. Some are made of others.
one_operation = threading.RLock()


def run_alone(original, *arguments):
    with one_operation:
        return original(*arguments)


def close():
    for operation in OPERATIONS:
        wrap(dynamodb, operation, run_alone)
