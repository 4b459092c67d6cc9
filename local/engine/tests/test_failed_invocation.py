import pytest

from conftest import not_needed_any_more
from lambda_function import create_python_function, invoke

# The first call fails with the given source. Each call returns the number of calls in this process.
COUNT = """
import os, time
calls = 0

def handler(event, context):
    global calls
    calls += 1
    if calls == 1 and not os.path.exists(os.environ["MARK"]):
        open(os.environ["MARK"], "w").close()
        {failure}
    return calls
"""


@pytest.fixture
def mark(tmp_path):
    return str(tmp_path / "called")


def create_function(engine, mark, failure):
    return create_python_function(engine, COUNT.replace("{failure}", failure), environment={"MARK": mark})


def test_a_function_that_fails_keeps_its_process(engine, mark):
    function = create_function(engine, mark, 'raise ValueError("Unauthorized")')
    assert invoke(engine, function) == "Unauthorized"
    assert invoke(engine, function) == 2


def test_a_function_that_dies_gets_another_process(engine, mark):
    function = create_function(engine, mark, "os._exit(1)")
    assert isinstance(invoke(engine, function), str)
    assert invoke(engine, function) == 1


def test_a_function_that_takes_too_long_gets_another_process(engine, mark):
    function = create_function(engine, mark, "time.sleep(30)")
    assert "timed out" in invoke(engine, function)
    assert invoke(engine, function) == 1


def test_is_still_needed(bare_engine, mark):
    function = create_function(bare_engine, mark, 'raise ValueError("Unauthorized")')
    invoke(bare_engine, function)
    assert invoke(bare_engine, function) == 1, not_needed_any_more("failed_invocation")
