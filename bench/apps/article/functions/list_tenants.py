"""Lists the tenants of a user, for both APIs."""

import json
import os

import boto3
from boto3.dynamodb.conditions import Key

table = boto3.resource("dynamodb").Table(os.environ["DYNAMODB_TABLE_NAME"])
HEADERS = {"Access-Control-Allow-Origin": "*", "Access-Control-Allow-Headers": "Content-Type,Authorization"}


def handler(event, context):
    found = table.query(
        IndexName=os.environ["DYNAMODB_INDEX_NAME"],
        KeyConditionExpression=Key("userid").eq(event["pathParameters"]["userId"]),
    )
    body = {"tenants": [item["tenantid"] for item in found["Items"]]}
    return {"statusCode": 200, "headers": HEADERS, "body": json.dumps(body)}
