"""Handlers with a bug: they read the key from the request. The code of the example gives them their credentials."""

import json
import os

from boto3.dynamodb.conditions import Attr, Key
from botocore.exceptions import ClientError

from tenant_scope import session_of, tenant_of

MUTANTS = {
    "a key from the body": lambda table, key: table.get_item(Key=key).get("Item"),
    "a query by what is in the body": lambda table, key: table.query(KeyConditionExpression=Key("tenantid").eq(key["tenantid"]))["Items"],
    "a put of what is in the body": lambda table, key: table.put_item(Item={**key, "name": "put"}),
    "a scan, filtered by what is in the body": lambda table, key: table.scan(FilterExpression=Attr("tenantid").eq(key["tenantid"]))["Items"],
}


def handler(event, context):
    table = session_of(tenant_of(event)).resource("dynamodb").Table(os.environ["TABLE_NAME"])
    try:
        return {"rows": MUTANTS[event["mutant"]](table, json.loads(event["body"]))}
    except ClientError as error:
        return {"error": error.response["Error"]["Code"]}
