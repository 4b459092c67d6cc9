import json
import time
from uuid import uuid4

import pytest

from conftest import error_of, not_needed_any_more
from service_role import ACCOUNT, allow
from stream_consumer import READ_ACTIONS, Consumer, until

IDS = ["a", "b", "c", "d"]


def consume(engine, directory, ids=IDS, **options):
    """Creates a consumer that finds these records in the stream when it starts."""
    consumer = Consumer(engine, directory, **options)
    consumer.put(*ids)
    return consumer.start()


def calls(consumer, number):
    """Waits for this number of batches and returns them. A further record shows that no other batch was before it."""
    until(lambda: len(consumer.batches()) >= number)
    consumer.put("last")
    until(lambda: consumer.batches()[-1] == ["last"])
    return consumer.batches()[:-1]


class Queue:
    """A queue, and the right to send to it."""

    def __init__(self, engine):
        self.sqs = engine.client("sqs")
        name = f"discarded-{uuid4().hex[:8]}"
        self.url = self.sqs.create_queue(QueueName=name)["QueueUrl"]
        self.arn = f"arn:aws:sqs:us-east-1:{ACCOUNT}:{name}"
        self.right = allow("sqs:SendMessage", self.arn)

    def message(self):
        messages = self.sqs.receive_message(QueueUrl=self.url).get("Messages", [])
        return json.loads(messages[0]["Body"]) if messages else None


def create_bucket(engine):
    name = f"discarded-{uuid4().hex[:8]}"
    engine.client("s3").create_bucket(Bucket=name)
    return name


def object_in(engine, bucket):
    """Returns the key and the content of the only object of a bucket, or None."""
    s3 = engine.client("s3")
    objects = s3.list_objects_v2(Bucket=bucket).get("Contents", [])
    if not objects:
        return None
    [entry] = objects
    return entry["Key"], json.loads(s3.get_object(Bucket=bucket, Key=entry["Key"])["Body"].read())


def to(destination):
    return {"DestinationConfig": {"OnFailure": {"Destination": destination}}, "MaximumRetryAttempts": 0}


def test_records_come_in_order_and_as_aws_documents_them(engine, tmp_path):
    consumer = Consumer(engine, tmp_path).start()
    update = {"TableName": consumer.table, "Key": {"id": {"S": "a"}}, "UpdateExpression": "SET n = :n"}
    consumer.put("a")
    for _ in range(2):
        # The second time nothing changes.
        consumer.dynamodb.update_item(**update, ExpressionAttributeValues={":n": {"N": "1"}})
    consumer.dynamodb.transact_write_items(TransactItems=[
        {"Delete": {"TableName": consumer.table, "Key": {"id": {"S": "a"}}}},
        {"Put": {"TableName": consumer.table, "Item": {"id": {"S": "b"}}}},
    ])
    until(lambda: len(consumer.records()) == 4)
    first, changed = {"id": {"S": "a"}}, {"id": {"S": "a"}, "n": {"N": "1"}}
    assert [
        (record["eventName"], record["dynamodb"].get("OldImage"), record["dynamodb"].get("NewImage"))
        for record in consumer.records()
    ] == [("INSERT", None, first), ("MODIFY", first, changed), ("REMOVE", changed, None), ("INSERT", None, {"id": {"S": "b"}})]
    numbers = [int(record["dynamodb"]["SequenceNumber"]) for record in consumer.records()]
    assert numbers == sorted(set(numbers))
    record = consumer.records()[0]
    assert record["eventSource"] == "aws:dynamodb"
    assert record["eventVersion"] == "1.1"
    assert record["awsRegion"] == "us-east-1"
    assert record["eventSourceARN"] == consumer.stream
    assert record["dynamodb"]["Keys"] == {"id": {"S": "a"}}
    assert record["dynamodb"]["StreamViewType"] == "NEW_AND_OLD_IMAGES"
    assert isinstance(record["dynamodb"]["ApproximateCreationDateTime"], int)
    assert len({record["eventID"] for record in consumer.records()}) == 4


def test_a_mapping_can_start_with_the_next_record(engine, tmp_path):
    consumer = consume(engine, tmp_path, ids=["before"], StartingPosition="LATEST")
    consumer.put("after")
    until(consumer.batches)
    assert consumer.batches() == [["after"]]


def test_a_failed_batch_is_tried_again_until_it_succeeds(engine, tmp_path):
    consumer = consume(engine, tmp_path, poison=["b"])
    until(lambda: len(consumer.batches()) == 2)
    consumer.poison()
    assert set(map(tuple, calls(consumer, 3))) == {tuple(IDS)}


def test_records_before_the_reported_one_are_not_tried_again(engine, tmp_path):
    consumer = consume(engine, tmp_path, reports=True, poison=["c", "d"])
    until(lambda: len(consumer.batches()) == 2)
    consumer.poison()
    first, *again = calls(consumer, 3)
    assert first == IDS
    assert set(map(tuple, again)) == {("c", "d")}


def test_reported_failures_are_ignored_unless_the_mapping_asks_for_them(engine, tmp_path):
    consumer = consume(engine, tmp_path, reports=True, poison=["b"], FunctionResponseTypes=[])
    assert calls(consumer, 1) == [IDS]


def test_after_the_last_retry_the_batch_is_discarded(engine, tmp_path):
    consumer = consume(engine, tmp_path, poison=["b"], MaximumRetryAttempts=1)
    assert calls(consumer, 2) == [IDS, IDS]


def test_the_rest_of_a_batch_is_discarded_with_the_record_that_fails(engine, tmp_path):
    consumer = consume(engine, tmp_path, reports=True, poison=["b"], MaximumRetryAttempts=0)
    assert calls(consumer, 1) == [IDS]


def test_a_batch_is_split_until_the_record_that_fails_is_alone(engine, tmp_path):
    consumer = consume(engine, tmp_path, poison=["c"], BisectBatchOnFunctionError=True, MaximumRetryAttempts=1)
    assert calls(consumer, 6) == [IDS, ["a", "b"], ["c", "d"], ["c"], ["c"], ["d"]]


def test_a_batch_is_split_at_the_reported_record(engine, tmp_path):
    consumer = consume(
        engine, tmp_path, reports=True, poison=["b"], BisectBatchOnFunctionError=True, MaximumRetryAttempts=0,
    )
    assert calls(consumer, 4) == [IDS, ["b", "c", "d"], ["b"], ["c", "d"]]


def test_records_that_are_too_old_are_not_delivered(engine, tmp_path):
    queue = Queue(engine)
    # The minimum of AWS is 60 s. The engine accepts any value.
    consumer = Consumer(engine, tmp_path, rights=[queue.right], MaximumRecordAgeInSeconds=4, **to(queue.arn))
    consumer.put(*IDS)
    too_old = time.time() + 5
    until(lambda: time.time() > too_old)
    consumer.start()
    content = until(queue.message)
    assert content["requestContext"]["condition"] == "RecordAgeExceeded"
    assert content["DDBStreamBatchInfo"]["batchSize"] == len(IDS)
    consumer.put("young")
    until(consumer.batches)
    assert consumer.batches() == [["young"]]


def test_mappings_do_not_wait_for_each_other(engine, tmp_path):
    stuck = consume(engine, tmp_path, poison=IDS)
    until(stuck.batches)
    other = consume(engine, tmp_path)
    until(other.batches)
    assert other.batches() == [IDS]


def test_a_bucket_gets_the_discarded_records(engine, tmp_path):
    bucket = create_bucket(engine)
    arn = f"arn:aws:s3:::{bucket}"
    # The right that AWS recommends, which is limited to buckets of the same account.
    own = {"Condition": {"StringEquals": {"s3:ResourceAccount": ACCOUNT}}}
    rights = [{**allow("s3:PutObject", f"{arn}/*"), **own}, {**allow("s3:ListBucket", arn), **own}]
    consumer = consume(engine, tmp_path, rights=rights, poison=["b"], **to(arn))
    key, content = until(lambda: object_in(engine, bucket))
    shard = content["DDBStreamBatchInfo"]["shardId"]
    day, second = content["timestamp"][:10], content["timestamp"][:19].replace(":", ".")
    assert key.startswith(f"aws/lambda/{consumer.mapping_id}/{shard}/{day.replace('-', '/')}/{second[:-2]}")
    assert json.loads(content.pop("payload")) == consumer.events()[0]
    assert content["requestContext"]["condition"] == "RetryAttemptsExhausted"
    assert content["requestContext"]["approximateInvokeCount"] == 1
    assert content["requestContext"]["functionArn"].endswith(f":function:{consumer.function}")
    assert content["responseContext"] == {"statusCode": 200, "executedVersion": "$LATEST", "functionError": "Unhandled"}
    assert content["version"] == "1.0"
    records = [record["dynamodb"] for record in consumer.records()]
    assert content["DDBStreamBatchInfo"]["startSequenceNumber"] == records[0]["SequenceNumber"]
    assert content["DDBStreamBatchInfo"]["endSequenceNumber"] == records[-1]["SequenceNumber"]
    assert content["DDBStreamBatchInfo"]["batchSize"] == len(IDS)
    assert content["DDBStreamBatchInfo"]["streamArn"] == consumer.stream


@pytest.mark.parametrize("missing", ["s3:PutObject", "s3:ListBucket"])
def test_a_bucket_gets_nothing_without_the_right(engine, tmp_path, missing):
    bucket = create_bucket(engine)
    arn = f"arn:aws:s3:::{bucket}"
    rights = {"s3:PutObject": allow("s3:PutObject", f"{arn}/*"), "s3:ListBucket": allow("s3:ListBucket", arn)}
    del rights[missing]
    consumer = consume(engine, tmp_path, rights=rights.values(), poison=["b"], **to(arn))
    calls(consumer, 1)
    assert object_in(engine, bucket) is None


def test_a_queue_gets_the_position_of_discarded_records(engine, tmp_path):
    queue = Queue(engine)
    consume(engine, tmp_path, rights=[queue.right], poison=["b"], **to(queue.arn))
    content = until(queue.message)
    assert content["DDBStreamBatchInfo"]["batchSize"] == len(IDS)
    assert "payload" not in content


def test_a_queue_gets_no_message_without_the_right(engine, tmp_path):
    queue = Queue(engine)
    calls(consume(engine, tmp_path, poison=["b"], **to(queue.arn)), 1)
    assert queue.message() is None


@pytest.mark.parametrize("missing", READ_ACTIONS)
def test_a_mapping_is_not_created_without_the_rights_to_read_the_stream(engine, tmp_path, missing):
    consumer = Consumer(engine, tmp_path, read_actions=[action for action in READ_ACTIONS if action != missing])
    options = consumer.mapping_options
    assert error_of(consumer.lambda_client.create_event_source_mapping, **options) == "InvalidParameterValueException"


def test_nothing_is_read_after_the_right_is_removed(engine, tmp_path):
    consumer = Consumer(engine, tmp_path).start()
    engine.client("iam").delete_role_policy(RoleName=consumer.role.rsplit("/", 1)[-1], PolicyName="rights")
    consumer.put("a")
    mapping = consumer.lambda_client.get_event_source_mapping
    until(lambda: mapping(UUID=consumer.mapping_id)["LastProcessingResult"].startswith("PROBLEM: Cannot access stream"))
    assert consumer.batches() == []


def test_a_stack_may_have_the_mapping(engine, tmp_path):
    consumer = Consumer(engine, tmp_path, reports=True, poison=["b"], BisectBatchOnFunctionError=True, MaximumRetryAttempts=0)
    consumer.put(*IDS)
    assert create_stack(engine, consumer.mapping_options) == "CREATE_COMPLETE"
    assert calls(consumer, 4) == [IDS, ["b", "c", "d"], ["b"], ["c", "d"]]


def test_a_stack_fails_without_the_right_to_read_the_stream(engine, tmp_path):
    consumer = Consumer(engine, tmp_path, read_actions=READ_ACTIONS[1:])
    assert create_stack(engine, consumer.mapping_options) == "ROLLBACK_COMPLETE"


def create_stack(engine, mapping):
    """Creates a stack with the mapping. Returns its final state."""
    cloudformation = engine.client("cloudformation")
    name = f"stack-{uuid4().hex[:8]}"
    resource = {"Type": "AWS::Lambda::EventSourceMapping", "Properties": mapping}
    cloudformation.create_stack(StackName=name, TemplateBody=json.dumps({"Resources": {"Mapping": resource}}))

    def final_state():
        state = cloudformation.describe_stacks(StackName=name)["Stacks"][0]["StackStatus"]
        return None if state.endswith("IN_PROGRESS") else state

    return until(final_state)


def test_is_still_needed(bare_engine, tmp_path):
    consumer = consume(bare_engine, tmp_path, reports=True, poison=["b"])
    assert calls(consumer, 1) == [IDS], not_needed_any_more("stream_batches")
