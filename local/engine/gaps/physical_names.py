"""Gap: a resource that replaces another one gets the same name, and overwrites the old resource if that still exists.

On AWS each physical resource that CloudFormation creates has a new name, unless the template names it. CloudFormation cannot create
a resource whose name exists. MiniStack derives names from the stack, the logical id, and a seed that it keeps with the resource; the
seed is usually empty. So the first update of an imported resource, whose name does not come from MiniStack, would replace it.

https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-name.html
"""

from contextvars import ContextVar
from uuid import uuid4

from ministack.services import cloudwatch, cloudwatch_logs, dynamodb, eventbridge, iam, lambda_svc, sns, sqs, stepfunctions
from ministack.services.cloudformation import provisioners, stacks

from .replacement import existing, wrap
from .stack_resources import wrap_operation

# Types that MiniStack creates over an existing resource: the property with the name, and whether a name exists.
NAMED = {
    "AWS::CloudWatch::Alarm": ("AlarmName", lambda name, _: name in cloudwatch._alarms),
    "AWS::DynamoDB::Table": ("TableName", lambda name, _: name in dynamodb._tables),
    "AWS::Events::Rule": (
        "Name", lambda name, properties: eventbridge._rule_key(name, provisioners._eb_rule_bus_name(properties)) in eventbridge._rules,
    ),
    "AWS::IAM::Role": ("RoleName", lambda name, _: name in iam._roles),
    "AWS::Lambda::Function": ("FunctionName", lambda name, _: name in lambda_svc._functions),
    "AWS::Logs::LogGroup": ("LogGroupName", lambda name, _: name in cloudwatch_logs._log_groups),
    "AWS::SNS::Topic": ("TopicName", lambda name, _: any(arn.endswith(f":{name}") for arn in sns._topics)),
    "AWS::SQS::Queue": ("QueueName", lambda name, _: name in sqs._queue_name_to_url),
    "AWS::StepFunctions::StateMachine": (
        "StateMachineName", lambda name, _: any(arn.endswith(f":stateMachine:{name}") for arn in stepfunctions._state_machines),
    ),
}


# The stack, the logical id and the name of the imported resource that is being updated.
imported: ContextVar[tuple[str, str, str] | None] = ContextVar("imported", default=None)


def create_resource(original, resource_type, logical_id, properties, stack_name):
    refuse_existing_name(resource_type, properties)
    # MiniStack keeps the seed with the resource, and derives the name from it in later updates.
    provisioners._NAME_SEED.set(uuid4().hex)
    return original(resource_type, logical_id, properties, stack_name)


def update_resource(original, resource_type, physical_id, old_properties, new_properties, stack_name, logical_id=None, *more):
    has_seed = bool(provisioners._NAME_SEED.get())
    is_imported = not has_seed and (resource_type in NAMED or resource_type == "AWS::S3::Bucket")
    # The name is the end of an ARN or a URL.
    name = physical_id.rsplit("/", 1)[-1].rsplit(":", 1)[-1] if resource_type != "AWS::Logs::LogGroup" else physical_id
    token = imported.set((stack_name, logical_id, name) if is_imported else None)
    try:
        return original(resource_type, physical_id, old_properties, new_properties, stack_name, logical_id, *more)
    finally:
        imported.reset(token)


def physical_name(original, stack_name, logical_id, **options):
    stack_of_imported, id_of_imported, name = imported.get() or (None, None, None)
    # A resource that is being replaced already has a seed.
    if (stack_name, logical_id) == (stack_of_imported, id_of_imported) and not provisioners._NAME_SEED.get():
        return name
    return original(stack_name, logical_id, **options)


def refuse_existing_name(resource_type, properties):
    name_property, exists = NAMED.get(resource_type, (None, None))
    name = properties.get(name_property) if name_property and isinstance(properties, dict) else None
    if isinstance(name, str) and exists(name, properties):
        raise ValueError(f"Resource of type '{resource_type}' with identifier '{name}' already exists.")


def name_log_group(original, logical_id, properties, stack_name):
    return original(logical_id, with_log_group_name(properties, logical_id, stack_name), stack_name)


def rename_log_group(original, physical_id, old_properties, new_properties, stack_name, logical_id=None):
    new_properties = with_log_group_name(new_properties, logical_id or physical_id, stack_name)
    return original(physical_id, old_properties, new_properties, stack_name, logical_id)


def with_log_group_name(properties, logical_id, stack_name):
    """Gives a log group the name that MiniStack gives other resources: its form for log groups differs."""
    return {**properties, "LogGroupName": properties.get("LogGroupName") or provisioners._physical_name(stack_name, logical_id, max_len=512)}


def close():
    for module, names in (
        (provisioners, ("_NAME_SEED", "_physical_name", "_eb_rule_bus_name")), (cloudwatch, ("_alarms",)), (dynamodb, ("_tables",)),
        (eventbridge, ("_rules", "_rule_key")), (iam, ("_roles",)), (lambda_svc, ("_functions",)), (cloudwatch_logs, ("_log_groups",)),
        (sns, ("_topics",)), (sqs, ("_queue_name_to_url",)), (stepfunctions, ("_state_machines",)),
    ):
        for name in names:
            existing(module, name)
    # Updates call the function of the other module. New resources of nested stacks do so too, and keep MiniStack's names.
    wrap(stacks, "_provision_resource", create_resource)
    wrap(stacks, "_update_resource", update_resource)
    wrap(provisioners, "_physical_name", physical_name)
    wrap_operation("AWS::Logs::LogGroup", "create", name_log_group)
    wrap_operation("AWS::Logs::LogGroup", "update", rename_log_group)
