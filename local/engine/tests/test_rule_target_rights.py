import json
from uuid import uuid4

import pytest

from conftest import not_needed_any_more
from lambda_function import create_python_function, let_rule_call
from service_role import ACCOUNT, allow, create_service_role, create_state_machine

MARK = {"Type": "Succeed"}

FUNCTION = """
import boto3

def handler(event, context):
    calls = boto3.client("sqs")
    calls.send_message(QueueUrl=calls.get_queue_url(QueueName=event["source"] + "-calls")["QueueUrl"], MessageBody="call")
"""


class Rule:
    """A rule with a dead-letter queue, which starts a state machine."""

    def __init__(self, engine, *, may_start, may_send):
        self.engine = engine
        self.source = f"rule-{uuid4().hex[:8]}"
        self.queue_url = engine.client("sqs").create_queue(QueueName=self.source)["QueueUrl"]
        queue = f"arn:aws:sqs:us-east-1:{ACCOUNT}:{self.source}"
        events = engine.client("events")
        rule = events.put_rule(Name=self.source, EventPattern=json.dumps({"source": [self.source]}))["RuleArn"]
        if may_send:
            engine.client("sqs").set_queue_attributes(QueueUrl=self.queue_url, Attributes={"Policy": json.dumps({
                "Version": "2012-10-17",
                "Statement": [{
                    "Effect": "Allow",
                    "Principal": {"Service": "events.amazonaws.com"},
                    "Action": "sqs:SendMessage",
                    "Resource": queue,
                    "Condition": {"ArnEquals": {"aws:SourceArn": rule}},
                }],
            })})
        events.put_targets(Rule=self.source, Targets=[{"Id": "target", "DeadLetterConfig": {"Arn": queue}, **self.create_target(rule, may_start)}])

    def create_target(self, _rule, may_start):
        self.machine = create_state_machine(self.engine, {"Started": MARK}, [])
        right = allow("states:StartExecution", self.machine)
        return {"Arn": self.machine, "RoleArn": create_service_role(self.engine, "events", [right] if may_start else [])}

    def publish(self):
        """Puts an event that the rule matches, and returns its id."""
        return self.engine.client("events").put_events(Entries=[
            {"Source": self.source, "DetailType": "test", "Detail": json.dumps({"name": "Ada"})},
        ])["Entries"][0]["EventId"]

    def executions(self):
        return len(self.engine.client("stepfunctions").list_executions(stateMachineArn=self.machine)["executions"])

    def dead_letters(self):
        """Returns pairs of the event and the attributes with the reason that it was not delivered."""
        messages = self.engine.client("sqs").receive_message(
            QueueUrl=self.queue_url, MessageAttributeNames=["All"],
        ).get("Messages", [])
        return [(json.loads(message["Body"]), {
            name: attribute["StringValue"] for name, attribute in message.get("MessageAttributes", {}).items()
        }) for message in messages]


class FunctionRule(Rule):
    """A rule with a dead-letter queue, which calls a function that hands on its event."""

    def create_target(self, rule, may_start):
        self.calls_url = self.engine.client("sqs").create_queue(QueueName=f"{self.source}-calls")["QueueUrl"]
        function = create_python_function(self.engine, FUNCTION)
        self.engine.client("iam").put_role_policy(RoleName=function, PolicyName="rights", PolicyDocument=json.dumps({
            "Version": "2012-10-17", "Statement": [allow("sqs:*", f"arn:aws:sqs:us-east-1:{ACCOUNT}:{self.source}-calls")],
        }))
        # The policy of the function names a rule in any case.
        let_rule_call(self.engine, function, rule if may_start else f"{rule}-other")
        return {"Arn": self.engine.client("lambda").get_function_configuration(FunctionName=function)["FunctionArn"]}

    def calls(self):
        return len(self.engine.client("sqs").receive_message(QueueUrl=self.calls_url, WaitTimeSeconds=2).get("Messages", []))


def test_with_the_right_the_function_is_called(engine):
    rule = FunctionRule(engine, may_start=True, may_send=True)
    rule.publish()
    assert rule.calls() == 1
    assert rule.dead_letters() == []


def test_without_the_right_the_event_for_the_function_becomes_a_dead_letter(engine):
    rule = FunctionRule(engine, may_start=False, may_send=True)
    event_id = rule.publish()
    [(event, attributes)] = rule.dead_letters()
    assert (event["id"], attributes["ERROR_CODE"]) == (event_id, "NO_PERMISSIONS")
    assert rule.calls() == 0


def test_with_the_right_the_machine_starts(engine):
    rule = Rule(engine, may_start=True, may_send=True)
    rule.publish()
    assert rule.executions() == 1
    assert rule.dead_letters() == []


def test_without_the_right_the_event_becomes_a_dead_letter(engine):
    rule = Rule(engine, may_start=False, may_send=True)
    event_id = rule.publish()
    assert rule.executions() == 0
    [(event, attributes)] = rule.dead_letters()
    assert (event["id"], event["detail"]) == (event_id, {"name": "Ada"})
    assert attributes["TARGET_ARN"] == rule.machine
    assert (attributes["ERROR_CODE"], attributes["RETRY_ATTEMPTS"]) == ("NO_PERMISSIONS", "0")


@pytest.mark.parametrize("may_start", [True, False])
def test_a_queue_that_the_rule_may_not_send_to_stays_empty(engine, may_start):
    rule = Rule(engine, may_start=may_start, may_send=False)
    rule.publish()
    assert rule.executions() == (1 if may_start else 0)
    assert rule.dead_letters() == []


def test_is_still_needed(bare_engine):
    rule = Rule(bare_engine, may_start=False, may_send=True)
    rule.publish()
    assert rule.executions() == 1, not_needed_any_more("rule_target_rights")
