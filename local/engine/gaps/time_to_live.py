"""Gap: a template cannot enable time to live, and an expired item has no record in the stream of its table.

AWS deletes an expired item within a few days; here it takes about a second. The record says that the service removed the item.

https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/time-to-live-ttl-streams.html
"""

import threading
import time
from contextvars import ContextVar

from ministack.core.responses import _request_account_id, _request_region
from ministack.services import dynamodb

from .dynamodb_atomicity import one_operation
from .replacement import existing, wrap
from .stack_resources import wrap_operation

SWEEP_SECONDS = 1
SERVICE = {"type": "Service", "principalId": "dynamodb.amazonaws.com"}

by_time_to_live: ContextVar[bool] = ContextVar("by_time_to_live", default=False)


def sweep_forever():
    by_time_to_live.set(True)
    while True:
        time.sleep(SWEEP_SECONDS)
        with one_operation:
            for (account, region, table), setting in list(dynamodb._ttl_settings.all_items()):
                if setting["TimeToLiveStatus"] == "ENABLED":
                    _request_account_id.set(account)
                    _request_region.set(region)
                    sweep(table, setting["AttributeName"])


def sweep(table_name, attribute):
    table = dynamodb._tables.get(table_name)
    for key in [key for key, item in keyed_items(table) if is_expired(item.get(attribute))]:
        item = dynamodb._remove_item(table, *key)
        dynamodb._emit_stream_event(table_name, "REMOVE", item, None)


def keyed_items(table):
    for partition_key, partition in (table["items"] if table else {}).items():
        for sort_key, item in partition.items():
            yield (partition_key, sort_key), item


def is_expired(attribute_value):
    # Only numbers are times.
    return attribute_value is not None and "N" in attribute_value and float(attribute_value["N"]) <= time.time()


def remove_item(original, *arguments):
    # MiniStack's own sweep writes no record. Items that it finds are left to the sweep of this module.
    return None if threading.current_thread().name == "dynamodb-ttl-reaper" else original(*arguments)


def change_record(original, *arguments):
    record = original(*arguments)
    return {**record, "userIdentity": SERVICE} if by_time_to_live.get() else record


def apply(table_name, properties):
    specification = properties.get("TimeToLiveSpecification")
    if specification:
        dynamodb._update_ttl({"TableName": table_name, "TimeToLiveSpecification": {
            **specification, "Enabled": str(specification["Enabled"]).lower() == "true",
        }})
    else:
        dynamodb._ttl_settings.pop(table_name, None)


def create_table(original, logical_id, properties, stack_name):
    created = original(logical_id, properties, stack_name)
    apply(created[0], properties)
    return created


def update_table(original, physical_id, old_properties, properties, *names, **options):
    updated = original(physical_id, old_properties, properties, *names, **options)
    apply(updated[0], properties)
    return updated


def close():
    for name in ("_tables", "_ttl_settings", "_update_ttl", "_emit_stream_event"):
        existing(dynamodb, name)
    wrap(dynamodb, "_remove_item", remove_item)
    wrap(dynamodb, "_build_change_record", change_record)
    wrap_operation("AWS::DynamoDB::Table", "create", create_table)
    wrap_operation("AWS::DynamoDB::Table", "update", update_table)
    threading.Thread(target=sweep_forever, daemon=True, name="time-to-live").start()
