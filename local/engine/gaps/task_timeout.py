"""Gap: the time limit of a task cannot be an expression.

https://docs.aws.amazon.com/step-functions/latest/dg/state-task.html (TimeoutSeconds)
"""

from ministack.services import stepfunctions

from .replacement import existing, wrap


def execute_task(original, state, raw_input, execution, context):
    if isinstance(state.get("TimeoutSeconds"), str):
        state = {**state, "TimeoutSeconds": stepfunctions._jsonata_state_field(state, "TimeoutSeconds", "number", raw_input, context)}
    return original(state, raw_input, execution, context)


def close():
    existing(stepfunctions, "_jsonata_state_field")
    wrap(stepfunctions, "_execute_task", execute_task)
