"""Gap: a rule starts state machines without the right to, and what it cannot deliver is gone.

EventBridge starts a state machine with the role of the target. An event that it may not deliver goes to the dead-letter
queue of the target at once, if the policy of the queue lets the rule send to it.

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html
"""

import json

from ministack.core.arn import parse_arn
from ministack.core.responses import get_account_id
from ministack.services import eventbridge, sqs

from . import service_role
from .replacement import existing, wrap


def invoke_target(original, target, event, rule, view=None):
    arn, role_arn = target.get("Arn", ""), target.get("RoleArn")
    if not arn.startswith("arn:aws:states:") or (
        role_arn and service_role.allows(role_arn, "events", "states:StartExecution", arn)
    ):
        return original(target, event, rule, view)
    queue_arn = (target.get("DeadLetterConfig") or {}).get("Arn")
    if queue_arn and sqs.queue_policy_allows(queue_arn, "events.amazonaws.com", rule["Arn"], get_account_id()):
        raw_event = (view or eventbridge._pattern_event_view(event)).event_with_detail()
        eventbridge._dispatch_to_sqs(parse_arn(queue_arn), json.dumps(raw_event))
    return None


def close():
    service_role.check_evaluator()
    existing(sqs, "queue_policy_allows")
    for name in ("_pattern_event_view", "_dispatch_to_sqs"):
        existing(eventbridge, name)
    wrap(eventbridge, "_invoke_target", invoke_target)
