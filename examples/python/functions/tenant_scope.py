"""AWS credentials that reach what belongs to one tenant, for functions, containers and jobs: copy this file."""

import os
import re
from functools import lru_cache
from typing import Any

import boto3
import botocore.session
from botocore.credentials import RefreshableCredentials

sts = boto3.client("sts")

# Encodings of characters that need none, of slashes and control characters, and of a % that begins another encoding.
AMBIGUOUS_ENCODING = re.compile(
    "%(2[def]|5[cf]|7[ef]|3[0-9]|[46][1-9a-f]|[57][0-9a]|[01][0-9a-f]|25[0-9a-f]{2})", re.IGNORECASE
)


def tenant_of(event: dict[str, Any]) -> str:
    """The tenant that the caller's token proves.

    API Gateway has let in the paths of this tenant only, and only until the token ends. A path that can be read in more
    than one way raises a ValueError, which a handler answers with 400: an access rule may be about the other reading.
    """
    segments = event["path"][1:].split("/")
    if not {"", ".", ".."}.isdisjoint(segments) or "\\" in event["path"] or AMBIGUOUS_ENCODING.search(event["path"]):
        raise ValueError("The path must have no empty segment, no dot segment, no backslash and no needless encoding.")
    tenant_id: str = event["requestContext"]["authorizer"]["tenantId"]
    return tenant_id


@lru_cache(maxsize=500)
def session_of(tenant_id: str) -> boto3.Session:
    """A session whose clients reach the tenant's rows and objects. Its credentials renew themselves."""

    def assume_role() -> dict[str, str]:
        credentials = sts.assume_role(
            RoleArn=os.environ["TENANCY_TENANT_ROLE_ARN"],
            RoleSessionName=tenant_id,
            Tags=[{"Key": "tenantId", "Value": tenant_id}],
        )["Credentials"]
        return {
            "access_key": credentials["AccessKeyId"],
            "secret_key": credentials["SecretAccessKey"],
            "token": credentials["SessionToken"],
            "expiry_time": credentials["Expiration"].isoformat(),
        }

    renewed = RefreshableCredentials.create_from_metadata(assume_role(), assume_role, "sts-assume-role")
    session = botocore.session.get_session()
    session._credentials = renewed  # type: ignore[attr-defined]
    return boto3.Session(botocore_session=session)


def tenant_key(tenant_id: str, key_format: str = "{tenantId}") -> str:
    """The partition key of the tenant's rows, built like the `key_format` of the grant. IAM denies all other keys."""
    parts = key_format.split("{tenantId}")
    if len(parts) != 2:
        raise ValueError(f"key_format must contain {{tenantId}} exactly once, but was {key_format!r}.")
    before, behind = parts
    return before + tenant_id + behind
