"""A table with a stream, and a function that gets its records. Files tell the function which records to fail at."""

import json
import time
from uuid import uuid4

from id_table import create_table
from lambda_function import archive
from service_role import allow, create_service_role

# Functions are processes on this machine, so they can use files to record their events and to read instructions.
FUNCTION = """
import json, os

def handler(event, context):
    with open(os.environ["EVENTS_FILE"], "a") as events:
        events.write(json.dumps(event) + "\\n")
    with open(os.environ["POISON_FILE"]) as file:
        poison = file.read().split()
    bad = [record for record in event["Records"] if record["dynamodb"]["Keys"]["id"]["S"] in poison]
    if not bad:
        return None
    if os.environ["REPORTS"]:
        return {"batchItemFailures": [{"itemIdentifier": record["dynamodb"]["SequenceNumber"]} for record in bad]}
    raise ValueError("not today")
"""
STREAM = {"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"}
READ_ACTIONS = [f"dynamodb:{action}" for action in ("DescribeStream", "GetRecords", "GetShardIterator", "ListStreams")]


def stream_of(engine, table):
    return engine.client("dynamodb").describe_table(TableName=table)["Table"]["LatestStreamArn"]


class Consumer:
    """A table, and a function that gets the records of its stream."""

    def __init__(self, engine, directory, rights=(), read_actions=READ_ACTIONS, reports=False, poison=(), **mapping):
        self.dynamodb = engine.client("dynamodb")
        self.table = create_table(engine, StreamSpecification=STREAM)
        self.stream = stream_of(engine, self.table)
        self.events_file, self.poison_file = directory / f"events-{self.table}", directory / f"poison-{self.table}"
        self.poison(*poison)
        self.role = create_service_role(engine, "lambda", [allow(read_actions, self.stream), *rights])
        self.function = f"function-{uuid4().hex[:8]}"
        self.lambda_client = engine.client("lambda")
        self.lambda_client.create_function(
            FunctionName=self.function,
            Runtime="python3.13",
            Handler="index.handler",
            Role=self.role,
            Code={"ZipFile": archive({"index.py": FUNCTION})},
            Environment={"Variables": {
                "EVENTS_FILE": str(self.events_file),
                "POISON_FILE": str(self.poison_file),
                "REPORTS": "yes" if reports else "",
            }},
        )
        self.mapping_options = {
            "EventSourceArn": self.stream,
            "FunctionName": self.function,
            "StartingPosition": "TRIM_HORIZON",
            **({"FunctionResponseTypes": ["ReportBatchItemFailures"]} if reports else {}),
            **mapping,
        }

    def poison(self, *ids):
        """Makes the function fail at records of these items from now on."""
        self.poison_file.write_text(" ".join(ids))

    def put(self, *ids):
        for item_id in ids:
            self.dynamodb.put_item(TableName=self.table, Item={"id": {"S": item_id}})

    def start(self):
        self.mapping_id = self.lambda_client.create_event_source_mapping(**self.mapping_options)["UUID"]
        return self

    def events(self):
        return [json.loads(line) for line in self.events_file.read_text().splitlines()] if self.events_file.exists() else []

    def batches(self):
        """Returns the ids of the records of each call of the function."""
        return [[record["dynamodb"]["Keys"]["id"]["S"] for record in event["Records"]] for event in self.events()]

    def records(self):
        return [record for event in self.events() for record in event["Records"]]


def until(condition, seconds=15):
    """Waits until the condition returns a true value, and returns it."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        result = condition()
        if result:
            return result
        time.sleep(0.05)
    raise AssertionError(f"it did not happen within {seconds} s")
