import pytest
from botocore.exceptions import ClientError

from conftest import error_of, not_needed_any_more
from stack import Stack

TABLE = {
    "BillingMode": "PAY_PER_REQUEST",
    "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}],
    "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}],
}
PROTECTED_TABLE = {"Type": "AWS::DynamoDB::Table", "Properties": {**TABLE, "DeletionProtectionEnabled": True}}
PROTECTED_POOL = {"Type": "AWS::Cognito::UserPool", "Properties": {"DeletionProtection": "ACTIVE"}}
BUCKET = {"Type": "AWS::S3::Bucket", "Properties": {}}
VERSIONED_BUCKET = {"Type": "AWS::S3::Bucket", "Properties": {"VersioningConfiguration": {"Status": "Enabled"}}}


def put_object(engine, bucket):
    engine.client("s3").put_object(Bucket=bucket, Key="a", Body=b"a")


def put_and_delete_object(engine, bucket):
    put_object(engine, bucket)
    engine.client("s3").delete_object(Bucket=bucket, Key="a")


def unprotect_table(engine, table):
    engine.client("dynamodb").update_table(TableName=table, DeletionProtectionEnabled=False)


def unprotect_pool(engine, pool):
    engine.client("cognito-idp").update_user_pool(UserPoolId=pool, DeletionProtection="INACTIVE")


def empty_bucket(engine, bucket):
    s3 = engine.client("s3")
    s3.delete_object(Bucket=bucket, Key="a")
    versions = s3.list_object_versions(Bucket=bucket)
    for version in versions.get("Versions", []) + versions.get("DeleteMarkers", []):
        s3.delete_object(Bucket=bucket, Key="a", VersionId=version["VersionId"])


def nothing(*_):
    pass


def exists(engine, name, resource_type):
    call, arguments = {
        "AWS::DynamoDB::Table": (engine.client("dynamodb").describe_table, {"TableName": name}),
        "AWS::Cognito::UserPool": (engine.client("cognito-idp").describe_user_pool, {"UserPoolId": name}),
        "AWS::S3::Bucket": (engine.client("s3").head_bucket, {"Bucket": name}),
    }[resource_type]
    return error_of(call, **arguments) is None


# A resource of a stack, a step that protects it, a text of the failure's reason, and a step that ends the protection.
PROTECTED = pytest.mark.parametrize("resource, protect, reason, unprotect", [
    (PROTECTED_TABLE, nothing, "protected against deletion", unprotect_table),
    (PROTECTED_POOL, nothing, "deletion protection is activated", unprotect_pool),
    (BUCKET, put_object, "not empty", empty_bucket),
    (VERSIONED_BUCKET, put_and_delete_object, "not empty", empty_bucket),
], ids=["table", "user pool", "bucket", "versioned bucket"])


@PROTECTED
def test_the_deletion_of_its_stack_fails_until_it_may_be_deleted(engine, resource, protect, reason, unprotect):
    stack = Stack(engine, {"Thing": resource, "Queue": {"Type": "AWS::SQS::Queue"}})
    name = stack.physical_id("Thing")
    protect(engine, name)

    stack.delete()
    assert stack.status == "DELETE_FAILED"
    assert reason in stack.reason()
    assert exists(engine, name, resource["Type"])
    left = stack.cloudformation.describe_stack_resources(StackName=stack.id)["StackResources"]
    assert {one["LogicalResourceId"]: one["ResourceStatus"] for one in left if one["ResourceStatus"] != "DELETE_COMPLETE"} == {
        "Thing": "DELETE_FAILED",
    }

    unprotect(engine, name)
    stack.delete()
    assert stack.status == "DELETE_COMPLETE"
    assert not exists(engine, name, resource["Type"])


@PROTECTED
def test_an_update_that_removes_the_resource_from_its_stack_does_not_delete_it(engine, resource, protect, reason, unprotect):
    stack = Stack(engine, {"Thing": resource, "Queue": {"Type": "AWS::SQS::Queue"}})
    name = stack.physical_id("Thing")
    protect(engine, name)
    stack.update({"Queue": {"Type": "AWS::SQS::Queue"}})
    assert stack.status == "UPDATE_COMPLETE"
    assert exists(engine, name, resource["Type"])


def failed_creation(engine, resource, policy):
    """Creates a stack whose creation fails after that of a resource."""
    return Stack(engine, {
        "Thing": {**resource, **({"DeletionPolicy": policy} if policy else {})},
        "Queue": {"Type": "AWS::SQS::Queue", "DependsOn": "Thing", "Properties": {"VisibilityTimeout": -1}},
    })


def created(stack):
    """Returns the physical id that the resource had."""
    events = stack.cloudformation.describe_stack_events(StackName=stack.id)["StackEvents"]
    return next(
        event["PhysicalResourceId"] for event in events
        if event["LogicalResourceId"] == "Thing" and event["ResourceStatus"] == "CREATE_COMPLETE"
    )


UNPROTECTED_TABLE = {"Type": "AWS::DynamoDB::Table", "Properties": TABLE}


@pytest.mark.parametrize("resource, policy, status, is_left", [
    (UNPROTECTED_TABLE, None, "ROLLBACK_COMPLETE", False),
    (UNPROTECTED_TABLE, "Delete", "ROLLBACK_COMPLETE", False),
    (UNPROTECTED_TABLE, "RetainExceptOnCreate", "ROLLBACK_COMPLETE", False),
    (UNPROTECTED_TABLE, "Retain", "ROLLBACK_COMPLETE", True),
    (PROTECTED_TABLE, "RetainExceptOnCreate", "ROLLBACK_FAILED", True),
    (PROTECTED_TABLE, "Retain", "ROLLBACK_COMPLETE", True),
    (PROTECTED_POOL, "RetainExceptOnCreate", "ROLLBACK_FAILED", True),
    (BUCKET, "RetainExceptOnCreate", "ROLLBACK_COMPLETE", False),
    (BUCKET, "Retain", "ROLLBACK_COMPLETE", True),
], ids=str)
def test_a_creation_that_fails_leaves_what_is_protected_or_retained(engine, resource, policy, status, is_left):
    stack = failed_creation(engine, resource, policy)
    assert stack.status == status
    assert exists(engine, created(stack), resource["Type"]) is is_left


@pytest.mark.parametrize("resource", [UNPROTECTED_TABLE, PROTECTED_TABLE, PROTECTED_POOL, BUCKET], ids=str)
@pytest.mark.parametrize("policy", ["Retain", "RetainExceptOnCreate"])
def test_a_stack_leaves_what_it_retains_when_it_is_deleted(engine, resource, policy):
    stack = Stack(engine, {"Thing": {**resource, "DeletionPolicy": policy}})
    name = stack.physical_id("Thing")
    stack.delete()
    assert stack.status == "DELETE_COMPLETE"
    assert exists(engine, name, resource["Type"])


def test_a_table_with_deletion_protection_is_not_deleted(engine):
    dynamodb = engine.client("dynamodb")
    dynamodb.create_table(TableName="protected", **TABLE, DeletionProtectionEnabled=True)
    assert error_of(dynamodb.delete_table, TableName="protected") == "ValidationException"
    unprotect_table(engine, "protected")
    dynamodb.delete_table(TableName="protected")


def test_a_pool_with_deletion_protection_is_not_deleted(engine):
    cognito = engine.client("cognito-idp")
    pool = cognito.create_user_pool(PoolName="people", DeletionProtection="ACTIVE")["UserPool"]["Id"]
    assert error_of(cognito.delete_user_pool, UserPoolId=pool) == "InvalidParameterException"
    unprotect_pool(engine, pool)
    cognito.delete_user_pool(UserPoolId=pool)
    with pytest.raises(ClientError):
        cognito.describe_user_pool(UserPoolId=pool)


def test_a_pool_with_a_domain_is_not_deleted(engine):
    cognito = engine.client("cognito-idp")
    pool = cognito.create_user_pool(PoolName="people")["UserPool"]["Id"]
    cognito.create_user_pool_domain(UserPoolId=pool, Domain="people-of-a-test")
    assert error_of(cognito.delete_user_pool, UserPoolId=pool) == "InvalidParameterException"
    cognito.delete_user_pool_domain(UserPoolId=pool, Domain="people-of-a-test")
    cognito.delete_user_pool(UserPoolId=pool)


def test_a_bucket_with_objects_is_not_deleted(engine):
    s3 = engine.client("s3")
    s3.create_bucket(Bucket="filled")
    put_object(engine, "filled")
    assert error_of(s3.delete_bucket, Bucket="filled") == "BucketNotEmpty"


def test_is_still_needed(bare_engine):
    stack = Stack(bare_engine, {"Thing": PROTECTED_TABLE})
    stack.delete()
    assert stack.status == "DELETE_COMPLETE", not_needed_any_more("protected_resources")
