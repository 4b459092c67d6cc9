"""Gap: CloudFront compresses nothing.

AWS does where the behavior says so, the cache policy takes the encoding, and the object is text of 1,000 to 10,000,000
bytes: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/ServingCompressedFiles.html. Browsers get Brotli
there, which is smaller than the gzip of here.
"""

import gzip

from ministack.services import cloudfront

from .replacement import existing, wrap

SMALLEST, LARGEST = 1_000, 10_000_000
CONTENT_TYPES = {
    "application/javascript",
    "application/json",
    "application/manifest+json",
    "application/xml",
    "image/svg+xml",
    "text/css",
    "text/html",
    "text/javascript",
    "text/plain",
    "text/xml",
}


def dataplane_behavior(original, behavior_el, path_pattern=None):
    compress = existing(cloudfront, "_xbool")(behavior_el, "Compress", False)
    return original(behavior_el, path_pattern) | {"compress": compress}


async def handle_viewer_request(original, dist, method, path, raw_uri, raw_query_string, headers, *args, **kwargs):
    status, answered, body = await original(dist, method, path, raw_uri, raw_query_string, headers, *args, **kwargs)
    names = {name.lower(): name for name in answered}
    content_type = str(answered.get(names.get("content-type"), "")).partition(";")[0].strip().lower()
    if (
        status != 200
        or method != "GET"
        or "gzip" not in headers.get("accept-encoding", "")
        or "content-encoding" in names
        or content_type not in CONTENT_TYPES
        or not SMALLEST <= len(body) <= LARGEST
        or not compresses(dist, path)
    ):
        return status, answered, body
    compressed = gzip.compress(body)
    return status, answered | {
        names.get("content-length", "Content-Length"): str(len(compressed)),
        "Content-Encoding": "gzip",
        "Vary": "Accept-Encoding",
    }, compressed


def compresses(dist, path):
    behavior = cloudfront._match_behavior(cloudfront.parse_distribution_dataplane_config(dist), path)
    parameters = cloudfront.cache_policy_params(behavior["cache_policy_id"]) or {}
    return behavior["compress"] and bool(parameters.get("EnableAcceptEncodingGzip"))


def close():
    wrap(cloudfront, "_dataplane_behavior", dataplane_behavior)
    wrap(cloudfront, "handle_viewer_request", handle_viewer_request)
