"""Makes state machines, and the rules that start them, fail on purpose. Proofs show what happens to an event then.

Faults need the environment variable ENGINE_FAULTS_FILE, which names a file. The file is read again when it changes. It lists
faults by the user of the event (`detail.userId`), or by the tenant (`detail.tenantId`) of an event without a user:

    {"<id>": [{"stateMachine": "<ARN>", "state": "<name>", "error": "<name>", "cause": "...", "times": 3, "after": false}]}

`times` is the number of failures; null means always. With `after`, the call is executed and its result is lost. Without
`state`, the rule cannot start the machine: all of its tries fail, and the event goes to the dead-letter queue of the rule's
target, with the attributes that EventBridge adds. Each fault that was thrown is written as a line of JSON to a file of the
same name with the suffix `.thrown`.

MiniStack's own SFN_MOCK_CONFIG fails every attempt of a state, and only in executions that StartExecution selects.
"""

import json
import os
import threading
from contextvars import ContextVar

from ministack.services import eventbridge, stepfunctions

from gaps import undelivered
from gaps.replacement import existing, wrap

FILE_VARIABLE = "ENGINE_FAULTS_FILE"

# The maximum of EventBridge.
MOST_RETRIES = 185

# The running task: the machine, its state, and the user or tenant of the event.
running_task = ContextVar("running_task", default=None)


class Faults:
    """The faults of the file that have not been thrown yet."""

    def __init__(self, path):
        self.path = path
        self.version = None
        self.by_user = {}
        self.thrown = {}
        self.lock = threading.Lock()

    def take(self, user, state_machine, state):
        """The fault to throw now, or None."""
        with self.lock:
            self.read()
            for index, fault in enumerate(self.by_user.get(user, [])):
                if fault["stateMachine"] != state_machine or fault.get("state") != state:
                    continue
                key = (user, index, json.dumps(fault, sort_keys=True))
                times = fault.get("times")
                if times is not None and self.thrown.get(key, 0) >= times:
                    continue
                self.thrown[key] = self.thrown.get(key, 0) + 1
                with open(f"{self.path}.thrown", "a") as thrown:
                    thrown.write(json.dumps({"userId": user, "state": state, "error": fault["error"]}) + "\n")
                return fault
        return None

    def read(self):
        try:
            stat = os.stat(self.path)
        except FileNotFoundError:
            self.version, self.by_user = None, {}
            return
        version = (stat.st_mtime_ns, stat.st_size)
        if version != self.version:
            with open(self.path) as file:
                self.by_user = json.load(file)
            self.version = version


def subject_of(event):
    detail = event.get("detail") if isinstance(event, dict) else None
    return detail.get("userId", detail.get("tenantId")) if isinstance(detail, dict) else None


def inject(faults):
    def execute_task(original, state_def, raw_input, execution, ctx):
        token = running_task.set((ctx["StateMachine"]["Id"], ctx["State"]["Name"], subject_of(ctx["Execution"]["Input"])))
        try:
            return original(state_def, raw_input, execution, ctx)
        finally:
            running_task.reset(token)

    def invoke_resource(original, resource, input_data):
        task = running_task.get()
        fault = faults.take(task[2], task[0], task[1]) if task else None
        if fault is None:
            return original(resource, input_data)
        if fault.get("after"):
            original(resource, input_data)
        raise stepfunctions._ExecutionError(fault["error"], fault.get("cause", ""))

    def invoke_target(original, target, event, rule, view=None):
        event_as_delivered = (view or eventbridge._pattern_event_view(event)).event_with_detail()
        fault = faults.take(subject_of(event_as_delivered), target.get("Arn"), None)
        if fault is None:
            return original(target, event, rule, view)
        queue_arn = (target.get("DeadLetterConfig") or {}).get("Arn")
        if queue_arn is not None:
            undelivered.send(queue_arn, event_as_delivered, rule, target, fault["error"], fault.get("cause", "-"), retries=MOST_RETRIES)

    wrap(stepfunctions, "_execute_task", execute_task)
    wrap(stepfunctions, "_invoke_resource", invoke_resource)
    wrap(eventbridge, "_invoke_target", invoke_target)


def inject_if_asked():
    path = os.environ.get(FILE_VARIABLE)
    if not path:
        return
    undelivered.check_queues()
    existing(stepfunctions, "_ExecutionError")
    existing(eventbridge, "_pattern_event_view")
    inject(Faults(path))
