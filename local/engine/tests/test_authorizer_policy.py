"""The authorizer of these APIs answers with the policy in the header `x-policy` of the request."""

import json
import time
import urllib.error
import urllib.request
from datetime import datetime, timedelta, timezone

import pytest

from conftest import not_needed_any_more
from lambda_function import create_python_function

ACCOUNT, REGION = "000000000000", "us-east-1"
AUTHORIZER = """
import json

def handler(event, context):
    headers = {name.lower(): value for name, value in event["headers"].items()}
    return {"principalId": "ada", "policyDocument": json.loads(headers["x-policy"])}
"""


class Api:
    """A REST API that answers 200 at every path if its authorizer allows the request."""

    def __init__(self, engine, cache_seconds=0):
        apigateway = engine.client("apigateway")
        self.id = apigateway.create_rest_api(name="guarded")["id"]
        function = create_python_function(engine, AUTHORIZER)
        authorizer = apigateway.create_authorizer(
            restApiId=self.id,
            name="authorizer",
            type="REQUEST",
            identitySource="method.request.header.x-policy",
            authorizerResultTtlInSeconds=cache_seconds,
            authorizerUri=(
                f"arn:aws:apigateway:{REGION}:lambda:path/2015-03-31/functions/"
                f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:{function}/invocations"
            ),
        )["id"]
        root = apigateway.get_resources(restApiId=self.id)["items"][0]["id"]
        resource = apigateway.create_resource(restApiId=self.id, parentId=root, pathPart="{proxy+}")["id"]
        method = {"restApiId": self.id, "resourceId": resource, "httpMethod": "ANY"}
        apigateway.put_method(**method, authorizationType="CUSTOM", authorizerId=authorizer)
        apigateway.put_integration(**method, type="MOCK", requestTemplates={"application/json": '{"statusCode": 200}'})
        apigateway.put_method_response(**method, statusCode="200")
        apigateway.put_integration_response(**method, statusCode="200", responseTemplates={"application/json": "{}"})
        apigateway.create_deployment(restApiId=self.id, stageName="prod")
        self.url = f"{engine.endpoint}/_aws/execute-api/{self.id}/prod"

    def arn(self, resource):
        return f"arn:aws:execute-api:{REGION}:{ACCOUNT}:{self.id}/prod/{resource}"

    def allow(self, resource="*", **elements):
        return {"Effect": "Allow", "Action": "execute-api:Invoke", "Resource": self.arn(resource), **elements}

    def deny(self, resource="*", **elements):
        return {**self.allow(resource, **elements), "Effect": "Deny"}

    def get(self, *statements, path="/a", version="2012-10-17"):
        """Returns the status, and the type of the gateway's error."""
        return self.get_with({"Version": version, "Statement": list(statements)}, path)

    def get_with(self, policy, path="/a"):
        headers = {"x-policy": policy if isinstance(policy, str) else json.dumps(policy, separators=(",", ":"))}
        try:
            with urllib.request.urlopen(urllib.request.Request(self.url + path, headers=headers), timeout=10) as response:
                return response.status, None
        except urllib.error.HTTPError as error:
            return error.code, error.headers["x-amzn-ErrorType"]


ALLOWED = (200, None)
DENIED = (403, "AccessDeniedException")
REFUSED = (500, "AuthorizerConfigurationException")


@pytest.fixture(scope="module")
def api(engine):
    return Api(engine)


def until(time_of_end):
    return {"DateLessThan": {"aws:CurrentTime": time_of_end.strftime("%Y-%m-%dT%H:%M:%SZ")}}


def in_seconds(seconds):
    return datetime.now(timezone.utc) + timedelta(seconds=seconds)


def test_what_the_policy_allows_is_allowed_and_nothing_else(api):
    assert api.get(api.allow("GET/a")) == ALLOWED
    assert api.get(api.allow("GET/b")) == DENIED
    assert api.get(api.allow("GET/A")) == DENIED
    assert api.get(api.allow("GET/*"), path="/a/b/c") == ALLOWED


def test_an_explicit_deny_wins(api):
    assert api.get(api.allow(), api.deny("GET/a")) == DENIED
    assert api.get(api.deny("GET/b"), api.allow()) == ALLOWED


@pytest.mark.parametrize("action", ["execute-api:Invoke", "execute-api:*", "EXECUTE-API:invoke", "*", ["s3:GetObject", "execute-api:Inv*"]])
def test_an_action_that_includes_the_invocation_matches(api, action):
    assert api.get(api.allow(Action=action)) == ALLOWED
    assert api.get(api.allow(), api.deny(Action=action)) == DENIED


def test_another_action_does_not_match(api):
    assert api.get(api.allow(Action="execute-api:ManageConnections")) == DENIED
    assert api.get(api.allow(), api.deny(Action="execute-api:ManageConnections")) == ALLOWED


def test_not_action_and_not_resource_match_everything_else(api):
    everything_but = {"Effect": "Allow", "Resource": api.arn("*")}
    assert api.get({**everything_but, "NotAction": "s3:*"}) == ALLOWED
    assert api.get({**everything_but, "NotAction": "execute-api:*"}) == DENIED
    assert api.get({"Effect": "Allow", "Action": "*", "NotResource": api.arn("GET/b")}) == ALLOWED
    assert api.get({"Effect": "Allow", "Action": "*", "NotResource": api.arn("GET/*")}) == DENIED


def test_a_statement_matches_only_if_its_condition_holds(api):
    assert api.get(api.allow(Condition=until(in_seconds(60)))) == ALLOWED
    assert api.get(api.allow(Condition=until(in_seconds(-60)))) == DENIED
    assert api.get(api.allow(), api.deny(Condition=until(in_seconds(60)))) == DENIED
    assert api.get(api.allow(), api.deny(Condition=until(in_seconds(-60)))) == ALLOWED
    assert api.get(api.allow(Condition={"IpAddress": {"aws:SourceIp": "127.0.0.1/32"}})) == ALLOWED
    assert api.get(api.allow(Condition={"IpAddress": {"aws:SourceIp": "192.0.2.0/24"}})) == DENIED


def test_no_aws_principal_makes_the_request(api):
    assert api.get(api.allow(Condition={"StringLike": {"aws:PrincipalArn": "*"}})) == DENIED
    assert api.get(api.allow(Condition={"Null": {"aws:PrincipalArn": "true"}})) == ALLOWED


def test_a_question_mark_is_not_a_wildcard(api):
    assert api.get(api.allow("GET/?")) == DENIED
    assert api.get(api.allow("GET/?*")) == DENIED
    assert api.get(api.allow(), api.deny("GET/?")) == ALLOWED
    assert api.get({"Effect": "Allow", "Action": "*", "NotResource": api.arn("GET/?")}) == ALLOWED


def test_a_policy_from_the_cache_is_evaluated_for_each_request(engine):
    api = Api(engine, cache_seconds=300)
    policy = {"Version": "2012-10-17", "Statement": [api.allow("GET/a", Condition=until(in_seconds(3)))]}
    assert api.get_with(policy, "/a") == ALLOWED
    assert api.get_with(policy, "/b") == DENIED
    time.sleep(4)
    assert api.get_with(policy, "/a") == DENIED


def of_size(api, size):
    policy = {"Version": "2012-10-17", "Statement": [api.allow(), api.allow(Resource=[])]}
    resources = policy["Statement"][1]["Resource"]
    missing = size - len(json.dumps(policy, separators=(",", ":")))
    while missing > 0:
        # Minus the quotes, and minus a comma for all but the first resource.
        length = min(missing - 2 - bool(resources), 400)
        resources.append(api.arn("").ljust(length, "x"))
        missing -= length + 2 + bool(len(resources) > 1)
    assert len(json.dumps(policy, separators=(",", ":"))) == size
    return policy


def test_a_policy_can_have_at_most_8192_bytes(api):
    assert api.get_with(of_size(api, 8_192)) == ALLOWED
    assert api.get_with(of_size(api, 8_193)) == REFUSED


def test_a_resource_can_have_at_most_512_characters(api):
    assert api.get(api.allow(), api.allow(Resource=api.arn("").ljust(512, "x"))) == ALLOWED
    assert api.get(api.allow(), api.allow(Resource=api.arn("").ljust(513, "x"))) == REFUSED


@pytest.mark.parametrize("statement", [
    {"Effect": "Permit"},
    {"Action": None},
    {"Action": []},
    {"Resource": 1},
    {"Resource": "GET/a"},
    {"NotAction": "s3:*"},
    {"Condition": "always"},
    {"Condition": {"DateBefore": {"aws:CurrentTime": "2030-01-01T00:00:00Z"}}},
    {"Ressource": "*"},
], ids=str)
def test_a_malformed_statement_is_refused_beside_a_good_one(api, statement):
    assert api.get(api.allow(), {**api.allow(), **statement}) == REFUSED


@pytest.mark.parametrize("policy", ['"Allow"', "[]", "null", "{}", '{"Statement": []}', '{"Statement": ["Allow"]}'])
def test_an_answer_that_is_not_a_policy_is_refused(api, policy):
    assert api.get_with(policy) == REFUSED


def test_a_policy_has_a_version_of_the_language(api):
    assert api.get(api.allow(), version="2008-10-17") == ALLOWED
    assert api.get(api.allow(), version="2024-01-01") == REFUSED


def test_is_still_needed(bare_engine):
    api = Api(bare_engine)
    assert api.get(api.allow(Condition=until(in_seconds(-60)))) == ALLOWED, not_needed_any_more("authorizer_policy")
