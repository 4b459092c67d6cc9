import io
import json
import zipfile
from uuid import uuid4

import pytest

from conftest import error_of, not_needed_any_more

# Functions are processes on this machine, so they can record their events in a file.
FUNCTION = """
import json, os

def handler(event, context):
    with open(os.environ["EVENTS_FILE"], "a") as events:
        events.write(json.dumps(event) + "\\n")
    if event["userName"].startswith("refused"):
        raise ValueError("not today")
    return event
"""
PASSWORD = "Correct-Horse-1"
SIGN_UP_CODE, RESET_CODE = "123456", "654321"


class Pool:
    """A user pool with a post-confirmation function."""

    def __init__(self, engine, directory):
        self.events_file = directory / "events"
        self.cognito = engine.client("cognito-idp")
        self.id = self.cognito.create_user_pool(
            PoolName="people",
            AutoVerifiedAttributes=["email"],
            LambdaConfig={"PostConfirmation": create_function(engine, self.events_file)},
        )["UserPool"]["Id"]
        self.client_id = self.cognito.create_user_pool_client(
            UserPoolId=self.id, ClientName="web",
        )["UserPoolClient"]["ClientId"]

    def sign_up(self, username):
        self.cognito.sign_up(
            ClientId=self.client_id,
            Username=username,
            Password=PASSWORD,
            UserAttributes=[{"Name": "email", "Value": f"{username}@example.com"}],
        )
        return username

    def confirm(self, username, code=SIGN_UP_CODE, **arguments):
        return error_of(
            self.cognito.confirm_sign_up,
            ClientId=self.client_id, Username=username, ConfirmationCode=code, **arguments,
        )

    def reset_password(self, username):
        self.cognito.forgot_password(ClientId=self.client_id, Username=username)
        self.cognito.confirm_forgot_password(
            ClientId=self.client_id, Username=username, ConfirmationCode=RESET_CODE, Password=PASSWORD,
        )

    def status(self, username):
        return self.cognito.admin_get_user(UserPoolId=self.id, Username=username)["UserStatus"]

    def events(self):
        return [json.loads(line) for line in self.events_file.read_text().splitlines()] if self.events_file.exists() else []


def create_function(engine, events_file):
    iam, functions = engine.client("iam"), engine.client("lambda")
    name = f"post-confirmation-{uuid4().hex[:8]}"
    trust = {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}
    role = iam.create_role(
        RoleName=name,
        AssumeRolePolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [trust]}),
    )["Role"]["Arn"]
    code = io.BytesIO()
    with zipfile.ZipFile(code, "w") as archive:
        archive.writestr("index.py", FUNCTION)
    return functions.create_function(
        FunctionName=name,
        Runtime="python3.12",
        Handler="index.handler",
        Role=role,
        Code={"ZipFile": code.getvalue()},
        Environment={"Variables": {"EVENTS_FILE": str(events_file)}},
    )["FunctionArn"]


@pytest.fixture
def pool(engine, tmp_path):
    return Pool(engine, tmp_path)


def test_a_confirmed_sign_up_calls_the_function(pool):
    pool.sign_up("ada")
    assert pool.confirm("ada", ClientMetadata={"plan": "free"}) is None
    [event] = pool.events()
    assert event["triggerSource"] == "PostConfirmation_ConfirmSignUp"
    assert event["userPoolId"] == pool.id
    assert event["userName"] == "ada"
    assert event["callerContext"]["clientId"] == pool.client_id
    assert event["request"]["clientMetadata"] == {"plan": "free"}
    attributes = event["request"]["userAttributes"]
    assert attributes["email"] == "ada@example.com"
    assert attributes["email_verified"] == "true"
    assert attributes["sub"]
    assert attributes["cognito:user_status"] == "CONFIRMED"


def test_confirmation_by_an_administrator_calls_the_function(pool):
    pool.sign_up("grace")
    pool.cognito.admin_confirm_sign_up(UserPoolId=pool.id, Username="grace")
    assert [event["triggerSource"] for event in pool.events()] == ["PostConfirmation_ConfirmSignUp"]


def test_a_password_reset_calls_the_function_with_its_own_source(pool):
    pool.sign_up("alan")
    pool.confirm("alan")
    pool.reset_password("alan")
    assert [event["triggerSource"] for event in pool.events()] == [
        "PostConfirmation_ConfirmSignUp", "PostConfirmation_ConfirmForgotPassword",
    ]


def test_an_error_of_the_function_reaches_the_user_who_stays_confirmed(pool):
    pool.sign_up("refused")
    with pytest.raises(pool.cognito.exceptions.UserLambdaValidationException, match="not today"):
        pool.cognito.confirm_sign_up(ClientId=pool.client_id, Username="refused", ConfirmationCode=SIGN_UP_CODE)
    assert pool.status("refused") == "CONFIRMED"


def test_a_wrong_code_calls_nothing(pool):
    pool.sign_up("ada")
    assert pool.confirm("ada", code="000000") == "CodeMismatchException"
    assert pool.events() == []


def test_users_made_by_an_administrator_do_not_call_the_function(pool):
    pool.cognito.admin_create_user(UserPoolId=pool.id, Username="made")
    pool.cognito.admin_set_user_password(UserPoolId=pool.id, Username="made", Password=PASSWORD, Permanent=True)
    assert pool.events() == []


def test_is_still_needed(bare_engine, tmp_path):
    pool = Pool(bare_engine, tmp_path)
    pool.sign_up("ada")
    pool.confirm("ada")
    assert pool.events() == [], not_needed_any_more("post_confirmation")
