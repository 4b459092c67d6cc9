"""The rights of a service that acts with a role."""

from ministack.core import iam_evaluator
from ministack.core.arn import parse_arn
from ministack.core.responses import get_region

from .replacement import existing


def allows(role_arn, session_name, action, resource_arn):
    """Whether the role's policies and the policy of the resource allow the action. The request has no condition keys of the service."""
    account = parse_arn(role_arn).account_id
    role_name = role_arn.rsplit("/", 1)[-1]
    context = iam_evaluator.EvalContext(
        principal_arn=f"arn:aws:sts::{account}:assumed-role/{role_name}/{session_name}",
        principal_type="AssumedRole",
        principal_account=account,
        action=action,
        resource_arn=resource_arn,
        region=get_region(),
        secure_transport=True,
    )
    result = iam_evaluator.evaluate(context, iam_evaluator._gather_role_policies(role_name, account))
    of_resource = iam_evaluator._resource_policy(action.split(":")[0], resource_arn)
    if of_resource is not None:
        result = iam_evaluator.combine_resource_policy(result, context, *of_resource)
    return result.decision == "Allow"


def check_evaluator():
    for name in ("EvalContext", "evaluate", "_gather_role_policies", "_resource_policy", "combine_resource_policy"):
        existing(iam_evaluator, name)
