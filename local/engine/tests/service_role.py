"""Roles of services, and state machines with a role."""

import json
import time
from uuid import uuid4

ACCOUNT = "000000000000"


def create_service_role(engine, service, statements):
    iam = engine.client("iam")
    name = f"{service}-{uuid4().hex[:12]}"
    trust = {"Effect": "Allow", "Principal": {"Service": f"{service}.amazonaws.com"}, "Action": "sts:AssumeRole"}
    arn = iam.create_role(
        RoleName=name,
        AssumeRolePolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [trust]}),
    )["Role"]["Arn"]
    if statements:
        iam.put_role_policy(RoleName=name, PolicyName="rights", PolicyDocument=json.dumps({
            "Version": "2012-10-17",
            "Statement": statements,
        }))
    return arn


def allow(action, resource):
    return {"Effect": "Allow", "Action": action, "Resource": resource}


def create_state_machine(engine, states, statements):
    return engine.client("stepfunctions").create_state_machine(
        name=f"machine-{uuid4().hex[:8]}",
        type="EXPRESS",
        definition=json.dumps({"QueryLanguage": "JSONata", "StartAt": next(iter(states)), "States": states}),
        roleArn=create_service_role(engine, "states", statements),
    )["stateMachineArn"]


def outcome(engine, machine, seconds=10):
    """Executes the machine. Returns the error of the execution, or None if it succeeds."""
    machines = engine.client("stepfunctions")
    execution = machines.start_execution(stateMachineArn=machine, input="{}")["executionArn"]
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        result = machines.describe_execution(executionArn=execution)
        if result["status"] != "RUNNING":
            return result.get("error")
        time.sleep(0.05)
    raise AssertionError(f"the execution did not end within {seconds} s")
