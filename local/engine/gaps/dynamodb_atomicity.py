"""Gap: a write of a state machine's task can be lost if another write happens at the same time.

MiniStack handles calls of clients one after the other, but runs tasks of state machines on other threads at the same
time. DynamoDB applies each operation atomically.

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

# Held during an operation. Reentrant, because some operations call others.
one_operation = threading.RLock()


def run_alone(original, *arguments):
    with one_operation:
        return original(*arguments)


def close():
    for operation in OPERATIONS:
        wrap(dynamodb, operation, run_alone)
