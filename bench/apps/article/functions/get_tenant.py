import json
import os

import boto3

table = boto3.resource("dynamodb").Table(os.environ["DYNAMODB_TABLE_NAME"])
HEADERS = {"Access-Control-Allow-Origin": "*", "Access-Control-Allow-Headers": "Content-Type,Authorization"}


def handler(event, context):
    item = table.get_item(Key={"tenantid": event["pathParameters"]["tenantId"]}).get("Item")
    return {"statusCode": 200 if item else 404, "headers": HEADERS, "body": json.dumps(item)}
