"""The parts of the template that protect tenants and their data."""

from typing import Any

import pytest
from aws_cdk import App
from aws_cdk.assertions import Match, Template

from devices_stack import DevicesStack

FUNCTIONS = ["ListDevices", "AddDevice", "ReadDevice"]
DEVICES_KEY = [{"AttributeName": "tenantid", "KeyType": "HASH"}, {"AttributeName": "deviceid", "KeyType": "RANGE"}]


@pytest.fixture(scope="module")
def template() -> Template:
    return Template.from_stack(DevicesStack(App(), "DevicesApp"))


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_function_has_no_right_but_to_assume_the_role_of_a_tenant(template: Template, name: str) -> None:
    actions = {action for statement in statements_of(name, template) for action in actions_of(statement)}

    assert actions == {"sts:AssumeRole", "sts:TagSession", "xray:PutTelemetryRecords", "xray:PutTraceSegments"}


def test_the_role_reaches_the_rows_of_its_tenant_alone(template: Template) -> None:
    (table,) = template.find_resources("AWS::DynamoDB::Table", {"Properties": {"KeySchema": DEVICES_KEY}})
    rights = [right for right in statements_of("TenancyIsolationTenantRole", template) if table in str(right)]

    assert rights
    for right in rights:
        assert right["Condition"]["ForAllValues:StringEquals"] == {
            "dynamodb:LeadingKeys": ["${aws:PrincipalTag/tenantId}"]
        }


def test_every_method_of_the_app_is_behind_the_authorizer(template: Template) -> None:
    methods = template.find_resources("AWS::ApiGateway::Method", {"Properties": {"HttpMethod": Match.not_("OPTIONS")}})

    assert {method["Properties"]["AuthorizationType"] for method in methods.values()} == {"CUSTOM", "AWS_IAM"}


def statements_of(holder: str, template: Template) -> list[dict[str, Any]]:
    name = Match.string_like_regexp(f"^{holder}")
    (policy,) = template.find_resources("AWS::IAM::Policy", {"Properties": {"PolicyName": name}}).values()
    statements: list[dict[str, Any]] = policy["Properties"]["PolicyDocument"]["Statement"]
    return statements


def actions_of(statement: dict[str, Any]) -> list[str]:
    actions: str | list[str] = statement["Action"]
    return [actions] if isinstance(actions, str) else actions
