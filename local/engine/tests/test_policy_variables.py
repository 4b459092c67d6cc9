import json
from uuid import uuid4

import pytest

from conftest import error_of, not_needed_any_more
from scoped_role import assume_scoped_role


@pytest.fixture(scope="module")
def bucket(engine):
    return create_bucket(engine)


def create_bucket(engine):
    name = f"files-{uuid4().hex[:12]}"
    engine.client("s3").create_bucket(Bucket=name)
    return name


def put(engine, bucket, key, statements, tags):
    s3 = engine.client("s3", assume_scoped_role(engine, statements, tags))
    return error_of(s3.put_object, Bucket=bucket, Key=key, Body=b"x")


def prefix_statement(bucket, prefix="${aws:PrincipalTag/tenantId}"):
    return {"Effect": "Allow", "Action": "s3:PutObject", "Resource": f"arn:aws:s3:::{bucket}/{prefix}/*"}


def test_a_resource_follows_the_session_tag(engine, bucket):
    statements = [prefix_statement(bucket)]
    assert put(engine, bucket, "t1/file", statements, {"tenantId": "t1"}) is None
    assert put(engine, bucket, "t10/file", statements, {"tenantId": "t1"}) == "AccessDenied"
    assert put(engine, bucket, "t2/file", statements, {"tenantId": "t1"}) == "AccessDenied"


# STS of AWS refuses wildcards in tags, but MiniStack does not: here only the evaluator protects the resource.
@pytest.mark.parametrize("tags", [{}, {"tenantId": "*"}, {"tenantId": "t?"}, {"tenantId": ""}])
def test_no_tag_and_no_wildcard_opens_a_resource(engine, bucket, tags):
    assert put(engine, bucket, "t1/file", [prefix_statement(bucket)], tags) == "AccessDenied"


def test_a_default_stands_in_for_a_missing_value(engine, bucket):
    statements = [prefix_statement(bucket, "${aws:PrincipalTag/tenantId, 'nobody'}")]
    assert put(engine, bucket, "nobody/file", statements, {}) is None
    assert put(engine, bucket, "t1/file", statements, {}) == "AccessDenied"


def list_prefix(engine, bucket, prefix, operator, value, tags):
    s3 = engine.client("s3", assume_scoped_role(engine, [{
        "Effect": "Allow",
        "Action": "s3:ListBucket",
        "Resource": f"arn:aws:s3:::{bucket}",
        "Condition": {operator: {"s3:prefix": value}},
    }], tags))
    return error_of(s3.list_objects_v2, Bucket=bucket, Prefix=prefix)


@pytest.mark.parametrize("operator, value", [
    ("StringEquals", "${aws:PrincipalTag/tenantId}/"),
    ("StringLike", "${aws:PrincipalTag/tenantId}/*"),
    ("ForAnyValue:StringEquals", ["x/", "${aws:PrincipalTag/tenantId}/"]),
])
def test_a_condition_follows_the_session_tag(engine, bucket, operator, value):
    assert list_prefix(engine, bucket, "t1/", operator, value, {"tenantId": "t1"}) is None
    assert list_prefix(engine, bucket, "t2/", operator, value, {"tenantId": "t1"}) == "AccessDenied"
    assert list_prefix(engine, bucket, "t1/", operator, value, {}) == "AccessDenied"


def test_a_statement_without_a_value_for_its_variable_denies_nothing(engine, bucket):
    statements = [
        prefix_statement(bucket, "t1"),
        {**prefix_statement(bucket, "${aws:PrincipalTag/locked}"), "Effect": "Deny"},
    ]
    assert put(engine, bucket, "t1/file", statements, {}) is None
    assert put(engine, bucket, "t1/file", statements, {"locked": "t1"}) == "AccessDenied"


def test_a_trust_policy_may_hold_variables(engine):
    iam, sts = engine.client("iam"), engine.client("sts")
    name = f"trusting-{uuid4().hex[:12]}"
    role = iam.create_role(RoleName=name, AssumeRolePolicyDocument=json.dumps({
        "Version": "2012-10-17",
        "Statement": [{
            "Effect": "Allow",
            "Principal": {"AWS": "arn:aws:iam::000000000000:root"},
            "Action": "sts:AssumeRole",
            "Condition": {"StringEquals": {"sts:RoleSessionName": "${aws:PrincipalAccount}"}},
        }],
    }))["Role"]["Arn"]
    assert error_of(sts.assume_role, RoleArn=role, RoleSessionName="000000000000") is None
    assert error_of(sts.assume_role, RoleArn=role, RoleSessionName="somebody") == "AccessDenied"


def test_is_still_needed(bare_engine):
    bucket = create_bucket(bare_engine)
    assert put(bare_engine, bucket, "t1/file", [prefix_statement(bucket)], {"tenantId": "t1"}) == "AccessDenied", \
        not_needed_any_more("policy_variables")
