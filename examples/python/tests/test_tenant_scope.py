"""The tenant of a request, and the keys of its rows."""

import pytest

from tenant_scope import tenant_key, tenant_of


@pytest.mark.parametrize(
    ("key_format", "key"),
    [("{tenantId}", "t1"), ("TENANT#{tenantId}", "TENANT#t1"), ("uploads/{tenantId}/", "uploads/t1/")],
)
def test_builds_the_key_that_the_grant_names(key_format: str, key: str) -> None:
    assert tenant_key("t1", key_format) == key


def test_is_the_id_itself_by_default() -> None:
    assert tenant_key("t1") == "t1"


@pytest.mark.parametrize("key_format", ["TENANT#", "{tenantId}#{tenantId}"])
def test_rejects_a_format_without_exactly_one_tenant(key_format: str) -> None:
    with pytest.raises(ValueError) as raised:
        tenant_key("t1", key_format)
    assert str(raised.value) == f"key_format must contain {{tenantId}} exactly once, but was '{key_format}'."


def event(rest: str) -> dict[str, object]:
    return {"path": f"/tenant/t1{rest}", "requestContext": {"authorizer": {"tenantId": "t1"}}}


def test_accepts_a_read_only_tenant_whose_policy_allows_only_reading() -> None:
    authorizer = {"tenantId": "t1", "tenantAccess": "READ_ONLY"}
    assert tenant_of({"path": "/tenant/t1/devices", "requestContext": {"authorizer": authorizer}}) == "t1"


@pytest.mark.parametrize("rest", ["/devices", "/devices/a%20b", "/devices/50%25", "/.well-known", "/files/a..b"])
def test_accepts_a_path_that_can_be_read_in_one_way(rest: str) -> None:
    assert tenant_of(event(rest)) == "t1"


@pytest.mark.parametrize(
    "rest",
    [
        "//devices",
        "/devices/",
        "/devices//",
        "/./devices",
        "/x/../devices",
        "/devices/..",
        "/\\devices",
        "/%2Fdevices",
        "/%2fdevices",
        "/x/%2e%2E/devices",
        "/%64evices",
        "/device%73",
        "/%5Cdevices",
        "/%2564evices",
        "/%252Fdevices",
        "/devices%00",
    ],
)
def test_refuses_a_path_that_can_be_read_in_two_ways(rest: str) -> None:
    with pytest.raises(ValueError, match="The path must have no empty segment"):
        tenant_of(event(rest))
