"""Gap: the gateway only reads Effect and Resource of an authorizer's policy, and accepts policies that are too large or malformed.

This module evaluates the policy as IAM does, for each request, also when the policy comes from the cache. It is stricter than the
documented behavior of AWS in three points:

- `?` in a resource is not a wildcard. For these policies, AWS documents `*` only:
  https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-lambda-authorizer-output.html
- A policy has at most 8,192 bytes. AWS documents that limit for WebSocket APIs, and none for REST APIs, but large policies have failed there:
  https://github.com/aws-solutions/generative-ai-application-builder-on-aws/issues/203
- A condition with an unknown key does not match.
"""

import json
import logging

from ministack.core import iam_evaluator
from ministack.services import apigateway, apigateway_v1

from .replacement import existing, wrap

MAXIMUM_BYTES = 8_192
MAXIMUM_RESOURCE_CHARACTERS = 512
VERSIONS = ("2012-10-17", "2008-10-17")
ELEMENTS = {"Sid", "Effect", "Action", "NotAction", "Resource", "NotResource", "Condition"}
# MiniStack's IAM matcher has no escapes, so another character replaces `?` while it runs.
QUESTION_MARK = "\ue000"

logger = logging.getLogger("ministack")


def evaluate(original, policy, method_arn):
    """`Allow`, `Deny` or `NoMatch`."""
    context = iam_evaluator.EvalContext(
        # A request to a Lambda authorizer has no AWS principal.
        principal_arn=None,
        principal_type=None,
        principal_account=None,
        action="execute-api:Invoke",
        resource_arn=without_question_marks(method_arn),
        region=method_arn.split(":")[3],
    )
    decision = iam_evaluator.evaluate(context, [statements_of(policy)]).decision
    return "NoMatch" if decision == "ImplicitDeny" else decision


def statements_of(policy):
    statements = iam_evaluator.parse_policy_document(policy)
    for statement in statements:
        statement.resources = [without_question_marks(arn) for arn in statement.resources]
        statement.not_resources = [without_question_marks(arn) for arn in statement.not_resources]
    return statements


def without_question_marks(arn):
    return arn.replace("?", QUESTION_MARK)


async def result_of_rest_authorizer(original, authorizer, event, account, region):
    result = await original(authorizer, event, account, region)
    if not result or result.get("error"):
        return result
    return result if is_usable(answer_of(result.get("body"))) else {**result, "body": None}


async def answer_of_authorizer(original, authorizer, event, account, region):
    answer = await original(authorizer, event, account, region)
    return answer if is_usable(answer) else None


def answer_of(body):
    try:
        return json.loads(body) if isinstance(body, (str, bytes)) else body
    except ValueError:
        return None


def is_usable(answer):
    """Whether the authorizer's answer is valid. If not, the gateway answers `AuthorizerConfigurationException` with status 500."""
    if not isinstance(answer, dict) or "policyDocument" not in answer:
        # MiniStack refuses invalid answers itself, and HTTP APIs have answers without a policy.
        return True
    fault = fault_of(answer["policyDocument"])
    if fault is not None:
        logger.warning("The authorizer's policy is invalid: %s", fault)
    return fault is None


def fault_of(policy):
    """The error of an invalid policy, or None."""
    size = len(json.dumps(policy, separators=(",", ":"), ensure_ascii=False).encode())
    if size > MAXIMUM_BYTES:
        return f"it must have at most {MAXIMUM_BYTES} bytes, but has {size}"
    fault = iam_evaluator.validate_policy_document(policy) if isinstance(policy, dict) else "it must be an object"
    if fault is not None:
        return fault
    if policy.get("Version", VERSIONS[0]) not in VERSIONS:
        return f"Version must be one of {', '.join(VERSIONS)}"
    statements = policy["Statement"]
    return next((
        fault for statement in (statements if isinstance(statements, list) else [statements])
        if (fault := fault_of_statement(statement)) is not None
    ), None)


def fault_of_statement(statement):
    if unknown := statement.keys() - ELEMENTS:
        return f"{', '.join(sorted(unknown))} must not be in a statement"
    for element in ("Action", "NotAction", "Resource", "NotResource"):
        if element in statement and not is_text_or_texts(statement[element]):
            return f"{element} must be a string or a list of strings"
    for arn in texts(statement.get("Resource")) + texts(statement.get("NotResource")):
        if arn != "*" and not arn.startswith("arn:"):
            return "a resource must be an ARN or *"
        if len(arn) > MAXIMUM_RESOURCE_CHARACTERS:
            return f"a resource must have at most {MAXIMUM_RESOURCE_CHARACTERS} characters, but one has {len(arn)}"
    conditions = statement.get("Condition", {})
    if not isinstance(conditions, dict) or not all(isinstance(keys, dict) for keys in conditions.values()):
        return "Condition must be an object of operators"
    return next((f"{operator} is not an operator" for operator in conditions if not is_operator(operator)), None)


def is_text_or_texts(value):
    return isinstance(value, str) or isinstance(value, list) and bool(value) and all(isinstance(item, str) for item in value)


def texts(value):
    return [value] if isinstance(value, str) else value or []


def is_operator(operator):
    name = operator.lower().removeprefix("forallvalues:").removeprefix("foranyvalue:").removesuffix("ifexists")
    return name == "null" or name in iam_evaluator._CONDITION_OPS


def close():
    for name in ("EvalContext", "evaluate", "parse_policy_document", "validate_policy_document", "_CONDITION_OPS"):
        existing(iam_evaluator, name)
    wrap(apigateway_v1, "_evaluate_policy", evaluate)
    wrap(apigateway_v1, "_invoke_authorizer_lambda", result_of_rest_authorizer)
    # HTTP and WebSocket APIs.
    wrap(apigateway, "_evaluate_authorizer_policy", evaluate)
    wrap(apigateway, "_invoke_request_authorizer_lambda", answer_of_authorizer)
