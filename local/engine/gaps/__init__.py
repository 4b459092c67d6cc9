"""What MiniStack lacks and the product needs, one module for each gap.

Every module has a function `close()` that replaces functions of MiniStack. A module falls away as soon as MiniStack has
the feature itself: its test `test_is_still_needed` fails then.
"""

from . import (
    bucket_tags,
    cloudfront_compression,
    cloudfront_missing_object,
    cognito_virtual_host,
    custom_resource_response,
    empty_no_content,
    lambda_image_files,
    leading_keys,
    policy_variables,
    post_confirmation,
    rule_target_rights,
    state_machine_rights,
)

GAPS = (
    leading_keys,
    policy_variables,
    post_confirmation,
    cognito_virtual_host,
    empty_no_content,
    state_machine_rights,
    rule_target_rights,
    lambda_image_files,
    custom_resource_response,
    cloudfront_missing_object,
    cloudfront_compression,
    bucket_tags,
)


def close_all():
    for gap in GAPS:
        gap.close()
