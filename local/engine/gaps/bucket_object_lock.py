"""Gap: a bucket of a template has no object lock, so versions of its objects can be deleted.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-s3-bucket.html (ObjectLockEnabled, ObjectLockConfiguration)
https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock-managing.html
"""

from ministack.services import s3
from ministack.services.cloudformation import provisioners

from .replacement import existing, wrap

NUMBERS = ("Days", "Years")


def apply_configurations(original, name, props, old_props=None):
    original(name, props, old_props)
    # A template has "true" as a boolean or as a text.
    if str(props.get("ObjectLockEnabled", "")).lower() != "true":
        return
    # A bucket with an object lock always has versions.
    s3._bucket_versioning[name] = "Enabled"
    retention = props.get("ObjectLockConfiguration", {}).get("Rule", {}).get("DefaultRetention")
    s3._bucket_object_lock[name] = {"enabled": True, "default_retention": retention and parsed(retention)}


def parsed(retention):
    """The retention with whole numbers: a template has them as texts, too."""
    return {field: int(value) if field in NUMBERS else value for field, value in retention.items()}


def close():
    existing(s3, "_bucket_versioning")
    existing(s3, "_bucket_object_lock")
    wrap(provisioners, "_s3_apply_configurations", apply_configurations)
