"""Gap: a custom resource in Python cannot answer CloudFormation.

The URL for the response has the AWS host name that MiniStack is configured with. Only processes of Node.js functions redirect
such requests to the engine. So this module puts the engine's own address into the URL.
"""

from ministack.services.cloudformation import custom_resource

from .replacement import existing

ADDRESS = "127.0.0.1"


def close():
    existing(custom_resource, "_HOST")
    custom_resource._HOST = ADDRESS
