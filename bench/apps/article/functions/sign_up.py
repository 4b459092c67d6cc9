"""The user service of the series: puts each confirmed sign-up on the bus."""

import json
import os

import boto3

events = boto3.client("events")


def handler(event, context):
    attributes = event["request"]["userAttributes"]
    events.put_events(Entries=[{
        "Source": os.environ["APPLICATION_NAME"] + ".user",
        "DetailType": "created",
        "Detail": json.dumps({"email": attributes["email"], "userName": event["userName"], "name": attributes.get("name", "")}),
        "EventBusName": os.environ["EVENT_BUS_NAME"],
    }])
    return event
