import json
from uuid import uuid4

from conftest import error_of, not_needed_any_more

TAGS = [{"Key": "color", "Value": "green"}]


class Bucket:
    """A bucket of a stack."""

    def __init__(self, engine, tags):
        self.cloudformation = engine.client("cloudformation")
        self.s3 = engine.client("s3")
        self.stack = f"stack-{uuid4().hex[:8]}"
        self.name = f"bucket-{uuid4().hex[:8]}"
        self.cloudformation.create_stack(StackName=self.stack, TemplateBody=self.template(tags))
        self.wait("stack_create_complete")

    def update(self, tags):
        self.cloudformation.update_stack(StackName=self.stack, TemplateBody=self.template(tags))
        self.wait("stack_update_complete")

    def tags(self):
        return self.s3.get_bucket_tagging(Bucket=self.name)["TagSet"]

    def error_of_tags(self):
        return error_of(self.s3.get_bucket_tagging, Bucket=self.name)

    def template(self, tags):
        properties = {"BucketName": self.name, **({"Tags": tags} if tags else {})}
        return json.dumps({"Resources": {"Bucket": {"Type": "AWS::S3::Bucket", "Properties": properties}}})

    def wait(self, state):
        self.cloudformation.get_waiter(state).wait(StackName=self.stack, WaiterConfig={"Delay": 0.1, "MaxAttempts": 100})


def test_a_bucket_has_the_tags_of_its_template(engine):
    assert Bucket(engine, TAGS).tags() == TAGS


def test_an_update_changes_the_tags(engine):
    bucket = Bucket(engine, TAGS)
    bucket.update([{"Key": "color", "Value": "blue"}])
    assert bucket.tags() == [{"Key": "color", "Value": "blue"}]


def test_tags_that_the_template_no_longer_has_are_removed(engine):
    bucket = Bucket(engine, TAGS)
    bucket.update([])
    assert bucket.error_of_tags() == "NoSuchTagSet"


def test_is_still_needed(bare_engine):
    assert Bucket(bare_engine, TAGS).error_of_tags() == "NoSuchTagSet", not_needed_any_more("bucket_tags")
