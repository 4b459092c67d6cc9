import json
from uuid import uuid4

import pytest

from conftest import error_of, not_needed_any_more
from id_table import create_table
from service_role import ACCOUNT, allow, create_service_role, create_state_machine, outcome

SDK = "aws-sdk:dynamodb:putItem"
OPTIMIZED = "dynamodb:putItem"


def task(call, arguments, **more):
    return {"Type": "Task", "Resource": f"arn:aws:states:::{call}", "Arguments": arguments, "End": True, **more}


def put(call, value, **more):
    return task(call, {"TableName": "table", "Item": {"id": {"S": "row"}, "value": value}}, **more)


def definition(*states):
    names = [f"State{index}" for index in range(len(states))]
    return json.dumps({"QueryLanguage": "JSONata", "StartAt": names[0], "States": dict(zip(names, states))})


def create(engine, text):
    return error_of(
        engine.client("stepfunctions").create_state_machine,
        name=f"machine-{uuid4().hex[:8]}",
        definition=text,
        roleArn=create_service_role(engine, "states", []),
    )


@pytest.mark.parametrize("value", [
    {"SS": ["a"]}, {"NS": ["1"]}, {"BOOL": True}, {"NULL": True}, {"L": [{"BOOL": True}]}, {"M": {"a": {"SS": ["a"]}}},
])
def test_an_sdk_integration_refuses_the_names_of_the_api(engine, value):
    assert create(engine, definition(put(SDK, value))) == "InvalidDefinition"
    assert create(engine, definition(put(OPTIMIZED, value))) is None


@pytest.mark.parametrize("value", [
    {"Ss": ["a"]}, {"Ns": ["1"]}, {"Bool": True}, {"Nul": True}, {"L": [{"Bool": True}]}, {"M": {"a": {"Ss": ["a"]}}},
])
def test_an_optimized_integration_refuses_the_names_of_java(engine, value):
    assert create(engine, definition(put(OPTIMIZED, value))) == "InvalidDefinition"
    assert create(engine, definition(put(SDK, value))) is None


@pytest.mark.parametrize("call", [SDK, OPTIMIZED, "aws-sdk:sqs:sendMessage", "sqs:sendMessage", "events:putEvents", "aws-sdk:eventbridge:putEvents"])
def test_a_parameter_that_the_service_does_not_have_is_refused(engine, call):
    assert create(engine, definition(task(call, {"Unknown": "value"}))) == "InvalidDefinition"


@pytest.mark.parametrize("call, arguments", [
    ("sqs:sendMessage", {"QueueUrl": "url", "MessageBody": {"any": {"thing": True}}}),
    ("events:putEvents", {"Entries": [{"Detail": {"any": "thing"}, "DetailType": "type", "EventBusName": "bus", "Source": "source"}]}),
    ("lambda:invoke", {"FunctionName": "name", "Payload": {"any": "thing"}}),
    ("dynamodb:putItem", {"TableName": "{% $table %}", "Item": "{% $item %}"}),
])
def test_names_that_the_service_has_are_accepted(engine, call, arguments):
    assert create(engine, definition(task(call, arguments))) is None


def test_states_within_states_are_checked(engine):
    inner = json.loads(definition(put(SDK, {"SS": ["a"]})))
    parallel = {"Type": "Parallel", "Branches": [inner], "End": True}
    for_each = {"Type": "Map", "ItemProcessor": inner, "End": True}
    assert create(engine, definition(parallel)) == "InvalidDefinition"
    assert create(engine, definition(for_each)) == "InvalidDefinition"


def test_an_update_is_checked_and_changes_nothing(engine):
    machines = engine.client("stepfunctions")
    arn = create_state_machine(engine, {"Done": {"Type": "Succeed"}}, [])
    before = machines.describe_state_machine(stateMachineArn=arn)["definition"]
    assert error_of(machines.update_state_machine, stateMachineArn=arn, definition=definition(put(SDK, {"SS": ["a"]}))) == "InvalidDefinition"
    assert machines.describe_state_machine(stateMachineArn=arn)["definition"] == before
    role = create_service_role(engine, "states", [])
    assert error_of(machines.update_state_machine, stateMachineArn=arn, roleArn=role) is None


def test_what_an_expression_gives_is_checked_when_the_task_runs(engine):
    table = create_table(engine)
    rights = [allow("dynamodb:PutItem", f"arn:aws:dynamodb:us-east-1:{ACCOUNT}:table/{table}")]
    for call, name in ((SDK, "Ss"), (OPTIMIZED, "SS")):
        for written in ("Ss", "SS"):
            item = '{% {"id": {"S": "row"}, "value": {"' + written + '": ["a"]}} %}'
            state = task(call, {"TableName": table, "Item": item})
            assert outcome(engine, create_state_machine(engine, {"Put": state}, rights)) == (None if written == name else "States.Runtime")


def test_results_have_the_names_of_their_integration(engine):
    table = create_table(engine)
    engine.client("dynamodb").put_item(TableName=table, Item={"id": {"S": "row"}, "value": {"SS": ["a"]}, "none": {"NULL": True}})
    rights = [allow("dynamodb:GetItem", f"arn:aws:dynamodb:us-east-1:{ACCOUNT}:table/{table}")]
    get = {"TableName": table, "Key": {"id": {"S": "row"}}}
    for call, names in (("aws-sdk:dynamodb:getItem", ("Ss", "Nul")), ("dynamodb:getItem", ("SS", "NULL"))):
        condition = f"{{% $exists($states.input.Item.value.{names[0]}) and $exists($states.input.Item.none.{names[1]}) %}}"
        states = {
            "Get": {"Type": "Task", "Resource": f"arn:aws:states:::{call}", "Arguments": get, "Next": "Named so?"},
            "Named so?": {"Type": "Choice", "Choices": [{"Condition": condition, "Next": "Yes"}], "Default": "No"},
            "Yes": {"Type": "Succeed"},
            "No": {"Type": "Fail", "Error": "OtherNames"},
        }
        assert outcome(engine, create_state_machine(engine, states, rights)) is None


def test_is_still_needed(bare_engine):
    assert create(bare_engine, definition(put(SDK, {"SS": ["a"]}))) is None, not_needed_any_more("task_parameters")
