"""A role whose rights depend on its policy and on session tags."""

import json
from uuid import uuid4

ACCOUNT = "000000000000"


def assume_scoped_role(engine, statements, tags=None):
    """Creates a role with these policy statements, assumes it with these session tags, and returns the credentials."""
    iam = engine.client("iam")
    name = f"scoped-{uuid4().hex[:12]}"
    iam.create_role(RoleName=name, AssumeRolePolicyDocument=json.dumps({
        "Version": "2012-10-17",
        "Statement": [{
            "Effect": "Allow",
            "Principal": {"AWS": f"arn:aws:iam::{ACCOUNT}:root"},
            "Action": ["sts:AssumeRole", "sts:TagSession"],
        }],
    }))
    iam.put_role_policy(RoleName=name, PolicyName="scoped", PolicyDocument=json.dumps({
        "Version": "2012-10-17",
        "Statement": statements,
    }))
    return engine.client("sts").assume_role(
        RoleArn=f"arn:aws:iam::{ACCOUNT}:role/{name}",
        RoleSessionName="test-session",
        Tags=[{"Key": key, "Value": value} for key, value in (tags or {}).items()],
    )["Credentials"]
