import json
import sys
import time
from uuid import uuid4

import pytest

from conftest import ENGINE, running
from service_role import allow, create_service_role

STATE = "Send"


@pytest.fixture(scope="module")
def faults_file(tmp_path_factory):
    return tmp_path_factory.mktemp("faults") / "faults.json"


@pytest.fixture(scope="module")
def faulty_engine(faults_file, tmp_path_factory):
    settings = {"ENGINE_FAULTS_FILE": str(faults_file), "SFN_WAIT_SCALE": "0"}
    with running([sys.executable, str(ENGINE / "launcher.py")], tmp_path_factory.mktemp("faulty"), settings) as engine:
        yield engine


class Machine:
    """A rule that starts a state machine. The machine sends the user of the event to a queue, with up to three tries."""

    def __init__(self, engine, faults_file):
        self.faults_file = faults_file
        self.sqs, self.events = engine.client("sqs"), engine.client("events")
        self.states = engine.client("stepfunctions")
        name = f"faulty-{uuid4().hex[:8]}"
        self.queue, self.dead_letters = self.new_queue(name), self.new_queue(f"{name}-dead")
        self.arn = self.states.create_state_machine(
            name=name,
            roleArn=create_service_role(engine, "states", [allow("sqs:SendMessage", self.arn_of(self.queue))]),
            definition=json.dumps(self.definition()),
        )["stateMachineArn"]
        self.source = f"{name}.user"
        self.rule_arn = self.events.put_rule(Name=name, EventPattern=json.dumps({"source": [self.source]}))["RuleArn"]
        self.events.put_targets(Rule=name, Targets=[
            {
                "Id": "machine",
                "Arn": self.arn,
                "RoleArn": create_service_role(engine, "events", [allow("states:StartExecution", self.arn)]),
                "DeadLetterConfig": {"Arn": self.arn_of(self.dead_letters)},
            },
        ])

    def definition(self):
        return {
            "StartAt": STATE,
            "QueryLanguage": "JSONata",
            "States": {STATE: {
                "Type": "Task",
                "Resource": "arn:aws:states:::sqs:sendMessage",
                "Arguments": {"QueueUrl": self.queue, "MessageBody": "{% $states.context.Execution.Input.detail.userId %}"},
                "TimeoutSeconds": 5,
                "Retry": [{"ErrorEquals": ["States.ALL"], "MaxAttempts": 2}],
                "End": True,
            }},
        }

    def new_queue(self, name):
        return self.sqs.create_queue(QueueName=name)["QueueUrl"]

    def arn_of(self, queue):
        return self.sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]

    def fail(self, user, **fault):
        self.faults_file.write_text(json.dumps({user: [{"stateMachine": self.arn, "cause": "on purpose", **fault}]}))

    def publish(self, user):
        """Waits until no execution runs. Returns the error or None for each execution."""
        self.events.put_events(Entries=[{"Source": self.source, "DetailType": "created", "Detail": json.dumps({"userId": user})}])
        deadline = time.monotonic() + 10
        while self.executions("RUNNING") and time.monotonic() < deadline:
            time.sleep(0.05)
        ends = [self.states.describe_execution(executionArn=execution["executionArn"]) for execution in self.executions()]
        return [end.get("error") for end in ends]

    def executions(self, status=None):
        filters = {"statusFilter": status} if status else {}
        return self.states.list_executions(stateMachineArn=self.arn, **filters)["executions"]

    def received(self, queue):
        return self.sqs.receive_message(
            QueueUrl=queue, MaxNumberOfMessages=10, MessageAttributeNames=["All"],
        ).get("Messages", [])

    def sent(self):
        return [message["Body"] for message in self.received(self.queue)]

    def thrown(self):
        return [json.loads(line) for line in open(f"{self.faults_file}.thrown")]


@pytest.fixture
def machine(faulty_engine, faults_file):
    return Machine(faulty_engine, faults_file)


@pytest.fixture
def user():
    return f"user-{uuid4().hex[:8]}"


def test_a_task_fails_as_often_as_the_file_says_and_then_works(machine, user):
    machine.fail(user, state=STATE, error="SQS.AmazonSQSException", times=2)
    assert machine.publish(user) == [None]
    assert machine.sent() == [user]
    assert [fault for fault in machine.thrown() if fault["userId"] == user] == [
        {"userId": user, "state": STATE, "error": "SQS.AmazonSQSException"},
    ] * 2


def test_a_task_fails_for_ever(machine, user):
    machine.fail(user, state=STATE, error="States.Timeout", times=None)
    assert machine.publish(user) == ["States.Timeout"]
    assert machine.sent() == []


def test_a_task_works_and_its_answer_is_lost(machine, user):
    machine.fail(user, state=STATE, error="States.Timeout", times=1, after=True)
    assert machine.publish(user) == [None]
    assert machine.sent() == [user, user]


def test_the_rule_cannot_start_the_machine(machine, user):
    machine.fail(user, error="NO_PERMISSIONS", times=None)
    assert machine.publish(user) == []
    [letter] = machine.received(machine.dead_letters)
    event = json.loads(letter["Body"])
    assert (event["source"], event["detail"]) == (machine.source, {"userId": user})
    assert {name: attribute["StringValue"] for name, attribute in letter["MessageAttributes"].items()} == {
        "RULE_ARN": machine.rule_arn,
        "TARGET_ARN": machine.arn,
        "ERROR_CODE": "NO_PERMISSIONS",
        "ERROR_MESSAGE": "on purpose",
        "EXHAUSTED_RETRY_CONDITION": "MaximumRetryAttempts",
        "RETRY_ATTEMPTS": "185",
    }


def test_events_of_others_do_not_fail(machine, user):
    machine.fail(user, state=STATE, error="States.Timeout", times=None)
    assert machine.publish("somebody-else") == [None]
    assert machine.sent() == ["somebody-else"]


def test_another_state_and_another_machine_do_not_fail(machine, user):
    machine.fail(user, state="Elsewhere", error="States.Timeout", times=None)
    assert machine.publish(user) == [None]
    machine.fail(user, stateMachine=f"{machine.arn}-other", state=STATE, error="States.Timeout", times=None)
    assert machine.publish(user) == [None, None]


def test_a_fault_that_the_file_no_longer_has_does_not_happen(machine, user):
    machine.fail(user, state=STATE, error="States.Timeout", times=None)
    assert machine.publish(user) == ["States.Timeout"]
    machine.faults_file.write_text("{}")
    assert sorted(machine.publish(user), key=str) == [None, "States.Timeout"]


def test_an_engine_without_a_file_has_no_faults(engine, faults_file, user):
    machine = Machine(engine, faults_file)
    machine.fail(user, state=STATE, error="States.Timeout", times=None)
    assert machine.publish(user) == [None]
