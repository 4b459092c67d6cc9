"""A stack with resources of a test."""

import json
import time
from uuid import uuid4

ENDED = ("_COMPLETE", "_FAILED")
CAPABILITIES = ["CAPABILITY_NAMED_IAM"]


class Stack:
    def __init__(self, engine, resources, name=None):
        """Creates the stack, and waits until the creation has succeeded or failed."""
        self.cloudformation = engine.client("cloudformation")
        self.name = name or f"stack-{uuid4().hex[:8]}"
        self.id = self.cloudformation.create_stack(StackName=self.name, TemplateBody=template(resources), Capabilities=CAPABILITIES)["StackId"]
        self.status = self.wait()

    def update(self, resources):
        self.cloudformation.update_stack(StackName=self.id, TemplateBody=template(resources), Capabilities=CAPABILITIES)
        self.status = self.wait()

    def adopt(self, resources, logical_id, identifier):
        """Imports an existing resource."""
        change_set = self.cloudformation.create_change_set(
            StackName=self.name,
            ChangeSetName="import",
            ChangeSetType="IMPORT",
            TemplateBody=template(resources),
            ResourcesToImport=[{
                "ResourceType": resources[logical_id]["Type"], "LogicalResourceId": logical_id, "ResourceIdentifier": identifier,
            }],
        )["Id"]
        self.cloudformation.get_waiter("change_set_create_complete").wait(
            ChangeSetName=change_set, WaiterConfig={"Delay": 0.1, "MaxAttempts": 100},
        )
        self.cloudformation.execute_change_set(ChangeSetName=change_set)
        self.status = self.wait()

    def delete(self):
        self.cloudformation.delete_stack(StackName=self.id)
        self.status = self.wait()

    def wait(self, seconds=30):
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            status = self.cloudformation.describe_stacks(StackName=self.id)["Stacks"][0]["StackStatus"]
            if status.endswith(ENDED) and not status.endswith("CLEANUP_IN_PROGRESS"):
                return status
            time.sleep(0.05)
        raise AssertionError(f"the stack was not ready within {seconds} s: {status}")

    def physical_id(self, logical_id):
        [resource] = self.cloudformation.describe_stack_resources(StackName=self.id, LogicalResourceId=logical_id)["StackResources"]
        return resource["PhysicalResourceId"]

    def reason(self):
        """Returns the reasons of all failures."""
        events = self.cloudformation.describe_stack_events(StackName=self.id)["StackEvents"]
        # Only these events report failures of validations before the creation.
        validations = self.cloudformation.describe_events(StackName=self.id)["OperationEvents"]
        return "\n".join(
            [event.get("ResourceStatusReason", "") for event in events] + [event.get("ValidationStatusReason", "") for event in validations]
        )


def template(resources):
    return json.dumps({"Resources": resources})
