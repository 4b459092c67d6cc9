"""Gap: a bucket does not get the tags of its template.

The CDK's function that empties a bucket first checks the bucket for its own tag, so a stack with such a bucket cannot be deleted.

https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-s3-bucket.html (Tags)
"""

from ministack.services import s3
from ministack.services.cloudformation import provisioners

from .replacement import existing, wrap


def apply_configurations(original, name, props, old_props=None):
    original(name, props, old_props)
    tags = {tag["Key"]: tag["Value"] for tag in props.get("Tags", [])}
    if tags:
        s3._bucket_tags[name] = tags
    elif old_props and "Tags" in old_props:
        s3._bucket_tags.pop(name, None)


def close():
    existing(s3, "_bucket_tags")
    wrap(provisioners, "_s3_apply_configurations", apply_configurations)
