import json
from uuid import uuid4

import botocore.session
import pytest
from conftest import error_of, not_needed_any_more

MODES = botocore.session.get_session().get_service_model("s3").shape_for("ObjectLockRetentionMode").enum


class Bucket:
    """A bucket of a stack, with an object lock."""

    def __init__(self, engine, retention=None):
        cloudformation = engine.client("cloudformation")
        self.s3 = engine.client("s3")
        self.name = f"bucket-{uuid4().hex[:8]}"
        rule = {"ObjectLockConfiguration": {"ObjectLockEnabled": "Enabled", "Rule": {"DefaultRetention": retention}}} if retention else {}
        properties = {"BucketName": self.name, "ObjectLockEnabled": True, **rule}
        cloudformation.create_stack(
            StackName=self.name,
            TemplateBody=json.dumps({"Resources": {"Bucket": {"Type": "AWS::S3::Bucket", "Properties": properties}}}),
        )
        cloudformation.get_waiter("stack_create_complete").wait(StackName=self.name, WaiterConfig={"Delay": 0.1, "MaxAttempts": 100})

    def configuration(self):
        return self.s3.get_object_lock_configuration(Bucket=self.name)["ObjectLockConfiguration"]

    def put(self):
        return {"Bucket": self.name, "Key": "report", "VersionId": self.s3.put_object(Bucket=self.name, Key="report", Body=b"1")["VersionId"]}


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("time", [{"Days": 1}, {"Years": 7}])
def test_a_bucket_has_the_object_lock_of_its_template(engine, mode, time):
    retention = {"Mode": mode, **time}
    bucket = Bucket(engine, retention)
    assert bucket.configuration() == {"ObjectLockEnabled": "Enabled", "Rule": {"DefaultRetention": retention}}
    assert bucket.s3.get_bucket_versioning(Bucket=bucket.name)["Status"] == "Enabled"


def test_numbers_can_be_texts(engine):
    assert Bucket(engine, {"Mode": "COMPLIANCE", "Days": "2"}).configuration()["Rule"]["DefaultRetention"]["Days"] == 2


@pytest.mark.parametrize("mode", MODES)
def test_the_lock_keeps_a_version(engine, mode):
    bucket = Bucket(engine, {"Mode": mode, "Days": 1})
    version = bucket.put()
    assert bucket.s3.get_object_retention(**version)["Retention"]["Mode"] == mode
    assert error_of(bucket.s3.delete_object, **version) == "AccessDenied"


def test_without_a_default_retention_versions_can_be_deleted(engine):
    bucket = Bucket(engine)
    assert bucket.configuration() == {"ObjectLockEnabled": "Enabled"}
    bucket.s3.delete_object(**bucket.put())


def test_is_still_needed(bare_engine):
    error = error_of(Bucket(bare_engine, {"Mode": "COMPLIANCE", "Days": 1}).configuration)
    assert error == "ObjectLockConfigurationNotFoundError", not_needed_any_more("bucket_object_lock")
