"""The message that Lambda sends to the on-failure destination for discarded records of a stream.

A queue or a topic gets the position of the records; a bucket also gets the records themselves. The role of the
function needs the right to send. A message that cannot be delivered is lost.

https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html
"""

import json
import logging
from datetime import datetime, timezone
from uuid import uuid4

from ministack.core.arn import parse_arn
from ministack.services import s3, sns, sqs

from . import service_role
from .replacement import existing

SHARD = "shardId-00000000000000000000-00000000"
RIGHTS = {"sqs": ["sqs:SendMessage"], "sns": ["sns:Publish"], "s3": ["s3:PutObject", "s3:ListBucket"]}

logger = logging.getLogger("lambda")


def send(mapping, role_arn, records, condition, invocations, function_error):
    destination = ((mapping.get("DestinationConfig") or {}).get("OnFailure") or {}).get("Destination")
    if not destination:
        return
    service = parse_arn(destination).service
    message = metadata(mapping, records, condition, invocations, function_error)
    key = object_key(mapping)
    resources = {"s3:PutObject": f"{destination}/{key}"}
    for action in RIGHTS[service]:
        if not service_role.allows(role_arn, mapping["FunctionName"], action, resources.get(action, destination)):
            logger.warning("%s must be allowed to %s, but is not: discarded records are lost.", role_arn, action)
            return
    if service == "sqs":
        url = sqs._queue_by_arn(destination)["url"]
        sqs._act_send_message({"QueueUrl": url, "MessageBody": json.dumps(message)}, url)
    elif service == "sns":
        sns._publish({"TopicArn": destination, "Message": json.dumps(message)})
    else:
        whole = {**message, "payload": json.dumps({"Records": records})}
        s3._put_object(destination.rsplit(":", 1)[-1], key, json.dumps(whole).encode(), {"content-type": "application/json"})


def metadata(mapping, records, condition, invocations, function_error):
    first, last = records[0]["dynamodb"], records[-1]["dynamodb"]
    return {
        "requestContext": {
            "requestId": str(uuid4()),
            "functionArn": mapping["FunctionArn"],
            "condition": condition,
            "approximateInvokeCount": invocations,
        },
        "responseContext": {
            "statusCode": 200,
            "executedVersion": "$LATEST",
            "functionError": function_error,
        },
        "version": "1.0",
        "timestamp": f"{now():%Y-%m-%dT%H:%M:%S.%f}"[:-3] + "Z",
        "DDBStreamBatchInfo": {
            "shardId": SHARD,
            "startSequenceNumber": first["SequenceNumber"],
            "endSequenceNumber": last["SequenceNumber"],
            "approximateArrivalOfFirstRecord": arrival(first),
            "approximateArrivalOfLastRecord": arrival(last),
            "batchSize": len(records),
            "streamArn": mapping["EventSourceArn"],
        },
    }


def arrival(record):
    return f"{datetime.fromtimestamp(record['ApproximateCreationDateTime'], timezone.utc):%Y-%m-%dT%H:%M:%SZ}"


def object_key(mapping):
    return f"aws/lambda/{mapping['UUID']}/{SHARD}/{now():%Y/%m/%d/%Y-%m-%dT%H.%M.%S}-{uuid4()}"


def now():
    return datetime.now(timezone.utc)


def check_destinations():
    service_role.check_evaluator()
    existing(s3, "_put_object")
    existing(sns, "_publish")
    for name in ("_queue_by_arn", "_act_send_message"):
        existing(sqs, name)
