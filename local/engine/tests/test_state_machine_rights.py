import json
from uuid import uuid4

import pytest

from conftest import not_needed_any_more
from id_table import create_table
from lambda_function import create_python_function
from service_role import ACCOUNT, allow, create_state_machine, outcome

ROW = {"id": {"S": "row"}}


class Resources:
    """A table, a bus and a queue. For each way to call them, a task and the right that it needs."""

    def __init__(self, engine):
        name = f"rights-{uuid4().hex[:8]}"
        table_name = create_table(engine)
        self.bus = engine.client("events").create_event_bus(Name=name)["EventBusArn"]
        self.queue_url = engine.client("sqs").create_queue(QueueName=name)["QueueUrl"]
        self.queue = f"arn:aws:sqs:us-east-1:{ACCOUNT}:{name}"
        table = f"arn:aws:dynamodb:us-east-1:{ACCOUNT}:table/{table_name}"
        put = {"TableName": table_name, "Item": ROW}
        function = f"arn:aws:lambda:us-east-1:{ACCOUNT}:function:{create_python_function(engine, 'def handler(event, context): return {}')}"
        child = create_state_machine(engine, {"Done": {"Type": "Succeed"}}, [])
        entry = {"EventBusName": self.bus, "Source": "test", "DetailType": "test", "Detail": {}}
        self.calls = {
            "dynamodb:putItem": (put, allow("dynamodb:PutItem", table)),
            "dynamodb:getItem": ({"TableName": table_name, "Key": ROW}, allow("dynamodb:GetItem", table)),
            "aws-sdk:dynamodb:transactWriteItems": ({"TransactItems": [{"Put": put}]}, allow("dynamodb:PutItem", table)),
            "events:putEvents": ({"Entries": [entry]}, allow("events:PutEvents", self.bus)),
            "sqs:sendMessage": ({"QueueUrl": self.queue_url, "MessageBody": "hello"}, allow("sqs:SendMessage", self.queue)),
            "states:startExecution": ({"StateMachineArn": child, "Input": {}}, allow("states:StartExecution", child)),
            "lambda:invoke": ({"FunctionName": function, "Payload": {}}, allow("lambda:InvokeFunction", function)),
        }

    def task(self, call, **more):
        arguments, _ = self.calls[call]
        return {"Type": "Task", "Resource": f"arn:aws:states:::{call}", "Arguments": arguments, "End": True, **more}


CALLS = ["dynamodb:putItem", "dynamodb:getItem", "aws-sdk:dynamodb:transactWriteItems", "events:putEvents", "sqs:sendMessage", "states:startExecution", "lambda:invoke"]


@pytest.fixture(scope="module")
def resources(engine):
    return Resources(engine)


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("more", [{}, {"TimeoutSeconds": 5}], ids=["", "with a timeout"])
def test_a_task_needs_the_right_and_no_other(engine, resources, call, more):
    right = resources.calls[call][1]
    others = [other for _, other in resources.calls.values() if other["Action"] != right["Action"]]
    states = {"Call": resources.task(call, **more)}
    assert outcome(engine, create_state_machine(engine, states, [right])) is None
    assert outcome(engine, create_state_machine(engine, states, others)) in (
        f"{call.split(':')[-2]}.AccessDeniedException", "StepFunctions.AccessDeniedException", "Lambda.AWSLambdaException",
    )


def test_a_task_that_waits_for_a_token_needs_the_right_too(engine, resources):
    task = resources.task("lambda:invoke", TimeoutSeconds=1)
    task["Resource"] += ".waitForTaskToken"
    assert outcome(engine, create_state_machine(engine, {"Call": task}, [resources.calls["lambda:invoke"][1]])) == "States.Timeout"
    assert outcome(engine, create_state_machine(engine, {"Call": task}, [])) == "Lambda.AWSLambdaException"


def test_a_right_on_another_resource_does_not_help(engine, resources):
    elsewhere = allow("dynamodb:PutItem", f"arn:aws:dynamodb:us-east-1:{ACCOUNT}:table/elsewhere")
    machine = create_state_machine(engine, {"Call": resources.task("dynamodb:putItem")}, [elsewhere])
    assert outcome(engine, machine) == "dynamodb.AccessDeniedException"


def test_a_refused_task_can_be_caught(engine, resources):
    states = {
        "Call": resources.task("dynamodb:putItem", Catch=[{"ErrorEquals": ["States.ALL"], "Next": "Caught"}]),
        "Caught": {"Type": "Succeed"},
    }
    assert outcome(engine, create_state_machine(engine, states, [])) is None


def test_a_queue_policy_that_denies_wins(engine, resources):
    right = resources.calls["sqs:sendMessage"][1]
    engine.client("sqs").set_queue_attributes(QueueUrl=resources.queue_url, Attributes={"Policy": json.dumps({
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Deny", "Principal": "*", "Action": "sqs:SendMessage", "Resource": resources.queue}],
    })})
    try:
        machine = create_state_machine(engine, {"Call": resources.task("sqs:sendMessage")}, [right])
        assert outcome(engine, machine) == "sqs.AccessDeniedException"
    finally:
        engine.client("sqs").set_queue_attributes(QueueUrl=resources.queue_url, Attributes={"Policy": ""})


def test_a_task_whose_right_is_not_known_fails(engine):
    states = {"Call": {"Type": "Task", "Resource": "arn:aws:states:::aws-sdk:kms:listKeys", "Arguments": {}, "End": True}}
    assert outcome(engine, create_state_machine(engine, states, [allow("*", "*")])) == "States.Runtime"


def test_is_still_needed(bare_engine):
    states = {"Call": Resources(bare_engine).task("dynamodb:putItem")}
    assert outcome(bare_engine, create_state_machine(bare_engine, states, [])) is None, not_needed_any_more("state_machine_rights")
