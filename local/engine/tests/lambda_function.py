"""Python functions, with or without layers."""

import io
import json
import zipfile
from uuid import uuid4


def create_python_function(engine, source, layers=(), environment=None):
    """Creates a function whose handler is `handler` of this source, and returns its name."""
    name = f"function-{uuid4().hex[:8]}"
    engine.client("lambda").create_function(
        FunctionName=name,
        Runtime="python3.13",
        Handler="index.handler",
        Role=create_role(engine, name),
        Code={"ZipFile": archive({"index.py": source})},
        Layers=list(layers),
        Environment={"Variables": environment or {}},
    )
    return name


def create_layer(engine, files):
    return engine.client("lambda").publish_layer_version(
        LayerName=f"layer-{uuid4().hex[:8]}", Content={"ZipFile": archive(files)},
    )["LayerVersionArn"]


def create_role(engine, name):
    trust = {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}
    return engine.client("iam").create_role(
        RoleName=name,
        AssumeRolePolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [trust]}),
    )["Role"]["Arn"]


def let_rule_call(engine, name, rule):
    engine.client("lambda").add_permission(
        FunctionName=name, StatementId="rule", Action="lambda:InvokeFunction", Principal="events.amazonaws.com", SourceArn=rule,
    )


def invoke(engine, name):
    """Calls the function. Returns its result, or the message of its error."""
    response = engine.client("lambda").invoke(FunctionName=name, Payload=b"{}")
    result = json.loads(response["Payload"].read())
    return result["errorMessage"] if "FunctionError" in response else result


def archive(files):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as bundle:
        for path, text in files.items():
            bundle.writestr(path, text)
    return content.getvalue()
