from conftest import not_needed_any_more
from lambda_function import create_layer, create_python_function, invoke

IMAGE_CA_BUNDLE = "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem"

RUN_PROGRAM = """
import subprocess

def handler(event, context):
    return subprocess.run(["/opt/tool/greet", "Ada"], check=True, stdout=subprocess.PIPE, text=True).stdout
"""
# The program imports a module beside it, as the AWS CLI does.
GREET = """#!/var/lang/bin/python
import sys
import greeting
sys.stdout.write(greeting.to(sys.argv[1]))
"""
FAIL = """#!/var/lang/bin/python
import sys
sys.exit(7)
"""
TELL_BUNDLE = """
import os

def handler(event, context):
    return os.environ.get("AWS_CA_BUNDLE")
"""


def greeting_layer(engine, text="Hello"):
    return create_layer(engine, {"tool/greet": GREET, "tool/greeting.py": f"def to(name): return '{text}, ' + name"})


def test_a_program_of_a_layer_is_found_below_opt(engine):
    assert invoke(engine, create_python_function(engine, RUN_PROGRAM, [greeting_layer(engine)])) == "Hello, Ada"


def test_of_two_layers_with_the_same_file_the_later_wins(engine):
    layers = [greeting_layer(engine, "Hello"), greeting_layer(engine, "Good morning")]
    assert invoke(engine, create_python_function(engine, RUN_PROGRAM, layers)) == "Good morning, Ada"


def test_a_program_that_fails_is_seen_to_fail(engine):
    layer = create_layer(engine, {"tool/greet": FAIL})
    assert "returned non-zero exit status 7" in invoke(engine, create_python_function(engine, RUN_PROGRAM, [layer]))


def test_a_program_that_no_layer_has_is_missing(engine):
    layer = create_layer(engine, {"other": ""})
    assert "No such file or directory: '/opt/tool/greet'" in invoke(engine, create_python_function(engine, RUN_PROGRAM, [layer]))


def test_the_authorities_of_the_image_are_not_looked_for(engine):
    function = create_python_function(engine, TELL_BUNDLE, environment={"AWS_CA_BUNDLE": IMAGE_CA_BUNDLE})
    assert invoke(engine, function) != IMAGE_CA_BUNDLE


def test_authorities_of_the_functions_own_are_kept(engine):
    function = create_python_function(engine, TELL_BUNDLE, environment={"AWS_CA_BUNDLE": "/var/task/ca.pem"})
    assert invoke(engine, function) == "/var/task/ca.pem"


def test_is_still_needed(bare_engine):
    outcome = invoke(bare_engine, create_python_function(bare_engine, RUN_PROGRAM, [greeting_layer(bare_engine)]))
    assert outcome != "Hello, Ada", not_needed_any_more("lambda_image_files")
