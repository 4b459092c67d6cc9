import json
from uuid import uuid4

from botocore.exceptions import WaiterError

from conftest import not_needed_any_more
from lambda_function import create_python_function

ANSWER = """
import json, urllib.request

def handler(event, context):
    answer = {
        "Status": "SUCCESS", "PhysicalResourceId": "thing", "Data": {"Color": "green"},
        **{name: event[name] for name in ("StackId", "RequestId", "LogicalResourceId")},
    }
    urllib.request.urlopen(urllib.request.Request(event["ResponseURL"], method="PUT", data=json.dumps(answer).encode())).close()
"""


def outputs_of_stack_with_custom_resource(engine):
    """Creates a stack. Returns its outputs, or None if the creation fails."""
    function = create_python_function(engine, ANSWER)
    cloudformation = engine.client("cloudformation")
    name = f"stack-{uuid4().hex[:8]}"
    cloudformation.create_stack(StackName=name, TemplateBody=json.dumps({
        "Resources": {"Thing": {"Type": "Custom::Thing", "Properties": {
            "ServiceToken": f"arn:aws:lambda:us-east-1:000000000000:function:{function}",
            "ServiceTimeout": 3,
        }}},
        "Outputs": {"Color": {"Value": {"Fn::GetAtt": ["Thing", "Color"]}}},
    }))
    try:
        cloudformation.get_waiter("stack_create_complete").wait(StackName=name, WaiterConfig={"Delay": 0.1, "MaxAttempts": 100})
    except WaiterError:
        return None
    outputs = cloudformation.describe_stacks(StackName=name)["Stacks"][0]["Outputs"]
    return {output["OutputKey"]: output["OutputValue"] for output in outputs}


def test_a_function_in_python_answers_cloudformation(engine):
    assert outputs_of_stack_with_custom_resource(engine) == {"Color": "green"}


def test_is_still_needed(bare_engine):
    assert outputs_of_stack_with_custom_resource(bare_engine) is None, not_needed_any_more("custom_resource_response")
