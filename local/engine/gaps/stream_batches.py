"""Gap: after a failure with records of a table's stream, Lambda only retries all of them.

On AWS a function can report the record that failed. Retries can be limited by their number and by the age of the records,
and a batch can be split. Discarded records go to a destination. The role of the function needs the rights for all of this,
first of all to read the stream.

https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html
https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-batchfailurereporting.html

Here a table has one shard. Its records are delivered one batch after the other, whatever the ParallelizationFactor, and
without a wait for more records (MaximumBatchingWindowInSeconds).
"""

import json
import time
from collections import defaultdict, deque
from contextvars import copy_context
from dataclasses import dataclass

from ministack.core.arn import parse_arn
from ministack.core.responses import _request_account_id, _request_region, error_response_json
from ministack.services import dynamodb, lambda_svc

from . import discarded_batch, service_role
from .replacement import existing, wrap
from .stack_resources import wrap_operation

READ_ACTIONS = ("DescribeStream", "GetRecords", "GetShardIterator", "ListStreams")

# Records that were read and are not finished, by the id of the mapping, oldest first.
unfinished = defaultdict(deque)


@dataclass
class Batch:
    records: list
    invocations: int = 0
    retries: int = 0


def poll(original):
    """Starts the work of each mapping that has records. Mappings do not wait for each other."""
    for account, region, mapping in lambda_svc._iter_all_esms():
        if is_stream(mapping["EventSourceArn"]) and mapping.get("Enabled", True):
            copy_context().run(start_work, account, region, mapping)
    # The end of a batch wakes the poller.
    return False


def start_work(account, region, mapping):
    _request_account_id.set(account)
    _request_region.set(region)
    mapping_id = mapping["UUID"]
    is_busy = lambda_svc._esm_inflight.get(mapping_id) or lambda_svc._esm_backoff_until.get(mapping_id, 0) > time.time()
    if not is_busy and has_work(mapping):
        lambda_svc._dispatch_esm_batch(mapping_id, work, mapping)


def has_work(mapping):
    return bool(unfinished[mapping["UUID"]]) or position(mapping) < dynamodb.stream_end_position(table_name(mapping))


def work(mapping):
    function, config = lambda_svc._get_func_record_for_qualifier(mapping["FunctionName"], mapping.get("Qualifier"))
    table = dynamodb._tables.get(table_name(mapping))
    if function is None or table is None or table.get("LatestStreamArn") != mapping["EventSourceArn"]:
        pause(mapping)
        return
    error = read_error(config["Role"], mapping["FunctionName"], mapping["EventSourceArn"])
    if error:
        mapping["LastProcessingResult"] = f"PROBLEM: {error}"
        pause(mapping)
        return
    batches = unfinished[mapping["UUID"]]
    if not batches:
        read(mapping, batches)
    if batches:
        discard_too_old(mapping, config, batches)
    if batches:
        deliver(mapping, function, config, batches)


def read_error(role_arn, function_name, stream_arn):
    if all(service_role.allows(role_arn, function_name, f"dynamodb:{action}", stream_arn) for action in READ_ACTIONS):
        return None
    return (
        f"Cannot access stream {stream_arn}. Please ensure the role can perform the GetRecords, GetShardIterator, "
        "DescribeStream, and ListStreams Actions on your stream in IAM."
    )


def read(mapping, batches):
    start = position(mapping)
    records = dynamodb.stream_records_since(table_name(mapping), start, int(mapping["BatchSize"]))
    with lambda_svc._dynamodb_stream_positions_lock:
        lambda_svc._dynamodb_stream_positions[mapping["UUID"]] = start + len(records)
    records = lambda_svc._apply_filter_criteria(records, mapping)
    if records:
        batches.append(Batch(records))


def position(mapping):
    # Expired records are no longer in the stream.
    return max(
        lambda_svc._dynamodb_stream_positions.get(mapping["UUID"], 0), dynamodb.stream_start_position(table_name(mapping)),
    )


def discard_too_old(mapping, config, batches):
    limit = int(mapping.get("MaximumRecordAgeInSeconds", -1))
    if limit == -1:
        return
    batch, oldest_allowed = batches[0], time.time() - limit
    too_old = [one for one in batch.records if one["dynamodb"]["ApproximateCreationDateTime"] < oldest_allowed]
    batch.records = batch.records[len(too_old):]
    if not batch.records:
        batches.popleft()
    if too_old:
        discarded_batch.send(mapping, config["Role"], too_old, "RecordAgeExceeded", batch.invocations, "Unhandled")


def deliver(mapping, function, config, batches):
    batch = batches[0]
    result = lambda_svc._execute_function(function, {"Records": batch.records})
    if result.get("throttle"):
        pause(mapping)
        return
    batch.invocations += 1
    failed_at = first_failure(mapping, batch.records, result)
    if failed_at is None:
        batches.popleft()
        mapping["LastProcessingResult"] = "OK"
        return
    mapping["LastProcessingResult"] = "PROBLEM: Function call failed"
    batch.records = batch.records[failed_at:]
    if mapping.get("BisectBatchOnFunctionError") and split(batches, failed_at):
        return
    limit = int(mapping.get("MaximumRetryAttempts", -1))
    if limit != -1 and batch.retries >= limit:
        batches.popleft()
        error = result.get("function_error") or "Unhandled"
        discarded_batch.send(mapping, config["Role"], batch.records, "RetryAttemptsExhausted", batch.invocations, error)
        return
    batch.retries += 1
    pause(mapping)


def first_failure(mapping, records, result):
    """The index of the record to continue with, or None if all are done."""
    if result.get("error"):
        return 0
    if "ReportBatchItemFailures" not in (mapping.get("FunctionResponseTypes") or []):
        return None
    response = result.get("body")
    if isinstance(response, (str, bytes)):
        response = json.loads(response or "null")
    failures = (response or {}).get("batchItemFailures")
    if not failures:
        return None
    numbers = [record["dynamodb"]["SequenceNumber"] for record in records]
    identifiers = {failure.get("itemIdentifier") for failure in failures}
    # An unknown sequence number means that all records failed.
    return min(numbers.index(one) for one in identifiers) if identifiers <= set(numbers) else 0


def split(batches, failed_at):
    """Whether there is a batch to try that does not count as a retry: the rest after the finished records, or the first half."""
    if failed_at > 0:
        return True
    batch = batches[0]
    half = len(batch.records) // 2
    if half == 0:
        return False
    batches.appendleft(Batch(batch.records[:half], batch.invocations, batch.retries))
    batch.records = batch.records[half:]
    return True


def pause(mapping):
    lambda_svc._esm_backoff_until[mapping["UUID"]] = time.time() + lambda_svc._ESM_BACKOFF_SECONDS


def table_name(mapping):
    return parse_arn(mapping["EventSourceArn"]).resource.split("/")[1]


def is_stream(arn):
    return arn.startswith("arn:aws:dynamodb:")


def release(original, mapping_id):
    original(mapping_id)
    unfinished.pop(mapping_id, None)


def create_mapping(original, request):
    error = error_of(request)
    return error_response_json("InvalidParameterValueException", error, 400) if error else original(request)


def create_stack_mapping(original, logical_id, properties, stack_name):
    error = error_of(properties)
    if error:
        raise ValueError(error)
    return original(logical_id, properties, stack_name)


def error_of(request):
    arn = request.get("EventSourceArn", "")
    _, config, name = lambda_svc._get_func_record_for_ref(request.get("FunctionName", ""))
    return read_error(config["Role"], name, arn) if config and is_stream(arn) else None


def close():
    discarded_batch.check_destinations()
    for name in (
        "_iter_all_esms", "_esm_inflight", "_esm_backoff_until", "_ESM_BACKOFF_SECONDS", "_dispatch_esm_batch",
        "_get_func_record_for_qualifier", "_get_func_record_for_ref", "_execute_function", "_apply_filter_criteria",
        "_dynamodb_stream_positions", "_dynamodb_stream_positions_lock",
    ):
        existing(lambda_svc, name)
    for name in ("_tables", "stream_start_position", "stream_end_position", "stream_records_since"):
        existing(dynamodb, name)
    wrap(lambda_svc, "_poll_dynamodb_streams", poll)
    wrap(lambda_svc, "_release_esm_poll_state", release)
    wrap(lambda_svc, "_create_esm", create_mapping)
    wrap_operation("AWS::Lambda::EventSourceMapping", "create", create_stack_mapping)
