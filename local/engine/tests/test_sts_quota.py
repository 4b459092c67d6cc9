import inspect
import sys
import time

import pytest
from botocore.exceptions import ClientError
from ministack.services import sts

from conftest import ENGINE, error_of, not_needed_any_more, running

QUOTA = 3


@pytest.fixture(scope="module")
def small_quota(tmp_path_factory):
    settings = {"ENGINE_STS_CALLS_PER_SECOND": str(QUOTA)}
    with running([sys.executable, str(ENGINE / "launcher.py")], tmp_path_factory.mktemp("quota"), settings) as engine:
        yield engine


def call_until_throttled(client):
    """Returns the error that ends a series of calls, and how many calls were answered before."""
    for answered in range(QUOTA + 1):
        try:
            client.get_caller_identity()
        except ClientError as error:
            return error, answered
    raise AssertionError(f"{QUOTA + 1} calls were answered")


def test_calls_above_the_quota_of_a_region_are_throttled_and_other_regions_answer(small_quota):
    client = small_quota.client("sts", retries=0)
    client.get_caller_identity()  # opens the connection
    time.sleep(1)

    error, answered = call_until_throttled(client)

    assert answered == QUOTA
    assert error.response["Error"] == {"Type": "Sender", "Code": "Throttling", "Message": "Rate exceeded"}
    assert error.response["ResponseMetadata"]["HTTPStatusCode"] == 400
    assert error_of(small_quota.client("sts", retries=0, region="eu-west-1").get_caller_identity) is None

    time.sleep(1)
    assert error_of(client.get_caller_identity) is None


def test_is_still_needed():
    # A test cannot send 600 calls within a second.
    assert "Throttling" not in inspect.getsource(sts), not_needed_any_more("sts_quota")
