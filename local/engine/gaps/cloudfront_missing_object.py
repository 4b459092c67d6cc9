"""Gap: S3 answers 403 to CloudFront for an object that does not exist, even if CloudFront can list the bucket.

S3 answers 404 to callers who have `s3:ListBucket`. It does not tell other callers whether an object exists.

https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html (Permissions)
"""

from ministack.core import iam_evaluator
from ministack.core.responses import get_account_id, get_region
from ministack.services import s3

from .replacement import existing, wrap

FORBIDDEN = 403


def origin_fetch(original, bucket_name, key, method, headers, source_arn="", oai_id=""):
    answer = original(bucket_name, key, method, headers, source_arn=source_arn, oai_id=oai_id)
    if answer[0] != FORBIDDEN or key in s3._ensure_bucket(bucket_name)["objects"]:
        return answer
    owner = s3._bucket_owner_account(bucket_name) or get_account_id()
    if s3._cloudfront_origin_allows(owner, bucket_name, key, source_arn, oai_id) and may_list(owner, bucket_name, source_arn):
        return s3._error("NoSuchKey", "The specified key does not exist.", 404, f"/{bucket_name}/{key}")
    return answer


def may_list(owner, bucket_name, distribution_arn):
    policy = s3._bucket_policies.get_scoped(owner, None, bucket_name)
    context = iam_evaluator.EvalContext(
        principal_arn="*",
        principal_type="Service",
        principal_account="",
        action="s3:ListBucket",
        resource_arn=f"arn:aws:s3:::{bucket_name}",
        region=get_region(),
        service_context={"aws:sourcearn": distribution_arn},
    )
    return iam_evaluator.evaluate_resource_policy(policy, context, service="cloudfront.amazonaws.com").decision == "Allow"


def close():
    for name in ("_ensure_bucket", "_bucket_owner_account", "_cloudfront_origin_allows", "_error", "_bucket_policies"):
        existing(s3, name)
    for name in ("EvalContext", "evaluate_resource_policy"):
        existing(iam_evaluator, name)
    wrap(s3, "serve_cloudfront_origin_fetch", origin_fetch)
