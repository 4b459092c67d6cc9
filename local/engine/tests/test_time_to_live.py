import json
import time
from uuid import uuid4

from conftest import not_needed_any_more
from stream_consumer import Consumer, until

SPECIFICATION = {"AttributeName": "expires", "Enabled": True}


class Table:
    """A table of a stack."""

    def __init__(self, engine, specification):
        self.cloudformation, self.dynamodb = engine.client("cloudformation"), engine.client("dynamodb")
        self.name = f"table-{uuid4().hex[:8]}"
        self.cloudformation.create_stack(StackName=self.name, TemplateBody=self.template(specification))
        self.wait("stack_create_complete")

    def update(self, specification):
        self.cloudformation.update_stack(StackName=self.name, TemplateBody=self.template(specification))
        self.wait("stack_update_complete")

    def time_to_live(self):
        return self.dynamodb.describe_time_to_live(TableName=self.name)["TimeToLiveDescription"]

    def template(self, specification):
        return json.dumps({"Resources": {"Table": {"Type": "AWS::DynamoDB::Table", "Properties": {
            "TableName": self.name,
            "BillingMode": "PAY_PER_REQUEST",
            "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}],
            "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}],
            **({"TimeToLiveSpecification": specification} if specification else {}),
        }}}})

    def wait(self, state):
        self.cloudformation.get_waiter(state).wait(StackName=self.name, WaiterConfig={"Delay": 0.1, "MaxAttempts": 100})


def test_an_expired_item_is_removed_and_the_record_says_by_whom(engine, tmp_path):
    consumer = Consumer(engine, tmp_path).start()
    consumer.dynamodb.update_time_to_live(TableName=consumer.table, TimeToLiveSpecification=SPECIFICATION)
    expired, living = ({"id": {"S": name}, "expires": {"N": str(int(time.time()) + seconds)}} for name, seconds in (
        ("expired", -1), ("living", 3600),
    ))
    for item in ({"id": {"S": "removed"}}, living, {"id": {"S": "eternal"}, "expires": {"S": "1"}}, expired):
        consumer.dynamodb.put_item(TableName=consumer.table, Item=item)
    consumer.dynamodb.delete_item(TableName=consumer.table, Key={"id": {"S": "removed"}})

    def removals():
        return [record for record in consumer.records() if record["eventName"] == "REMOVE"]

    until(lambda: len(removals()) == 2)
    by_service = {record["dynamodb"]["OldImage"]["id"]["S"]: record.get("userIdentity") for record in removals()}
    assert by_service == {"removed": None, "expired": {"type": "Service", "principalId": "dynamodb.amazonaws.com"}}
    remaining = consumer.dynamodb.scan(TableName=consumer.table)["Items"]
    assert {item["id"]["S"] for item in remaining} == {"living", "eternal"}


def test_a_table_has_the_time_to_live_of_its_template(engine):
    assert Table(engine, SPECIFICATION).time_to_live() == {"TimeToLiveStatus": "ENABLED", "AttributeName": "expires"}


def test_an_update_of_the_stack_adds_and_removes_the_time_to_live(engine):
    table = Table(engine, None)
    assert table.time_to_live()["TimeToLiveStatus"] == "DISABLED"
    table.update(SPECIFICATION)
    assert table.time_to_live() == {"TimeToLiveStatus": "ENABLED", "AttributeName": "expires"}
    table.update(None)
    assert table.time_to_live()["TimeToLiveStatus"] == "DISABLED"


def test_is_still_needed(bare_engine):
    assert Table(bare_engine, SPECIFICATION).time_to_live()["TimeToLiveStatus"] == "DISABLED", \
        not_needed_any_more("time_to_live")
