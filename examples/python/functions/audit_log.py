"""Records of the application in the audit log of a tenant, for functions, containers and jobs: copy this file."""

import json
import os
from collections.abc import Sequence
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest

from tenant_scope import session_of

# A user waits for the record.
TIME_LIMIT_SECONDS = 3


def record(
    tenant_id: str,
    user_id: str | None,
    action: str,
    targets: Sequence[dict[str, str]] = (),
    changes: Sequence[dict[str, str]] = (),
) -> None:
    """Adds a record. Its time is the time of the request. IAM denies records for any other tenant than the session's.

    The action has two to four words of the application, such as `report.downloaded`. Targets (`type`, `id`) and changes
    (`field`, `from`, `to`) hold ids and no personal data. Without a user, the role is the actor. Raises a RuntimeError
    if the API does not accept the record.
    """
    actor = {} if user_id is None else {"actor": {"type": "user", "id": user_id}}
    body = json.dumps({"action": action, "targets": list(targets), "changes": list(changes), **actor})
    url = f"{os.environ['TENANCY_ADMIN_API_URL']}tenant/{tenant_id}/audit"
    request = AWSRequest("POST", url, {"Content-Type": "application/json"}, body)
    credentials = session_of(tenant_id).get_credentials()
    if credentials is None:
        raise RuntimeError("The session of the tenant must have credentials, but has none.")
    SigV4Auth(credentials, "execute-api", os.environ["AWS_REGION"]).add_auth(request)
    sent = Request(url, body.encode(), dict(request.headers.items()), method="POST")
    try:
        urlopen(sent, timeout=TIME_LIMIT_SECONDS).close()
    except HTTPError as error:
        answer = error.read().decode()
        raise RuntimeError(f"The audit log must accept the record, but answered {error.code}: {answer}") from error


def user_of(event: dict[str, Any]) -> str:
    """The user that the caller's token proves."""
    user_id: str = event["requestContext"]["authorizer"]["userId"]
    return user_id
