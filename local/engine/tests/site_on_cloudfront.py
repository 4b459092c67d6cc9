"""A private bucket behind CloudFront, with origin access control."""

import http.client
import json
from urllib.parse import urlsplit
from uuid import uuid4

ACCOUNT = "000000000000"
CACHING_OPTIMIZED = "658327ea-f89d-4fab-a63d-7e88639e58f6"
CACHING_DISABLED = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"


class Site:
    def __init__(self, engine, objects, *, actions=("s3:GetObject",), compress=True, cache_policy=CACHING_OPTIMIZED):
        self.engine = engine
        self.bucket = f"site-{uuid4().hex[:8]}"
        s3 = engine.client("s3")
        s3.create_bucket(Bucket=self.bucket)
        for key, (content_type, body) in objects.items():
            s3.put_object(Bucket=self.bucket, Key=key, Body=body, ContentType=content_type)
        distribution = self.create_distribution(compress, cache_policy)
        self.domain = distribution["DomainName"]
        s3.put_bucket_policy(Bucket=self.bucket, Policy=json.dumps({"Version": "2012-10-17", "Statement": [{
            "Effect": "Allow",
            "Principal": {"Service": "cloudfront.amazonaws.com"},
            "Action": list(actions),
            "Resource": [f"arn:aws:s3:::{self.bucket}", f"arn:aws:s3:::{self.bucket}/*"],
            "Condition": {"StringEquals": {"AWS:SourceArn": distribution["ARN"]}},
        }]}))

    def create_distribution(self, compress, cache_policy):
        cloudfront = self.engine.client("cloudfront")
        control = cloudfront.create_origin_access_control(OriginAccessControlConfig={
            "Name": self.bucket,
            "SigningProtocol": "sigv4",
            "SigningBehavior": "always",
            "OriginAccessControlOriginType": "s3",
        })["OriginAccessControl"]["Id"]
        return cloudfront.create_distribution(DistributionConfig={
            "CallerReference": self.bucket,
            "Comment": "",
            "Enabled": True,
            "Origins": {"Quantity": 1, "Items": [{
                "Id": "bucket",
                "DomainName": f"{self.bucket}.s3.us-east-1.amazonaws.com",
                "OriginAccessControlId": control,
                "S3OriginConfig": {"OriginAccessIdentity": ""},
            }]},
            "DefaultCacheBehavior": {
                "TargetOriginId": "bucket",
                "ViewerProtocolPolicy": "allow-all",
                "CachePolicyId": cache_policy,
                "Compress": compress,
            },
        })["Distribution"]

    def get(self, path, method="GET", **headers):
        """Returns the status, the headers by lower-case name, and the body."""
        connection = http.client.HTTPConnection(urlsplit(self.engine.endpoint).netloc)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, headers={"Host": self.domain, **named})
        response = connection.getresponse()
        answer = response.status, {name.lower(): value for name, value in response.getheaders()}, response.read()
        connection.close()
        return answer
