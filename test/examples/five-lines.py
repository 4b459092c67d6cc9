"""Synthesizes a stack with the lines of the README: `five-lines.py <lines>`"""

import json
import sys

from aws_cdk import App, Stack
from aws_cdk.assertions import Template

stack = Stack(App(), "Stack")
exec(sys.argv[1], {"self": stack})
print(json.dumps(Template.from_stack(stack).to_json()))
