"""What MiniStack lacks and the product needs, one module for each gap.

Every module has a function `close()` that replaces functions of MiniStack. A module falls away as soon as MiniStack has
the feature itself: its test `test_is_still_needed` fails then.
"""

from . import (
    asynchronous_failure,
    attribute_keys,
    attribute_verification,
    authorizer_policy,
    bucket_tags,
    cloudfront_compression,
    cloudfront_missing_object,
    cognito_issuer_host,
    cognito_virtual_host,
    custom_resource_response,
    dynamodb_atomicity,
    empty_no_content,
    failed_invocation,
    lambda_image_files,
    leading_keys,
    physical_names,
    policy_variables,
    post_confirmation,
    protected_resources,
    required_attributes,
    root_credentials,
    rule_target_rights,
    sending_identity,
    srp_user_name,
    state_machine_rights,
    stream_batches,
    task_parameters,
    time_to_live,
    transaction_conflicts,
    verified_address,
    write_attributes,
)

GAPS = (
    root_credentials,
    leading_keys,
    attribute_keys,
    policy_variables,
    authorizer_policy,
    # The post-confirmation trigger is told of the address that is verified by then.
    verified_address,
    post_confirmation,
    required_attributes,
    attribute_verification,
    # Outermost: it sees what the client asks to write, and not what is written because of it.
    write_attributes,
    cognito_virtual_host,
    cognito_issuer_host,
    srp_user_name,
    empty_no_content,
    state_machine_rights,
    # Before rights are asked for: a call that cannot be made needs none.
    task_parameters,
    rule_target_rights,
    asynchronous_failure,
    lambda_image_files,
    failed_invocation,
    custom_resource_response,
    cloudfront_missing_object,
    cloudfront_compression,
    bucket_tags,
    physical_names,
    protected_resources,
    # What a transaction conflicts with is looked up as one operation with it.
    transaction_conflicts,
    dynamodb_atomicity,
    time_to_live,
    stream_batches,
    sending_identity,
)


def close_all():
    for gap in GAPS:
        gap.close()
