import subprocess
import sys
from pathlib import Path

from conftest import not_needed_any_more
from service_role import create_state_machine, outcome

ENGINE = Path(__file__).parent.parent

# A process with other work: the thread that evaluates the expression does not run for longer than the limit.
INTERRUPTED = """
import time
from jsonata import Jsonata
expression = Jsonata.jsonata("$wait() & 'done'", timeout=100)
expression.register_lambda("wait", lambda: time.sleep(0.3) or "")
print(expression.evaluate(None))
"""
WITH_GAP_CLOSED = "from gaps import expression_time; expression_time.close()\n"


def run(program):
    return subprocess.run([sys.executable, "-c", program], cwd=ENGINE, capture_output=True, text=True)


def test_an_expression_does_not_fail_because_the_machine_is_busy():
    assert run(WITH_GAP_CLOSED + INTERRUPTED).stdout == "done\n"


def test_an_expression_that_never_ends_fails(engine):
    endless = "{% ($again := function($n) { $again($n + 1) }; $again(0)) %}"
    machine = create_state_machine(engine, {"Endless": {"Type": "Pass", "Output": endless, "End": True}}, [])
    assert outcome(engine, machine) == "States.QueryEvaluationError"


def test_is_still_needed():
    assert "D1012" in run(INTERRUPTED).stderr, not_needed_any_more("expression_time")
