import json

import pytest

from conftest import not_needed_any_more
from lambda_function import create_python_function
from service_role import ACCOUNT, allow, create_state_machine, outcome

REPORT = '''
import boto3

def handler(event, context):
    boto3.client("stepfunctions").send_task_success(taskToken=event["token"], output="{}")
'''


def outcome_with_right_on(engine, resource):
    """The error of a task whose function reports its result with a right on a resource; `machine` stands for the state machine."""
    name = create_python_function(engine, REPORT)
    function = f"arn:aws:lambda:us-east-1:{ACCOUNT}:function:{name}"
    engine.client("lambda").update_function_configuration(FunctionName=name, Timeout=30)
    machine = create_state_machine(engine, {"Call": {
        "Type": "Task",
        "Resource": "arn:aws:states:::lambda:invoke.waitForTaskToken",
        "Arguments": {"FunctionName": function, "Payload": {"token": "{% $states.context.Task.Token %}"}},
        "TimeoutSeconds": 8,
        "End": True,
    }}, [allow("lambda:InvokeFunction", function)])
    engine.client("iam").put_role_policy(RoleName=name, PolicyName="report", PolicyDocument=json.dumps({
        "Version": "2012-10-17", "Statement": [allow("states:SendTaskSuccess", resource.replace("machine", machine))],
    }))
    return outcome(engine, machine, seconds=40)


@pytest.mark.parametrize("resource, error", [("machine", None), ("*", None), ("machine-of-another", "States.Timeout")])
def test_the_right_can_be_limited_to_a_state_machine(engine, resource, error):
    assert outcome_with_right_on(engine, resource) == error


def test_is_still_needed(bare_engine):
    assert outcome_with_right_on(bare_engine, "machine") == "States.Timeout", not_needed_any_more("task_token_rights")


def outcome_with_right_of_child(engine, resource):
    """The error of a task whose child execution reports its result with a right on a resource; `machine` stands for the state machine."""
    report = {
        "Type": "Task",
        "Resource": "arn:aws:states:::aws-sdk:sfn:sendTaskSuccess",
        "Arguments": {"TaskToken": "{% $states.input.token %}", "Output": "{}"},
        "End": True,
    }
    child = create_state_machine(engine, {"Report": report}, [])
    machine = create_state_machine(engine, {"Start": {
        "Type": "Task",
        "Resource": "arn:aws:states:::states:startExecution.waitForTaskToken",
        "Arguments": {"StateMachineArn": child, "Input": {"token": "{% $states.context.Task.Token %}"}},
        "TimeoutSeconds": 4,
        "End": True,
    }}, [allow("states:StartExecution", child)])
    role = engine.client("stepfunctions").describe_state_machine(stateMachineArn=child)["roleArn"].split("/")[-1]
    engine.client("iam").put_role_policy(RoleName=role, PolicyName="report", PolicyDocument=json.dumps({
        "Version": "2012-10-17", "Statement": [allow("states:SendTaskSuccess", resource.replace("machine", machine))],
    }))
    return outcome(engine, machine, seconds=20)


@pytest.mark.parametrize("resource, error", [("machine", None), ("*", None), ("machine-of-another", "States.Timeout")])
def test_a_child_execution_reports_with_the_same_right(engine, resource, error):
    assert outcome_with_right_of_child(engine, resource) == error
