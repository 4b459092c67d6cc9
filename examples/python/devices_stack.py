from pathlib import Path
from typing import Any

from aws_cdk import CfnOutput, Duration, Stack
from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_lambda as lambda_
from cdk_tenancy import DashboardBranding, Tenancy, TenancyDashboardOptions
from constructs import Construct

FUNCTIONS = Path(__file__).parent / "functions"


class DevicesStack(Stack):
    """An application in which tenants manage devices: tenancy, a table, and three routes."""

    def __init__(self, scope: Construct, id: str, **kwargs: Any) -> None:
        super().__init__(scope, id, **kwargs)

        tenancy = Tenancy(
            self,
            "Tenancy",
            application_name="devices",
            # Auditors are members who can also read the audit log.
            roles=["auditor"],
            dashboard=TenancyDashboardOptions(branding=DashboardBranding(title="Devices")),
        )
        tenancy.add_stack_outputs()

        # The partition key is the tenant id: IAM compares it with the tenant of each request.
        devices = dynamodb.Table(
            self,
            "Devices",
            partition_key=dynamodb.Attribute(name="tenantid", type=dynamodb.AttributeType.STRING),
            sort_key=dynamodb.Attribute(name="deviceid", type=dynamodb.AttributeType.STRING),
            billing_mode=dynamodb.BillingMode.PAY_PER_REQUEST,
            point_in_time_recovery_specification=dynamodb.PointInTimeRecoverySpecification(
                point_in_time_recovery_enabled=True
            ),
        )
        devices.add_global_secondary_index(
            index_name="by-name",
            partition_key=dynamodb.Attribute(name="tenantid", type=dynamodb.AttributeType.STRING),
            sort_key=dynamodb.Attribute(name="name", type=dynamodb.AttributeType.STRING),
        )
        tenancy.isolation.grant_read_write_rows(devices, index_names=["by-name"])
        # The devices are deleted together with their tenant.
        tenancy.lifecycle.owns_rows(devices)

        # Their functions can add records to the audit log of the tenant of the request.
        tenancy.admin_api.grant_record_audit_per_tenant(tenancy.isolation)

        environment = {"TABLE_NAME": devices.table_name, "TENANCY_ADMIN_API_URL": tenancy.admin_api.url}
        list_devices = self._function("ListDevices", "list_devices.handler", environment)
        add_device = self._function("AddDevice", "add_device.handler", environment)
        read_device = self._function("ReadDevice", "read_device.handler", environment)
        # The functions can only use the rows of the tenant of the request.
        for function in (list_devices, add_device, read_device):
            tenancy.isolation.grant_assume(function)

        # Below /tenant/{tenantId} the authorizer allows the members of that tenant only.
        tenancy.api.add_route("GET", "devices", list_devices)
        tenancy.api.add_route("POST", "devices", add_device)
        tenancy.api.add_route("GET", "devices/{deviceId}", read_device)

        CfnOutput(self, "DevicesTableName", value=devices.table_name)

    def _function(self, id: str, handler: str, environment: dict[str, str]) -> lambda_.Function:
        return lambda_.Function(
            self,
            id,
            code=lambda_.Code.from_asset(str(FUNCTIONS), exclude=["__pycache__"]),
            handler=handler,
            runtime=lambda_.Runtime("python3.15", lambda_.RuntimeFamily.PYTHON),
            architecture=lambda_.Architecture.ARM_64,
            memory_size=512,
            timeout=Duration.seconds(10),
            tracing=lambda_.Tracing.ACTIVE,
            environment=environment,
        )
