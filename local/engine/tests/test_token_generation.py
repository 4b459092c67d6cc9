import base64
import json

from conftest import not_needed_any_more
from lambda_function import create_python_function

# Functions are processes on this machine, so they can count their calls in a file. Each call adds its number to the tokens.
FUNCTION = """
import os

def handler(event, context):
    with open(os.environ["CALLS_FILE"], "a") as calls:
        calls.write(event["triggerSource"] + "\\n")
    with open(os.environ["CALLS_FILE"]) as calls:
        claims = {"claimsToAddOrOverride": {"call": str(len(calls.readlines()))}}
    if event["version"] == "1":
        event["response"] = {"claimsOverrideDetails": claims}
    else:
        event["response"] = {"claimsAndScopeOverrideDetails": {"idTokenGeneration": claims, "accessTokenGeneration": claims}}
    return event
"""
PASSWORD, EMAIL = "Correct-Horse-1", "ada@example.com"
V1, V2 = "V1_0", "V2_0"


class Pool:
    """A user pool with a user and a pre-token-generation function."""

    def __init__(self, engine, directory, version=V2):
        self.calls_file = directory / "calls"
        name = create_python_function(engine, FUNCTION, environment={"CALLS_FILE": str(self.calls_file)})
        arn = engine.client("lambda").get_function(FunctionName=name)["Configuration"]["FunctionArn"]
        trigger = {"PreTokenGeneration": arn} if version == V1 else {"PreTokenGenerationConfig": {"LambdaArn": arn, "LambdaVersion": version}}
        self.cognito = engine.client("cognito-idp")
        pool = self.cognito.create_user_pool(PoolName="people", UsernameAttributes=["email"], LambdaConfig=trigger)["UserPool"]["Id"]
        self.client_id = self.cognito.create_user_pool_client(
            UserPoolId=pool, ClientName="web", ExplicitAuthFlows=["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
        )["UserPoolClient"]["ClientId"]
        self.cognito.sign_up(
            ClientId=self.client_id, Username=EMAIL, Password=PASSWORD, UserAttributes=[{"Name": "email", "Value": EMAIL}],
        )
        self.cognito.admin_confirm_sign_up(UserPoolId=pool, Username=EMAIL)

    def tokens(self, flow="USER_PASSWORD_AUTH", **parameters):
        parameters = parameters or {"USERNAME": EMAIL, "PASSWORD": PASSWORD}
        return self.cognito.initiate_auth(ClientId=self.client_id, AuthFlow=flow, AuthParameters=parameters)["AuthenticationResult"]

    def calls(self):
        return self.calls_file.read_text().splitlines()


def numbers(result):
    """The number of the call in the access token and in the ID token."""
    return [claims(result[kind]).get("call") for kind in ("AccessToken", "IdToken")]


def claims(token):
    payload = token.split(".")[1]
    return json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))


def test_one_call_is_for_both_tokens(engine, tmp_path):
    pool = Pool(engine, tmp_path)

    first = pool.tokens()
    second = pool.tokens("REFRESH_TOKEN_AUTH", REFRESH_TOKEN=first["RefreshToken"])

    assert [numbers(first), numbers(second)] == [["1", "1"], ["2", "2"]]
    assert pool.calls() == ["TokenGeneration_Authentication", "TokenGeneration_RefreshTokens"]


def test_a_call_of_version_1_is_for_the_id_token(engine, tmp_path):
    pool = Pool(engine, tmp_path, V1)
    assert [numbers(pool.tokens()), numbers(pool.tokens())] == [[None, "1"], [None, "2"]]


def test_is_still_needed(bare_engine, tmp_path):
    assert numbers(Pool(bare_engine, tmp_path).tokens()) != ["1", "1"], not_needed_any_more("token_generation")
