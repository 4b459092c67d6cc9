"""Users who sign up and sign in, without code of this library."""

import time
import uuid

import boto3
import jwt
import requests
from deployment import OUTPUTS
from pycognito.aws_srp import AWSSRP

PASSWORD = "Correct-Horse-7"


class Person:
    def __init__(self, name):
        self.email = f"{name}-{uuid.uuid4()}@example.com"
        self.cognito = boto3.client("cognito-idp", region_name=OUTPUTS["Region"])
        self.user_id = self.cognito.sign_up(
            ClientId=OUTPUTS["UserPoolClientId"],
            Username=self.email,
            Password=PASSWORD,
            UserAttributes=[{"Name": "email", "Value": self.email}, {"Name": "name", "Value": name}],
        )["UserSub"]
        self.cognito.confirm_sign_up(
            ClientId=OUTPUTS["UserPoolClientId"], Username=self.email, ConfirmationCode="123456"
        )

    def sign_in(self):
        srp = AWSSRP(
            username=self.email,
            password=PASSWORD,
            pool_id=OUTPUTS["UserPoolId"],
            client_id=OUTPUTS["UserPoolClientId"],
            client=self.cognito,
        )
        return srp.authenticate_user()["AuthenticationResult"]

    def token_with_tenant(self):
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            token = self.sign_in()["AccessToken"]
            claims = verify(token)
            if "tenant" in claims:
                return token, claims["tenant"]
            time.sleep(0.2)
        raise AssertionError(f"no tenant for user {self.user_id} within 20 s")


def verify(token):
    keys = jwt.PyJWKSet.from_dict(requests.get(OUTPUTS["JwksUrl"]).json())
    key = keys[jwt.get_unverified_header(token)["kid"]]
    return jwt.decode(token, key.key, algorithms=["RS256"])
