import urllib.error
import urllib.request
from datetime import datetime, timezone
from urllib.parse import urlencode

import pytest
from conftest import ROOT, error_of, not_needed_any_more

ACCOUNT = "000000000000"
ACTION = {"Action": "ListStacks", "Version": "2010-05-15"}


def status_of(engine, query, headers=None):
    """Returns the status of a request like a browser's navigation: a GET without AWS headers."""
    request = urllib.request.Request(f"{engine.endpoint}/?{urlencode(query)}", headers=headers or {})
    try:
        with urllib.request.urlopen(request) as response:
            return response.status
    except urllib.error.HTTPError as error:
        return error.code



def with_key_but_no_valid_signature(access_key):
    today = datetime.now(timezone.utc)
    return {
        **ACTION,
        "X-Amz-Algorithm": "AWS4-HMAC-SHA256",
        "X-Amz-Credential": f"{access_key}/{today:%Y%m%d}/us-east-1/cloudformation/aws4_request",
        "X-Amz-Date": f"{today:%Y%m%dT%H%M%SZ}",
        "X-Amz-Expires": "300",
        "X-Amz-SignedHeaders": "host",
        "X-Amz-Signature": "0" * 64,
    }


def test_the_configured_keys_are_root(engine):
    assert engine.client("cloudformation").list_stacks()["StackSummaries"] is not None
    assert engine.client("sts").get_caller_identity()["Arn"] == f"arn:aws:iam::{ACCOUNT}:root"


def test_the_configured_key_with_another_secret_is_refused(engine):
    client = engine.client("cloudformation", {**ROOT, "SecretAccessKey": "another"})
    assert error_of(client.list_stacks) == "SignatureDoesNotMatch"


@pytest.mark.parametrize("access_key", ["test", ACCOUNT, ROOT["AccessKeyId"], "AKIAUNKNOWNUNKNOWNUN"])
def test_a_query_that_names_a_key_without_a_valid_signature_is_refused(engine, access_key):
    assert status_of(engine, with_key_but_no_valid_signature(access_key)) in (400, 403)


@pytest.mark.parametrize("access_key", ["test", ACCOUNT])
def test_well_known_keys_are_refused(engine, access_key):
    client = engine.client("cloudformation", {"AccessKeyId": access_key, "SecretAccessKey": "test"})
    assert error_of(client.list_stacks) in ("InvalidClientTokenId", "UnrecognizedClientException")


@pytest.mark.parametrize("authorization", ["Bearer x", "Basic eDp5", "x", f"Credential={ROOT['AccessKeyId']}/20261129/us-east-1/cloudformation/aws4_request"])
def test_an_authorization_header_that_is_not_a_signature_does_not_make_the_caller_root(engine, authorization):
    assert status_of(engine, ACTION, {"authorization": authorization}) in (400, 403)


def test_a_request_without_credentials_is_refused(engine):
    assert status_of(engine, ACTION) == 403


def test_is_still_needed(bare_engine):
    assert [
        status_of(bare_engine, with_key_but_no_valid_signature("test")),
        status_of(bare_engine, with_key_but_no_valid_signature(ROOT["AccessKeyId"])),
        status_of(bare_engine, ACTION, {"authorization": "Bearer x"}),
    ] == [200, 200, 200], not_needed_any_more("root_credentials")
