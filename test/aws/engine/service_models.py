"""Checks requests (JSON on stdin) with the models of the services, and prints their errors as a JSON list."""

import json
import re
import sys

import botocore.loaders
from botocore.model import ServiceModel
from botocore.validate import ParamValidator

LOADER = botocore.loaders.Loader()


def models():
    """Returns the models by the names of clients in the AWS SDK for JavaScript."""
    found = {}
    for name in LOADER.list_available_services("service-2"):
        found.setdefault(name, None)
    return found


def model_of(service, names):
    wanted = re.sub(r"[^a-z0-9]", "", service.lower())
    for name in names:
        if re.sub(r"[^a-z0-9]", "", name) in CANDIDATES.get(wanted, {wanted}):
            return ServiceModel(LOADER.load_service_model(name, "service-2"), name)
    raise KeyError(service)


# Clients whose name differs from the folder in botocore.
CANDIDATES = {
    "cloudwatchlogs": {"logs"},
    "cognitoidentityprovider": {"cognitoidp"},
    "eventbridge": {"events"},
    "sfn": {"stepfunctions"},
}


def faults_of(value, shape, path):
    """Yields errors that botocore does not check: values of enumerations, upper limits and patterns."""
    if shape.type_name == "structure" and isinstance(value, dict):
        for name, member in value.items():
            if name in shape.members:
                yield from faults_of(member, shape.members[name], f"{path}.{name}")
    elif shape.type_name == "list" and isinstance(value, list):
        for index, member in enumerate(value):
            yield from faults_of(member, shape.member, f"{path}[{index}]")
    elif shape.type_name == "map" and isinstance(value, dict):
        for name, member in value.items():
            yield from faults_of(name, shape.key, f"{path} key")
            yield from faults_of(member, shape.value, f"{path}.{name}")
    maximum = shape.metadata.get("max")
    if maximum is not None:
        size = value if isinstance(value, (int, float)) else len(value)
        if size > maximum:
            yield f"{path} is {size}, more than {maximum}"
    if shape.type_name == "string" and isinstance(value, str):
        if shape.enum and value not in shape.enum:
            yield f"{path} is {value}, which is not one of {shape.enum}"
        pattern = shape.metadata.get("pattern")
        if pattern is not None and not matches(pattern, value):
            yield f"{path} is {value}, which does not match {pattern}"


def matches(pattern, value):
    # Python has no classes of Unicode properties. These are the classes that the models use.
    translated = pattern.replace(r"\p{L}", "a-zA-Z").replace(r"\p{Z}", " ").replace(r"\p{N}", "0-9").replace(r"\p{M}", "").replace(r"\p{S}", "$+<=>^`|~").replace(r"\p{P}", r"!-/:-@\[-_{}")
    try:
        return re.fullmatch(translated, value) is not None
    except re.error as error:
        raise SystemExit(f"The pattern {pattern} cannot be read: {error}") from error


def main():
    names = models()
    cache = {}
    found = set()
    for request in json.load(sys.stdin):
        service, operation, params = request["service"], request["operation"], request["input"]
        if service not in cache:
            cache[service] = model_of(service, names)
        model = cache[service]
        if operation not in model.operation_names:
            found.add(f"{service} has no operation {operation}")
            continue
        shape = model.operation_model(operation).input_shape
        report = ParamValidator().validate(params, shape)
        if report.has_errors():
            found.add(f"{service} {operation}: {report.generate_report()}")
        found.update(f"{service} {operation}: {fault}" for fault in faults_of(params, shape, "input"))
    print(json.dumps(sorted(found)))


main()
