import json

import pytest

from conftest import not_needed_any_more
from stack import Stack

TABLE = {
    "BillingMode": "PAY_PER_REQUEST",
    "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}],
    "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}],
}
TRUST = {"Version": "2012-10-17", "Statement": [
    {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"},
]}
ROLE_ARN = "arn:aws:iam::000000000000:role/any"
MACHINE = {"RoleArn": ROLE_ARN, "DefinitionString": json.dumps({"StartAt": "End", "States": {"End": {"Type": "Succeed"}}})}
ALARM = {
    "Namespace": "Test", "MetricName": "Count", "Statistic": "Sum", "Period": 60, "EvaluationPeriods": 1,
    "Threshold": 1, "ComparisonOperator": "GreaterThanThreshold",
}
FUNCTION = {"Runtime": "python3.13", "Handler": "index.handler", "Role": ROLE_ARN, "Code": {"ZipFile": "def handler(*_): pass"}}
RULE = {"EventPattern": {"source": ["test"]}}

# Types with a name, the property with the name, and other properties that they need.
NAMED = [
    ("AWS::CloudWatch::Alarm", "AlarmName", ALARM),
    ("AWS::DynamoDB::Table", "TableName", TABLE),
    ("AWS::Events::EventBus", "Name", None),
    ("AWS::Events::Rule", "Name", RULE),
    ("AWS::IAM::Role", "RoleName", {"AssumeRolePolicyDocument": TRUST}),
    ("AWS::Lambda::Function", "FunctionName", FUNCTION),
    ("AWS::Logs::LogGroup", "LogGroupName", {}),
    ("AWS::S3::Bucket", "BucketName", {}),
    ("AWS::SNS::Topic", "TopicName", {}),
    ("AWS::SQS::Queue", "QueueName", {}),
    ("AWS::StepFunctions::StateMachine", "StateMachineName", MACHINE),
]
GENERATED = [(resource_type, properties) for resource_type, _, properties in NAMED if properties is not None]


def retained(resource_type, properties):
    return {"Type": resource_type, "DeletionPolicy": "Retain", "Properties": properties or {}}


def short_name(physical_id):
    """Returns the name at the end of an ARN or a URL."""
    return physical_id.split("/")[-1].split(":")[-1]


def recreate(engine, resource_type, properties):
    """Deletes a stack and creates it again. Returns the physical ids of its resource before and after."""
    first = Stack(engine, {"Thing": retained(resource_type, properties)})
    before = first.physical_id("Thing")
    first.delete()
    assert first.status == "DELETE_COMPLETE"
    second = Stack(engine, {"Thing": retained(resource_type, properties)}, name=first.name)
    assert second.status == "CREATE_COMPLETE"
    return before, second.physical_id("Thing")


@pytest.mark.parametrize("resource_type, properties", GENERATED, ids=[resource_type for resource_type, _ in GENERATED])
def test_a_stack_that_is_created_again_gets_other_resources(engine, resource_type, properties):
    before, after = recreate(engine, resource_type, properties)
    assert before != after


def test_the_rows_of_a_retained_table_are_not_in_the_new_one(engine):
    before, after = recreate(engine, "AWS::DynamoDB::Table", TABLE)
    dynamodb = engine.client("dynamodb")
    dynamodb.put_item(TableName=before, Item={"id": {"S": "a"}})
    assert dynamodb.scan(TableName=after)["Count"] == 0


@pytest.mark.parametrize("resource_type, properties", GENERATED, ids=[resource_type for resource_type, _ in GENERATED])
def test_a_name_contains_its_stack_and_logical_id(engine, resource_type, properties):
    stack = Stack(engine, {"Thing": {"Type": resource_type, "Properties": properties}})
    name = short_name(stack.physical_id("Thing"))
    stem, _, suffix = name.rpartition("-")
    assert stem.lower() == f"{stack.name}-thing"
    assert 12 <= len(suffix) <= 13


@pytest.mark.parametrize("resource_type, properties", GENERATED, ids=[resource_type for resource_type, _ in GENERATED])
def test_a_name_stays_as_long_as_its_resource(engine, resource_type, properties):
    thing = {"Type": resource_type, "Properties": properties}
    stack = Stack(engine, {"Thing": thing})
    before = stack.physical_id("Thing")
    stack.update({"Thing": {**thing, "Properties": {**properties, **changed(resource_type)}}})
    assert (stack.status, stack.physical_id("Thing")) == ("UPDATE_COMPLETE", before)
    stack.delete()
    assert stack.status == "DELETE_COMPLETE"


def changed(resource_type):
    if resource_type in ("AWS::Events::Rule", "AWS::Logs::LogGroup"):
        return {"RetentionInDays": 7} if resource_type == "AWS::Logs::LogGroup" else {"Description": "changed"}
    if resource_type == "AWS::CloudWatch::Alarm":
        return {"Threshold": 2}
    return {"Tags": [{"Key": "color", "Value": "green"}]}


def test_a_resource_that_leaves_its_stack_and_comes_back_is_another_one(engine):
    queue = {"Type": "AWS::SQS::Queue"}
    stack = Stack(engine, {"Queue": queue, "Thing": retained("AWS::DynamoDB::Table", TABLE)})
    before = stack.physical_id("Thing")
    stack.update({"Queue": queue})
    stack.update({"Queue": queue, "Thing": retained("AWS::DynamoDB::Table", TABLE)})
    assert stack.status == "UPDATE_COMPLETE"
    assert stack.physical_id("Thing") != before


@pytest.mark.parametrize("resource_type, name_property, properties", NAMED, ids=[resource_type for resource_type, *_ in NAMED])
def test_a_name_that_exists_is_not_given_again(engine, resource_type, name_property, properties):
    assert status_of_second(engine, resource_type, name_property, properties) == ("ROLLBACK_COMPLETE", True)


def status_of_second(engine, resource_type, name_property, properties):
    """Creates two stacks with a resource of the same name. Returns the state of the second, and whether it reports that the name exists."""
    named = {**(properties or {}), name_property: f"named-{resource_type.split('::')[2].lower()}-{id(engine)}"}
    first = Stack(engine, {"Thing": retained(resource_type, named)})
    assert first.status == "CREATE_COMPLETE"
    second = Stack(engine, {"Thing": retained(resource_type, named)})
    first.update({"Thing": retained(resource_type, {**named, **changed(resource_type)})})
    assert first.status == "UPDATE_COMPLETE"
    return second.status, second.status == "ROLLBACK_COMPLETE" and "already exists" in second.reason()


def test_an_imported_resource_keeps_its_name(engine):
    engine.client("dynamodb").create_table(TableName="imported", **TABLE)
    engine.client("dynamodb").put_item(TableName="imported", Item={"id": {"S": "a"}})
    queue = {"Type": "AWS::SQS::Queue"}
    stack = Stack(engine, {"Queue": queue})

    stack.adopt({"Queue": queue, "Thing": retained("AWS::DynamoDB::Table", TABLE)}, "Thing", {"TableName": "imported"})
    assert (stack.status, stack.physical_id("Thing")) == ("IMPORT_COMPLETE", "imported")

    stack.update({"Queue": queue, "Thing": retained("AWS::DynamoDB::Table", {**TABLE, **changed("AWS::DynamoDB::Table")})})
    assert (stack.status, stack.physical_id("Thing")) == ("UPDATE_COMPLETE", "imported")
    assert engine.client("dynamodb").scan(TableName="imported")["Count"] == 1


def test_is_still_needed(bare_engine):
    before, after = recreate(bare_engine, "AWS::DynamoDB::Table", TABLE)
    assert before == after, not_needed_any_more("physical_names")
