"""The keys of a tenant's rows."""

import pytest

from tenant_scope import tenant_key


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
