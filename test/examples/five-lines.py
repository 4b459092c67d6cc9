"""Runs lines that a stack is made of, as the README shows them, where the README stands: `five-lines.py <lines>`"""

import json
import sys

from aws_cdk import App, Stack
from aws_cdk.assertions import Template
from aws_cdk.aws_dynamodb import Attribute, AttributeType, Table
from aws_cdk.aws_lambda import Code, Function, Runtime

stack = Stack(App(), "Stack")
names = {
    "self": stack,
    "devices": Table(stack, "Devices", partition_key=Attribute(name="tenantid", type=AttributeType.STRING)),
    "list_devices": Function(
        stack, "ListDevices", code=Code.from_inline("pass"), handler="index.handler", runtime=Runtime.PYTHON_3_13
    ),
}
exec(sys.argv[1], names)
print(json.dumps(Template.from_stack(stack).to_json()))
