"""The story of the demo, with clients that share no code with this library: boto3, PyJWT, requests and curl."""

import json
import subprocess
import sys
import time
import uuid
from pathlib import Path

import boto3
import pytest
import requests
from botocore.exceptions import ClientError
from deployment import OUTPUTS, Signature
from people import Person


def curl(*arguments):
    """Runs curl. Returns the status and the body."""
    result = subprocess.run(
        ["curl", "--silent", "--show-error", "--write-out", "\n%{http_code}", *arguments],
        capture_output=True, text=True, check=True,
    )
    body, _, status = result.stdout.rpartition("\n")
    return int(status), json.loads(body)


@pytest.fixture(scope="module")
def ann():
    return Person("Ann")


@pytest.fixture(scope="module")
def bob():
    return Person("Bob")


def test_a_member_reads_and_renames_the_own_tenant_and_no_other(ann, bob):
    token, tenant = ann.token_with_tenant()
    _, foreign = bob.token_with_tenant()
    bearer = f"Authorization: Bearer {token}"

    status, body = curl("--header", bearer, f"{OUTPUTS['ApiUrl']}tenant/{tenant}")
    assert (status, body["tenantId"], body["name"]) == (200, tenant, "Ann")

    status, body = curl(
        "--request", "PUT", "--header", bearer, "--header", "Content-Type: application/json",
        "--data", '{"name": "Ann & Sons"}', f"{OUTPUTS['ApiUrl']}tenant/{tenant}",
    )
    assert (status, body["name"]) == (200, "Ann & Sons")

    assert curl("--header", bearer, f"{OUTPUTS['ApiUrl']}tenant/{foreign}")[0] == 403
    assert curl(f"{OUTPUTS['ApiUrl']}tenant/{tenant}")[0] == 401


def test_the_admin_api_tells_a_signed_client_the_active_tenant_first(ann):
    _, tenant = ann.token_with_tenant()
    response = requests.get(f"{OUTPUTS['AdminApiUrl']}tenants/{ann.user_id}", auth=Signature())

    assert response.status_code == 200
    assert response.json()["tenants"][0] == tenant
    assert requests.get(f"{OUTPUTS['AdminApiUrl']}tenants/{ann.user_id}").status_code == 403


def test_one_event_delivered_five_times_makes_one_tenant():
    user_id = str(uuid.uuid4())
    detail = {"email": "cid@example.com", "userName": user_id, "name": "Cid", "userId": user_id}
    entry = {
        "EventBusName": OUTPUTS["EventBusName"], "Source": "devices.user", "DetailType": "created",
        "Detail": json.dumps(detail),
    }
    boto3.client("events", region_name=OUTPUTS["Region"]).put_events(Entries=[entry] * 5)
    time.sleep(5)

    table = boto3.resource("dynamodb", region_name=OUTPUTS["Region"]).Table(OUTPUTS["TenantsTableName"])
    tenants = [item for item in table.scan()["Items"] if item.get("ownerid") == user_id]  # tombstones have no owner

    assert [tenant["status"] for tenant in tenants] == ["active"]


def test_the_documented_lines_of_boto3_reach_own_rows_and_no_others(monkeypatch):
    monkeypatch.setenv("TENANCY_TENANT_ROLE_ARN", OUTPUTS["TenantRoleArn"])
    monkeypatch.syspath_prepend(Path(__file__).parents[3] / "examples/typescript/functions/read-device")
    # Every file beside this module is deployed with it, so do not write bytecode there.
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    from tenant_scope import session_of

    own, foreign = ({"tenantid": f"tenant-{uuid.uuid4()}", "deviceid": "1", "name": "Thermometer"} for _ in range(2))
    root = boto3.resource("dynamodb", region_name=OUTPUTS["Region"]).Table(OUTPUTS["DevicesTableName"])
    root.put_item(Item=own)
    root.put_item(Item=foreign)
    table = session_of(own["tenantid"]).resource("dynamodb", region_name=OUTPUTS["Region"]).Table(root.name)

    def read(row):
        return table.get_item(Key={"tenantid": row["tenantid"], "deviceid": row["deviceid"]}).get("Item")

    assert read(own) == own
    with pytest.raises(ClientError, match="AccessDenied"):
        read(foreign)
    with pytest.raises(ClientError, match="AccessDenied"):
        table.scan()
