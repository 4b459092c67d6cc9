import json
import os

import boto3

table = boto3.resource("dynamodb").Table(os.environ["DYNAMODB_TABLE_NAME"])
HEADERS = {"Access-Control-Allow-Origin": "*", "Access-Control-Allow-Headers": "Content-Type,Authorization"}


def handler(event, context):
    updated = table.update_item(
        Key={"tenantid": event["pathParameters"]["tenantId"]},
        UpdateExpression="SET #name = :name",
        ExpressionAttributeNames={"#name": "name"},
        ExpressionAttributeValues={":name": json.loads(event["body"])["name"]},
        ReturnValues="ALL_NEW",
    )
    return {"statusCode": 200, "headers": HEADERS, "body": json.dumps(updated["Attributes"])}
