"""Gap: a rule can start state machines without a right, and events that it cannot deliver are lost.

EventBridge starts a state machine with the role of the target. If the role lacks the right, the event goes to the dead-letter
queue of the target at once, if the policy of the queue lets the rule send to it.

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html
"""

from ministack.core.responses import get_account_id
from ministack.services import eventbridge, sqs

from . import service_role, undelivered
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
        undelivered.send(queue_arn, raw_event, rule, target, "NO_PERMISSIONS", f"The rule is not allowed to start {arn}.")
    return None


def close():
    service_role.check_evaluator()
    existing(sqs, "queue_policy_allows")
    undelivered.check_queues()
    existing(eventbridge, "_pattern_event_view")
    wrap(eventbridge, "_invoke_target", invoke_target)
