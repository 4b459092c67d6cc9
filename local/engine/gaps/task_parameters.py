"""Gap: the arguments of a task can have any names, and SDK integrations accept the names of the service's API.

On AWS, CreateStateMachine and UpdateStateMachine refuse a definition whose arguments name members that the service does not have.
SDK integrations have the names of the AWS SDK for Java, in PascalCase: `Ss` in a DynamoDB value, where DynamoDB's API and the
optimized integrations have `SS`. The result of an expression is checked when the task runs.

https://docs.aws.amazon.com/step-functions/latest/dg/supported-services-awssdk.html
"""

import json
import re

from ministack.core.responses import error_response_json
from ministack.services import stepfunctions

from .replacement import existing, wrap

INTEGRATION = re.compile(r"arn:aws[\w-]*:states:::(?P<sdk>aws-sdk:)?(?P<service>\w+):(?P<action>\w+)(\.\w+(:\d)?)?")

# Optimized integrations of these services have additional members.
WITH_OWN_MEMBERS = ("states", "lambda")


def refuse_unknown_names(original, data):
    found = unknown_in_definition(data.get("definition"))
    if found:
        return error_response_json("InvalidDefinition", f"Invalid State Machine Definition: 'SCHEMA_VALIDATION_FAILED: {found}'", 400)
    return original(data)


def invoke_resource(original, resource, arguments):
    found = unknown_in_arguments(resource, arguments)
    if found:
        raise stepfunctions._ExecutionError("States.Runtime", f"The arguments could not be used to start the task: [{found}]")
    return original(resource, arguments)


def unknown_in_definition(definition):
    try:
        states = json.loads(definition)["States"]
    except (TypeError, ValueError, KeyError):
        # Other checks report the error.
        return None
    return unknown_in_states(states, "/States")


def unknown_in_states(states, path):
    for name, state in states.items():
        at = f"{path}/{name}"
        for field in ("Arguments", "Parameters"):
            found = unknown_in_arguments(state.get("Resource", ""), state.get(field), f" at {at}/{field}")
            if found:
                return found
        inner = [(f"{at}/{field}", state.get(field)) for field in ("ItemProcessor", "Iterator")]
        inner += [(f"{at}/Branches[{index}]", branch) for index, branch in enumerate(state.get("Branches", []))]
        for inner_path, machine in inner:
            found = machine and unknown_in_states(machine.get("States", {}), f"{inner_path}/States")
            if found:
                return found
    return None


def unknown_in_arguments(resource, arguments, where=""):
    match = INTEGRATION.fullmatch(resource)
    if not match or (not match["sdk"] and match["service"] in WITH_OWN_MEMBERS):
        return None
    model = stepfunctions._service_model(service_key(match["service"]))
    operation = match["action"][:1].upper() + match["action"][1:]
    if model is None or operation not in model.operation_names:
        return None
    name = unknown_member(arguments, model.operation_model(operation).input_shape, sdk_name if match["sdk"] else api_name)
    return name and f'The field "{name}" is not supported by Step Functions{where}'


def service_key(service):
    return stepfunctions._AWS_SDK_SERVICE_MAP.get(service, {}).get("service_key", service)


def unknown_member(value, shape, name_of):
    """The first name in a value that is not in its shape, or None."""
    if shape is None:
        return None
    if shape.type_name == "structure" and isinstance(value, dict):
        members = {name_of(shape, name): member for name, member in shape.members.items()}
        for key, item in value.items():
            # `TableName.$` is an expression in JSONPath.
            name = key.removesuffix(".$")
            if name not in members:
                return key
            found = unknown_member(item, members[name], name_of)
            if found:
                return found
    elif shape.type_name == "list" and isinstance(value, list):
        return first(unknown_member(item, shape.member, name_of) for item in value)
    elif shape.type_name == "map" and isinstance(value, dict):
        return first(unknown_member(item, shape.value, name_of) for item in value.values())
    return None


def first(names):
    return next((name for name in names if name), None)


def api_name(_, name):
    return name


def sdk_name(shape, name):
    return stepfunctions._SDK_MEMBER_NAME_OVERRIDES.get((shape.name, name), stepfunctions._api_name_to_sfn_key(name))


def close():
    for name in ("_service_model", "_AWS_SDK_SERVICE_MAP", "_SDK_MEMBER_NAME_OVERRIDES", "_api_name_to_sfn_key", "_ExecutionError"):
        existing(stepfunctions, name)
    wrap(stepfunctions, "_create_state_machine", refuse_unknown_names)
    wrap(stepfunctions, "_update_state_machine", refuse_unknown_names)
    wrap(stepfunctions, "_invoke_resource", invoke_resource)
