"""Gap: the tasks of a state machine run without a check of the machine's role.

On AWS every task calls services with the role of the machine. A task whose service this module does not know fails: no
task runs unchecked.

https://docs.aws.amazon.com/step-functions/latest/dg/service-integration-iam-templates.html
"""

import json
from contextvars import ContextVar

from ministack.core import iam_actions
from ministack.core.responses import get_account_id, get_region
from ministack.services import stepfunctions

from . import service_role, task_token_rights
from .replacement import existing, wrap

# Services whose name in SDK integrations differs from their name in IAM.
IAM_PREFIXES = {"eventbridge": "events", "sfn": "states"}

# Error names of refused calls that differ from `<service>.AccessDeniedException`.
REFUSALS = {"lambda": "Lambda.AWSLambdaException", "states": "StepFunctions.AccessDeniedException"}

role_of_machine: ContextVar[str] = ContextVar("role_of_machine")


def execute_task(original, state, raw_input, execution, context):
    token = role_of_machine.set(stepfunctions._state_machines[execution["stateMachineArn"]]["roleArn"])
    try:
        return original(state, raw_input, execution, context)
    finally:
        role_of_machine.reset(token)


def invoke_resource(original, resource, arguments):
    check_rights(resource, arguments)
    return original(resource, arguments)


def invoke_with_callback(original, resource, arguments, token, state):
    check_rights(resource, arguments)
    return original(resource, arguments, token, state)


def check_rights(resource, arguments):
    service, call = service_and_call(resource)
    for action, resource_arn in permissions(resource, service, call, arguments):
        if not service_role.allows(role_of_machine.get(), "states", action, resource_arn):
            raise stepfunctions._ExecutionError(
                REFUSALS.get(service, f"{service}.AccessDeniedException"),
                f"The role {role_of_machine.get()} is not authorized to perform: {action} on resource: {resource_arn}",
            )


def service_and_call(resource):
    """`dynamodb`, `PutItem` of `arn:aws:states:::dynamodb:putItem` and of `arn:aws:states:::aws-sdk:dynamodb:putItem`."""
    service, call = resource.split(".")[0].split(":")[-2:]
    return IAM_PREFIXES.get(service, service), call[:1].upper() + call[1:]


def permissions(resource, service, call, arguments):
    """The pairs of action and ARN that the call needs."""
    action, body = f"{service}:{call}", json.dumps(arguments).encode()
    scope = (get_region(), get_account_id())
    if service == "dynamodb":
        of_transaction = iam_actions.dynamodb_transaction_checks(action, body, *scope)
        return of_transaction or [(action, arn) for arn in iam_actions.dynamodb_resource_arns(body, *scope)]
    if service == "events":
        return [(action, arn) for arn in iam_actions.eventbridge_resource_arns(body, *scope)]
    if service == "lambda":
        name = arguments["FunctionName"]
        function_arn = name if name.startswith("arn:") else f"arn:aws:lambda:{scope[0]}:{scope[1]}:function:{name}"
        return [("lambda:InvokeFunction", function_arn)]
    if service == "sqs":
        queue_name = arguments["QueueUrl"].rsplit("/", 1)[-1]
        return [(action, f"arn:aws:sqs:{scope[0]}:{scope[1]}:{queue_name}")]
    if service == "states" and call == "StartExecution":
        return [(action, arguments["StateMachineArn"])]
    if service == "states" and call in ("SendTaskSuccess", "SendTaskFailure"):
        return [(action, task_token_rights.machines_of_tokens.get(arguments["TaskToken"], "*"))]
    raise stepfunctions._ExecutionError(
        "States.Runtime", f"The right that {resource} needs is unknown: add it to local/engine/gaps/state_machine_rights.py.",
    )


def close():
    service_role.check_evaluator()
    for name in ("dynamodb_transaction_checks", "dynamodb_resource_arns", "eventbridge_resource_arns"):
        existing(iam_actions, name)
    for name in ("_state_machines", "_ExecutionError"):
        existing(stepfunctions, name)
    wrap(stepfunctions, "_execute_task", execute_task)
    wrap(stepfunctions, "_invoke_resource", invoke_resource)
    wrap(stepfunctions, "_invoke_with_callback", invoke_with_callback)
