"""The outputs of the deployment, and the signature of a service with all rights."""

import json
import os

import boto3
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from requests.auth import AuthBase

with open(os.environ["TENANCY_OUTPUTS"]) as file:
    OUTPUTS = json.load(file)


class Signature(AuthBase):
    def __init__(self):
        credentials = boto3.Session().get_credentials()
        self.signer = SigV4Auth(credentials, "execute-api", OUTPUTS["Region"])

    def __call__(self, request):
        # Does not sign the headers of the request: some headers of a fuzzer cannot be signed.
        signed = AWSRequest(method=request.method, url=request.url, data=request.body)
        self.signer.add_auth(signed)
        request.headers.update(signed.headers.items())
        return request
