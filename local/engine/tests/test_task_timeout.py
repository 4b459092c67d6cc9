import time

from conftest import not_needed_any_more
from lambda_function import create_python_function
from service_role import ACCOUNT, allow, create_state_machine, outcome


def error_of_silent_task(engine):
    """The error of a task that waits for a token until its time limit, and how long it took."""
    function = f"arn:aws:lambda:us-east-1:{ACCOUNT}:function:{create_python_function(engine, 'def handler(event, context): return {}')}"
    machine = create_state_machine(engine, {"Call": {
        "Type": "Task",
        "Resource": "arn:aws:states:::lambda:invoke.waitForTaskToken",
        "Arguments": {"FunctionName": function, "Payload": {}},
        "TimeoutSeconds": "{% 1 + 1 %}",
        "End": True,
    }}, [allow("lambda:InvokeFunction", function)])
    start = time.monotonic()
    return outcome(engine, machine), time.monotonic() - start


def test_an_expression_limits_the_time_of_a_task(engine):
    error, seconds = error_of_silent_task(engine)
    assert error == "States.Timeout"
    assert seconds >= 2


def test_is_still_needed(bare_engine):
    error, _ = error_of_silent_task(bare_engine)
    assert error != "States.Timeout", not_needed_any_more("task_timeout")
