"""Gap: a rule can start state machines and call functions without a right, and events that it cannot deliver are lost.

EventBridge starts a state machine with the role of the target, and calls a function if the policy of the function lets the rule. Without that right, the
event goes to the dead-letter queue of the target at once, if the policy of the queue lets the rule send to it.

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html
https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html
"""

from ministack.core import iam_evaluator
from ministack.core.responses import get_account_id, get_region
from ministack.services import eventbridge, lambda_svc, sqs

from . import service_role, undelivered
from .replacement import existing, wrap


def invoke_target(original, target, event, rule, view=None):
    arn = target.get("Arn", "")
    if may_deliver(rule["Arn"], arn, target.get("RoleArn")):
        return original(target, event, rule, view)
    queue_arn = (target.get("DeadLetterConfig") or {}).get("Arn")
    if queue_arn and sqs.queue_policy_allows(queue_arn, "events.amazonaws.com", rule["Arn"], get_account_id()):
        raw_event = (view or eventbridge._pattern_event_view(event)).event_with_detail()
        undelivered.send(queue_arn, raw_event, rule, target, "NO_PERMISSIONS", f"The rule is not allowed to start {arn}.")
    return None


def may_deliver(rule_arn, target_arn, role_arn):
    if target_arn.startswith("arn:aws:states:"):
        return bool(role_arn) and service_role.allows(role_arn, "events", "states:StartExecution", target_arn)
    if target_arn.startswith("arn:aws:lambda:"):
        return may_call(rule_arn, target_arn)
    return True


def may_call(rule_arn, function_arn):
    """Whether the policy of the function lets the rule call it."""
    policy, account = lambda_svc.function_policy_for_arn(function_arn) or ({}, get_account_id())
    context = iam_evaluator.EvalContext(
        principal_arn="*",
        principal_type="Service",
        principal_account="",
        action="lambda:InvokeFunction",
        resource_arn=function_arn,
        region=get_region(),
        service_context={"aws:sourcearn": rule_arn, "aws:sourceaccount": account},
    )
    return iam_evaluator.evaluate_resource_policy(policy, context, service="events.amazonaws.com").decision == "Allow"


def close():
    service_role.check_evaluator()
    existing(iam_evaluator, "evaluate_resource_policy")
    existing(lambda_svc, "function_policy_for_arn")
    existing(sqs, "queue_policy_allows")
    undelivered.check_queues()
    existing(eventbridge, "_pattern_event_view")
    wrap(eventbridge, "_invoke_target", invoke_target)
