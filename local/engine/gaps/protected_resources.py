"""Gap: CloudFormation and Cognito delete resources that AWS refuses to delete.

AWS refuses to delete tables and user pools with deletion protection, user pools with a domain, and buckets that are not empty. The
deletion of their stack ends in DELETE_FAILED, and a rollback of its creation in ROLLBACK_FAILED.

- https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/WorkingWithTables.Basics.html#WorkingWithTables.Basics.DeletionProtection
- https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-deletion-protection.html
- https://docs.aws.amazon.com/AmazonS3/latest/userguide/delete-bucket.html
"""

import json
import re

from ministack.core.responses import error_response_json
from ministack.services import cognito, dynamodb, s3

from .replacement import existing, wrap
from .stack_resources import wrap_operation


def delete_user_pool(original, data):
    pool = cognito._user_pools.get(data.get("UserPoolId"))
    if pool and pool.get("DeletionProtection") == "ACTIVE":
        return invalid_parameter(
            "The user pool cannot be deleted because deletion protection is activated. Deletion protection must be inactivated first.",
        )
    if pool and (pool.get("Domain") or pool.get("CustomDomain")):
        return invalid_parameter("User pool cannot be deleted. It has a domain configured that should be deleted first.")
    return original(data)


def invalid_parameter(message):
    return error_response_json("InvalidParameterException", message, 400)


def delete_by(call):
    """Deletes a resource of a stack with the service's own operation, which can refuse it."""
    def delete(original, physical_id, properties):
        status, _, body = call(physical_id)
        # A resource that does not exist counts as deleted.
        if status >= 400 and status != 404 and b"NotFound" not in as_bytes(body):
            raise ValueError(message_of(as_bytes(body).decode()))
        original(physical_id, properties)
    return delete


def as_bytes(body):
    return body if isinstance(body, bytes) else (body or "").encode()


def message_of(body):
    """The message of an error in JSON or XML."""
    in_xml = re.search(r"<Message>(.*?)</Message>", body, re.DOTALL)
    if in_xml:
        return in_xml[1]
    error = json.loads(body)
    return error.get("message") or error.get("Message")


def close():
    existing(cognito, "_user_pools")
    wrap(cognito, "_delete_user_pool", delete_user_pool)
    existing(dynamodb, "_delete_table")
    existing(s3, "_delete_bucket")
    wrap_operation("AWS::Cognito::UserPool", "delete", delete_by(lambda name: cognito._delete_user_pool({"UserPoolId": name})))
    wrap_operation("AWS::DynamoDB::Table", "delete", delete_by(lambda name: dynamodb._delete_table({"TableName": name})))
    wrap_operation("AWS::S3::Bucket", "delete", delete_by(lambda name: s3._delete_bucket(name)))
