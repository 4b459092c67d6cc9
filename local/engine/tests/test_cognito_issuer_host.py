import urllib.error
import urllib.request

import pytest

from conftest import not_needed_any_more


def status_of_key_set(engine, host):
    pool = engine.client("cognito-idp").create_user_pool(PoolName="people")["UserPool"]["Id"]
    request = urllib.request.Request(f"{engine.endpoint}/{pool}/.well-known/jwks.json", headers={"Host": host})
    try:
        return urllib.request.urlopen(request, timeout=10).status
    except urllib.error.HTTPError as error:
        return error.code


@pytest.mark.parametrize("host, status", [
    ("cognito-idp.us-east-1.amazonaws.com", 200),
    ("issuer-cognito-idp.us-east-1.amazonaws.com", 403),
    ("issuer-cognito-idp.us-east-1.amazonaws.com:443", 403),
])
def test_the_key_set_is_at_one_host(engine, host, status):
    assert status_of_key_set(engine, host) == status


def test_is_still_needed(bare_engine):
    status = status_of_key_set(bare_engine, "issuer-cognito-idp.us-east-1.amazonaws.com")
    assert status == 200, not_needed_any_more("cognito_issuer_host")
