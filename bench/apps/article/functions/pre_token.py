"""Asks the admin API for the tenant of the user with a signed request, and puts the tenant into the ID token."""

import json
import os
import urllib.request

import boto3
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest


def handler(event, context):
    url = os.environ["TENANT_API_ENDPOINT"] + "/tenants/" + event["request"]["userAttributes"]["sub"]
    request = AWSRequest("GET", url)
    SigV4Auth(boto3.Session().get_credentials().get_frozen_credentials(), "execute-api", os.environ["AWS_REGION"]).add_auth(request)
    with urllib.request.urlopen(urllib.request.Request(url, headers=dict(request.headers))) as response:
        tenants = json.load(response)["tenants"]
    event["response"]["claimsOverrideDetails"] = {"claimsToAddOrOverride": {"tenant": tenants[0]}}
    return event
