import gzip
import json
import urllib.request
from uuid import uuid4

import pytest

from conftest import not_needed_any_more

CACHING_OPTIMIZED = "658327ea-f89d-4fab-a63d-7e88639e58f6"
CACHING_DISABLED = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"
TEXT = b"const answer = 42;\n" * 100
SHORT = b"const answer = 42;\n"


def distribution_domain(engine, compress=True, cache_policy=CACHING_OPTIMIZED):
    """A distribution in front of a private bucket, with one long script, a short one and an image in it."""
    s3, cloudfront = engine.client("s3"), engine.client("cloudfront")
    bucket = f"assets-{uuid4()}"
    s3.create_bucket(Bucket=bucket)
    s3.put_object(Bucket=bucket, Key="long.js", Body=TEXT, ContentType="text/javascript; charset=utf-8")
    s3.put_object(Bucket=bucket, Key="short.js", Body=SHORT, ContentType="text/javascript")
    s3.put_object(Bucket=bucket, Key="image.png", Body=TEXT, ContentType="image/png")
    access = cloudfront.create_origin_access_control(
        OriginAccessControlConfig={
            "Name": bucket, "OriginAccessControlOriginType": "s3", "SigningBehavior": "always", "SigningProtocol": "sigv4",
        }
    )["OriginAccessControl"]["Id"]
    distribution = cloudfront.create_distribution(
        DistributionConfig={
            "CallerReference": bucket,
            "Comment": "",
            "Enabled": True,
            "Origins": {
                "Quantity": 1,
                "Items": [
                    {
                        "Id": "bucket",
                        "DomainName": f"{bucket}.s3.us-east-1.amazonaws.com",
                        "OriginAccessControlId": access,
                        "S3OriginConfig": {"OriginAccessIdentity": ""},
                    }
                ],
            },
            "DefaultCacheBehavior": {
                "TargetOriginId": "bucket",
                "ViewerProtocolPolicy": "allow-all",
                "CachePolicyId": cache_policy,
                "Compress": compress,
            },
        }
    )["Distribution"]
    s3.put_bucket_policy(
        Bucket=bucket,
        Policy=json.dumps(
            {
                "Version": "2012-10-17",
                "Statement": [
                    {
                        "Effect": "Allow",
                        "Principal": {"Service": "cloudfront.amazonaws.com"},
                        "Action": "s3:GetObject",
                        "Resource": f"arn:aws:s3:::{bucket}/*",
                        "Condition": {"StringEquals": {"AWS:SourceArn": distribution["ARN"]}},
                    }
                ],
            }
        ),
    )
    return distribution["DomainName"]


def get(engine, domain, path, accept_encoding="gzip, br"):
    request = urllib.request.Request(f"{engine.endpoint}{path}", headers={"Host": domain, "Accept-Encoding": accept_encoding})
    with urllib.request.urlopen(request, timeout=10) as response:
        return response.headers, response.read()


def test_text_is_compressed(engine):
    headers, body = get(engine, distribution_domain(engine), "/long.js")
    assert headers["Content-Encoding"] == "gzip"
    assert headers["Content-Length"] == str(len(body))
    assert headers["Vary"] == "Accept-Encoding"
    assert gzip.decompress(body) == TEXT


@pytest.mark.parametrize(
    ("path", "accept_encoding", "settings"),
    [
        ("/long.js", "identity", {}),
        ("/short.js", "gzip", {}),
        ("/image.png", "gzip", {}),
        ("/long.js", "gzip", {"compress": False}),
        ("/long.js", "gzip", {"cache_policy": CACHING_DISABLED}),
    ],
)
def test_all_else_is_not(engine, path, accept_encoding, settings):
    headers, body = get(engine, distribution_domain(engine, **settings), path, accept_encoding)
    assert "Content-Encoding" not in headers
    assert body == (SHORT if path == "/short.js" else TEXT)


def test_is_still_needed(bare_engine):
    headers, _ = get(bare_engine, distribution_domain(bare_engine), "/long.js")
    assert "Content-Encoding" not in headers, not_needed_any_more("compression")
