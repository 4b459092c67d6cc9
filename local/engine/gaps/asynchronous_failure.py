"""Gap: a function that a rule calls is called only once. A function of a template has no dead-letter queue. The dead letters of other
functions have another form than on AWS, and need no right.

Lambda retries an asynchronous call twice. Then it sends the unchanged event, with the reason in message attributes, if the role of the
function allows it.

https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html
https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html
"""

import json
from uuid import uuid4

from ministack.services import eventbridge, lambda_svc, sqs

from . import service_role
from .replacement import existing, wrap
from .stack_resources import wrap_operation


def dispatch_to_lambda(original, arn, payload):
    function, config, _ = lambda_svc._get_func_record_for_ref(arn)
    if not function or not config:
        return original(arn, payload)
    return lambda_svc.invoke_async_with_retry(lambda_svc._execution_record_for_config(function, config), json.loads(payload))


def route_async_failure(original, target_arn, function_name, event, result):
    function, config, _ = lambda_svc._get_func_record_for_ref(function_name)
    queue = (config or {}).get("DeadLetterConfig", {}).get("TargetArn") == target_arn and sqs._queue_by_arn(target_arn)
    if not queue:
        return original(target_arn, function_name, event, result)
    if service_role.allows(config["Role"], "lambda", "sqs:SendMessage", target_arn):
        message = result["body"].get("errorMessage", "") if isinstance(result.get("body"), dict) else ""
        attributes = {"RequestID": ("String", str(uuid4())), "ErrorCode": ("Number", "200"), "ErrorMessage": ("String", message or "Unhandled")}
        sqs._act_send_message({
            "QueueUrl": queue["url"],
            "MessageBody": json.dumps(event),
            "MessageAttributes": {name: {"DataType": kind, "StringValue": value} for name, (kind, value) in attributes.items()},
        }, queue["url"])
    return None


def create(original, logical_id, properties, stack_name):
    result = original(logical_id, properties, stack_name)
    set_dead_letter_queue(result[0], properties)
    return result


def update(original, physical_id, old_properties, new_properties, stack_name, logical_id=None):
    result = original(physical_id, old_properties, new_properties, stack_name, logical_id)
    set_dead_letter_queue(result[0], new_properties)
    return result


def set_dead_letter_queue(name, properties):
    config = lambda_svc._functions[name]["config"]
    config.pop("DeadLetterConfig", None)
    if "DeadLetterConfig" in properties:
        config["DeadLetterConfig"] = properties["DeadLetterConfig"]


def close():
    service_role.check_evaluator()
    existing(lambda_svc, "_functions")
    for name in ("_get_func_record_for_ref", "_execution_record_for_config", "invoke_async_with_retry"):
        existing(lambda_svc, name)
    for name in ("_queue_by_arn", "_act_send_message"):
        existing(sqs, name)
    wrap(eventbridge, "_dispatch_to_lambda", dispatch_to_lambda)
    wrap(lambda_svc, "_route_async_failure", route_async_failure)
    wrap_operation("AWS::Lambda::Function", "create", create)
    wrap_operation("AWS::Lambda::Function", "update", update)
