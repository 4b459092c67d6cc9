import json
from uuid import uuid4

import pytest

from conftest import not_needed_any_more
from service_role import ACCOUNT, allow, create_service_role, create_state_machine

MARK = {"Type": "Succeed"}


class Rule:
    """A rule that starts a state machine, with a dead-letter queue."""

    def __init__(self, engine, *, may_start, may_send):
        self.engine = engine
        self.source = f"rule-{uuid4().hex[:8]}"
        self.machine = create_state_machine(engine, {"Started": MARK}, [])
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
        right = allow("states:StartExecution", self.machine)
        events.put_targets(Rule=self.source, Targets=[{
            "Id": "machine",
            "Arn": self.machine,
            "RoleArn": create_service_role(engine, "events", [right] if may_start else []),
            "DeadLetterConfig": {"Arn": queue},
        }])

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
