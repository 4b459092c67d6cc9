"""Access to the devices of one tenant."""

import os
from functools import lru_cache
from typing import TYPE_CHECKING

from tenant_scope import session_of

if TYPE_CHECKING:
    from types_boto3_dynamodb.service_resource import Table


@lru_cache(maxsize=500)
def devices_of(tenant_id: str) -> "Table":
    """The table, limited to the rows of the tenant: IAM denies all other rows."""
    return session_of(tenant_id).resource("dynamodb").Table(os.environ["TABLE_NAME"])
