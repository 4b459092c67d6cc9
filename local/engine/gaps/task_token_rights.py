"""Gap: the right to report the result of a task with a token works for all resources only.

On AWS it can be limited to a state machine: the one whose task waits for the token.

https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/serverless-policy-template-list.html (StepFunctionsCallbackPolicy)
"""

import json
from contextvars import ContextVar

from ministack.core import iam_actions
from ministack.services import stepfunctions

from .replacement import wrap

running_machine: ContextVar[str] = ContextVar("running_machine")
machines_of_tokens = {}


def execute_task(original, state, raw_input, execution, context):
    token = running_machine.set(execution["stateMachineArn"])
    try:
        return original(state, raw_input, execution, context)
    finally:
        running_machine.reset(token)


def invoke_with_callback(original, resource, arguments, token, state):
    machines_of_tokens[token] = running_machine.get()
    try:
        return original(resource, arguments, token, state)
    finally:
        del machines_of_tokens[token]


def extract_resource_arn(original, service, method, path, headers, body, *more):
    arn = original(service, method, path, headers, body, *more)
    return machines_of_tokens.get(token_in(body), arn) if service == "states" else arn


def token_in(body):
    try:
        request = json.loads(body or b"{}")
    except ValueError:
        return None
    return request.get("taskToken") if isinstance(request, dict) else None


def close():
    wrap(stepfunctions, "_execute_task", execute_task)
    wrap(stepfunctions, "_invoke_with_callback", invoke_with_callback)
    wrap(iam_actions, "extract_resource_arn", extract_resource_arn)
