"""Features that the product needs and MiniStack lacks, one module for each gap.

Every module has a function `close()` that replaces functions of MiniStack. When MiniStack has the feature itself, the
test `test_is_still_needed` of the module fails, and the module can be removed.
"""

from . import (
    asynchronous_failure,
    attribute_keys,
    attribute_verification,
    authorizer_policy,
    bucket_object_lock,
    bucket_tags,
    cloudfront_compression,
    cloudfront_missing_object,
    cognito_issuer_host,
    cognito_virtual_host,
    concurrent_users,
    custom_resource_response,
    dynamodb_atomicity,
    empty_no_content,
    expression_time,
    failed_invocation,
    lambda_image_files,
    leading_keys,
    physical_names,
    policy_variables,
    post_confirmation,
    protected_resources,
    reachable_apis,
    required_attributes,
    root_credentials,
    rule_target_rights,
    sending_identity,
    sign_in_time,
    srp_exponents,
    srp_user_name,
    state_machine_rights,
    stream_batches,
    sts_quota,
    task_parameters,
    task_timeout,
    task_token_rights,
    time_to_live,
    token_generation,
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
    # Before the post-confirmation trigger, whose event has the verified address.
    verified_address,
    post_confirmation,
    required_attributes,
    attribute_verification,
    # Outermost: it must see only the attributes that the client writes, not those that are written as a consequence.
    write_attributes,
    concurrent_users,
    cognito_virtual_host,
    cognito_issuer_host,
    sign_in_time,
    token_generation,
    srp_exponents,
    srp_user_name,
    empty_no_content,
    state_machine_rights,
    # Before the check of rights: an invalid call needs none.
    task_parameters,
    task_timeout,
    task_token_rights,
    expression_time,
    rule_target_rights,
    asynchronous_failure,
    lambda_image_files,
    reachable_apis,
    failed_invocation,
    custom_resource_response,
    cloudfront_missing_object,
    cloudfront_compression,
    bucket_object_lock,
    bucket_tags,
    physical_names,
    protected_resources,
    # A transaction and the search for its conflicts are one atomic operation.
    transaction_conflicts,
    dynamodb_atomicity,
    time_to_live,
    stream_batches,
    sts_quota,
    sending_identity,
)


def close_all():
    for gap in GAPS:
        gap.close()
