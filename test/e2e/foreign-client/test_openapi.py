"""Checks the deployed APIs against the OpenAPI documents of the package with Schemathesis: every response must match the document, and
none can be an error of the server."""

import os
from pathlib import Path

import pytest
import schemathesis
from deployment import OUTPUTS, Signature
from hypothesis import HealthCheck, Phase, settings
from people import Person
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

DOCUMENTS = Path(__file__).parents[3] / "assets" / "openapi"

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]

FUZZED = settings(
    # The number of requests for each route.
    max_examples=int(os.environ.get("OPENAPI_EXAMPLES", "5")),
    deadline=None,
    # Sends the same requests in every run. OPENAPI_EXAMPLES sets their number.
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)

tenant_api = schemathesis.openapi.from_path(DOCUMENTS / "tenant-api.json")
admin_api = schemathesis.openapi.from_path(DOCUMENTS / "admin-api.json")


@pytest.fixture(scope="module")
def ann():
    return Person("Ann")


@pytest.fixture(scope="module")
def token_and_tenant(ann):
    return ann.token_with_tenant()


@tenant_api.parametrize()
@FUZZED
def test_the_api_for_web_apps_answers_its_user_as_described(case, ann, token_and_tenant):
    token, tenant = token_and_tenant
    answer(OUTPUTS["ApiUrl"], about(case, tenant, ann.user_id), headers={"Authorization": f"Bearer {token}"})


@tenant_api.parametrize()
# The gateway refuses every request of a stranger, so cases with different bodies add nothing.
@settings(FUZZED, max_examples=2, phases=[Phase.generate])
def test_the_api_for_web_apps_answers_strangers_as_described(case):
    answer(OUTPUTS["ApiUrl"], case)


@admin_api.parametrize()
@FUZZED
def test_the_admin_api_answers_a_service_as_described(case, ann, token_and_tenant):
    _, tenant = token_and_tenant
    answer(OUTPUTS["AdminApiUrl"], about(case, tenant, ann.user_id), auth=Signature())


def about(case, tenant, user):
    """Uses existing ids in nearly all requests, because requests with random ids do not reach much code."""
    own = {"tenantId": tenant, "userId": user}
    case.path_parameters = {name: own.get(name, value) for name, value in (case.path_parameters or {}).items()}
    return case


def answer(base_url, case, **request):
    response = case.call(base_url=base_url, **request)
    case.validate_response(response, checks=CHECKS)
