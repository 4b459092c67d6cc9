import json
import time
from uuid import uuid4

from conftest import not_needed_any_more
from lambda_function import create_python_function, create_role, let_rule_call
from service_role import ACCOUNT, allow
from stack import Stack

# Records each call, and fails as often as the event says.
SOURCE = """
import boto3

def handler(event, context):
    calls = boto3.client("sqs")
    url = calls.get_queue_url(QueueName=event["source"] + "-calls")["QueueUrl"]
    calls.send_message(QueueUrl=url, MessageBody="call")
    if int(calls.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]["ApproximateNumberOfMessages"]) <= event["detail"]["failures"]:
        raise Exception("Ada could not be updated")
"""


class Rule:
    """A rule that calls a function with a dead-letter queue."""

    def __init__(self, engine, *, may_send=True):
        self.engine = engine
        self.source = f"rule-{uuid4().hex[:8]}"
        sqs = engine.client("sqs")
        self.calls_url = sqs.create_queue(QueueName=f"{self.source}-calls")["QueueUrl"]
        self.queue_url = sqs.create_queue(QueueName=self.source)["QueueUrl"]
        queue = f"arn:aws:sqs:us-east-1:{ACCOUNT}:{self.source}"
        function = create_python_function(engine, SOURCE)
        rights = [allow("sqs:*", f"{queue}-calls"), *([allow("sqs:SendMessage", queue)] if may_send else [])]
        engine.client("iam").put_role_policy(
            RoleName=function, PolicyName="rights", PolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": rights}),
        )
        arn = engine.client("lambda").update_function_configuration(
            FunctionName=function, DeadLetterConfig={"TargetArn": queue}, Timeout=10,
        )["FunctionArn"]
        events = engine.client("events")
        rule = events.put_rule(Name=self.source, EventPattern=json.dumps({"source": [self.source]}))["RuleArn"]
        let_rule_call(engine, function, rule)
        events.put_targets(Rule=self.source, Targets=[{"Id": "function", "Arn": arn}])

    def publish(self, failures):
        entry = {"Source": self.source, "DetailType": "test", "Detail": json.dumps({"failures": failures})}
        return self.engine.client("events").put_events(Entries=[entry])["Entries"][0]["EventId"]

    def calls(self, expected, seconds=12):
        """Waits for the expected number of calls or for the end of the time limit. Returns the number of calls."""
        deadline = time.monotonic() + seconds
        while True:
            attributes = self.engine.client("sqs").get_queue_attributes(QueueUrl=self.calls_url, AttributeNames=["All"])["Attributes"]
            count = int(attributes["ApproximateNumberOfMessages"])
            if count >= expected or time.monotonic() > deadline:
                return count
            time.sleep(0.1)

    def dead_letters(self, wait=3):
        messages = self.engine.client("sqs").receive_message(
            QueueUrl=self.queue_url, MessageAttributeNames=["All"], WaitTimeSeconds=wait,
        ).get("Messages", [])
        return [(json.loads(message["Body"]), {
            name: attribute["StringValue"] for name, attribute in message.get("MessageAttributes", {}).items()
        }) for message in messages]


def test_a_call_that_fails_is_repeated(engine):
    rule = Rule(engine)
    rule.publish(failures=1)
    assert rule.calls(2) == 2
    assert rule.dead_letters() == []


def test_an_event_that_fails_three_times_becomes_an_unchanged_dead_letter(engine):
    rule = Rule(engine)
    event_id = rule.publish(failures=3)
    assert rule.calls(3) == 3
    [(event, attributes)] = rule.dead_letters()
    assert (event["id"], event["detail-type"], event["detail"]) == (event_id, "test", {"failures": 3})
    assert (attributes["ErrorCode"], attributes["ErrorMessage"]) == ("200", "Ada could not be updated")


def test_without_the_right_to_send_the_event_is_lost(engine):
    rule = Rule(engine, may_send=False)
    rule.publish(failures=3)
    assert rule.calls(3) == 3
    assert rule.dead_letters() == []


def test_a_function_of_a_template_has_the_queue_of_the_template(engine):
    def resources(**properties):
        return {"Function": {"Type": "AWS::Lambda::Function", "Properties": {
            "FunctionName": name, "Runtime": "python3.13", "Handler": "index.handler", "Role": create_role(engine, f"role-{uuid4().hex[:8]}"),
            "Code": {"ZipFile": "handler = None"}, **properties,
        }}}

    def queue():
        return engine.client("lambda").get_function_configuration(FunctionName=name).get("DeadLetterConfig", {}).get("TargetArn")

    name, first, second = f"function-{uuid4().hex[:8]}", f"arn:aws:sqs:us-east-1:{ACCOUNT}:first", f"arn:aws:sqs:us-east-1:{ACCOUNT}:second"
    stack = Stack(engine, resources(DeadLetterConfig={"TargetArn": first}))
    assert queue() == first
    stack.update(resources(DeadLetterConfig={"TargetArn": second}))
    assert queue() == second
    stack.update(resources())
    assert queue() is None


def test_is_still_needed(bare_engine):
    rule = Rule(bare_engine)
    rule.publish(failures=1)
    assert rule.calls(2, seconds=4) == 1, not_needed_any_more("asynchronous_failure")
