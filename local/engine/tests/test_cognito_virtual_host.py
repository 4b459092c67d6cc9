import json
import urllib.error
import urllib.request

import pytest

from conftest import not_needed_any_more


def call_as_browser(engine, host):
    """Returns the response to a call that names the service by its host only, as browsers do."""
    request = urllib.request.Request(
        engine.endpoint,
        method="POST",
        data=json.dumps({"AuthFlow": "USER_SRP_AUTH", "ClientId": "unknown", "AuthParameters": {}}).encode(),
        headers={
            "Host": host,
            "Content-Type": "application/x-amz-json-1.1",
            "X-Amz-Target": "AWSCognitoIdentityProviderService.InitiateAuth",
        },
    )
    try:
        return urllib.request.urlopen(request, timeout=10).read().decode()
    except urllib.error.HTTPError as error:
        return error.read().decode()


@pytest.mark.parametrize("host", ["cognito-idp.us-east-1.amazonaws.com", "cognito-idp.us-east-1.amazonaws.com:443"])
def test_cognito_answers_at_its_own_host(engine, host):
    assert "ResourceNotFoundException" in call_as_browser(engine, host)


def test_is_still_needed(bare_engine):
    answer = call_as_browser(bare_engine, "cognito-idp.us-east-1.amazonaws.com")
    assert "ResourceNotFoundException" not in answer, not_needed_any_more("cognito_virtual_host")
