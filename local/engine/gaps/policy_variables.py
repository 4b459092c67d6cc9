"""Gap: policy variables such as `${aws:PrincipalTag/tenantId}` are not substituted.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html: the Resource
element and string and ARN conditions can have variables. A default can follow the key (`${key, 'default'}`). `${*}`, `${?}`
and `${$}` are the characters themselves. A statement does not match if the request has no value for one of its variables.
"""

import re
from dataclasses import replace

from ministack.core import iam_evaluator

from .replacement import existing, wrap

VARIABLE = re.compile(r"\$\{([^},]+)(?:,\s*'([^']*)')?\}")
LITERAL_CHARACTERS = {"*", "?", "$"}
WILDCARDS = re.compile(r"[*?]")


class NoValue(Exception):
    """The request has no single value for a variable, or no value that a pattern can contain."""


def substitute(text, context, *, is_pattern):
    def value_of(match):
        key, default = match.group(1).strip(), match.group(2)
        value = key if key in LITERAL_CHARACTERS else iam_evaluator._resolve_condition_key(key, context)
        if value is None:
            value = default
        if value is None or isinstance(value, (list, tuple, set)):
            raise NoValue(key)
        # On AWS a value is literal. MiniStack's matcher has no escapes, so a value with wildcards matches nothing here.
        if is_pattern and WILDCARDS.search(str(value)):
            raise NoValue(key)
        return str(value)

    return VARIABLE.sub(value_of, text)


def substitute_conditions(conditions, context):
    return {
        operator: {
            key: [
                substitute(value, context, is_pattern=is_pattern_operator(operator)) if isinstance(value, str) else value
                for value in (expected if isinstance(expected, list) else [expected])
            ]
            for key, expected in keys.items()
        } if isinstance(keys, dict) else keys
        for operator, keys in conditions.items()
    }


def is_pattern_operator(operator):
    # ArnEquals matches patterns, like ArnLike.
    return "like" in operator.lower() or "arn" in operator.lower()


def conditions_met(original, conditions, context):
    try:
        return original(substitute_conditions(conditions or {}, context), context)
    except NoValue:
        return False


def first_match(original, context, statements, effect):
    return original(context, list(with_resources_of(statements, context)), effect)


def with_resources_of(statements, context):
    for statement in statements:
        try:
            yield replace(
                statement,
                resources=[substitute(arn, context, is_pattern=True) for arn in statement.resources],
                not_resources=[substitute(arn, context, is_pattern=True) for arn in statement.not_resources],
            )
        except NoValue:
            continue


def close():
    existing(iam_evaluator, "_resolve_condition_key")
    wrap(iam_evaluator, "_conditions_met", conditions_met)
    wrap(iam_evaluator, "_first_match", first_match)
