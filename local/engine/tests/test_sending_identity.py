import json
import urllib.request
from uuid import uuid4

import pytest

from conftest import error_of, not_needed_any_more
from scoped_role import ACCOUNT, assume_scoped_role

DENIED = "AccessDeniedException"


@pytest.fixture(scope="module", autouse=True)
def identities(engine):
    create_identities(engine)


def create_identities(engine):
    for identity in ("one@example.com", "example.org"):
        engine.client("sesv2").create_email_identity(EmailIdentity=identity)


def send(engine, sender, identity, subject="Hello"):
    """Sends a mail with the right to send from this identity. Returns the error code, or None."""
    ses = engine.client("sesv2", assume_scoped_role(engine, [{
        "Effect": "Allow", "Action": "ses:SendEmail", "Resource": f"arn:aws:ses:us-east-1:{ACCOUNT}:identity/{identity}",
    }]))
    return error_of(
        ses.send_email,
        FromEmailAddress=sender,
        Destination={"ToAddresses": ["ada@example.net"]},
        Content={"Simple": {"Subject": {"Data": subject}, "Body": {"Text": {"Data": "Welcome"}}}},
    )


@pytest.mark.parametrize("sender, identity, expected", [
    ("one@example.com", "*", None),
    ("one@example.com", "one@example.com", None),
    ("One <one@example.com>", "one@example.com", None),
    ("one@example.com", "example.com", DENIED),
    ("any@example.org", "example.org", None),
    ("any@example.org", "one@example.com", DENIED),
])
def test_the_right_must_be_for_the_identity_that_sends(engine, sender, identity, expected):
    assert send(engine, sender, identity) == expected


def test_an_identity_that_does_not_exist_cannot_send(engine):
    assert send(engine, "one@example.net", "*") == "MessageRejected"


def test_the_engine_shows_what_was_sent(engine):
    subject = uuid4().hex
    send(engine, "one@example.com", "*", subject)
    with urllib.request.urlopen(f"{engine.endpoint}/_ministack/ses/messages") as response:
        messages = json.load(response)["messages"][ACCOUNT]
    [message] = [message for message in messages if message["Subject"] == subject]
    assert message["Source"] == "one@example.com"
    assert message["To"] == ["ada@example.net"]
    assert message["BodyText"] == "Welcome"


def test_is_still_needed(bare_engine):
    create_identities(bare_engine)
    assert send(bare_engine, "one@example.com", "*") == DENIED, not_needed_any_more("sending_identity")
