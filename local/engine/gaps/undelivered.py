"""The message that EventBridge sends to the dead-letter queue of a target: the event, and the reason in message attributes.

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html
"""

import json

from ministack.services import sqs

from .replacement import existing


def send(queue_arn, event, rule, target, error, message, retries=None):
    """Sends the message. `retries` is None if EventBridge gave up at once, as it does when a permission is missing."""
    text = {"RULE_ARN": rule["Arn"], "TARGET_ARN": target["Arn"], "ERROR_CODE": error, "ERROR_MESSAGE": message}
    if retries is not None:
        text["EXHAUSTED_RETRY_CONDITION"] = "MaximumRetryAttempts"
    attributes = {name: {"DataType": "String", "StringValue": value} for name, value in text.items()}
    attributes["RETRY_ATTEMPTS"] = {"DataType": "Number", "StringValue": str(retries or 0)}
    url = sqs._queue_by_arn(queue_arn)["url"]
    sqs._act_send_message({"QueueUrl": url, "MessageBody": json.dumps(event), "MessageAttributes": attributes}, url)


def check_queues():
    for name in ("_queue_by_arn", "_act_send_message"):
        existing(sqs, name)
