"""Gap: CloudFront compresses nothing.

On AWS it compresses texts for viewers that accept it, if the cache behavior enables compression and the cache policy
distinguishes encodings. This module supports gzip only. CloudFront prefers Brotli, which compresses better.

https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/ServingCompressedFiles.html
"""

import gzip
import re

from ministack.services import cloudfront

from .replacement import existing, wrap

COMPRESSED_STATUS = (200, 403, 404)
SMALLEST, LARGEST = 1_000, 10_000_000
# The types of CloudFront's list that web pages use.
COMPRESSED_TYPES = {
    "application/javascript", "application/json", "application/manifest+json", "application/wasm", "application/xml", "font/otf",
    "font/ttf", "image/svg+xml", "text/css", "text/html", "text/javascript", "text/plain", "text/xml",
}


def dataplane_behavior(original, behavior_el, path_pattern=None):
    return {
        **original(behavior_el, path_pattern),
        "compress": (cloudfront._opt_text(behavior_el, "Compress") or "").lower() == "true",
    }


async def viewer_request(original, dist, method, path, raw_uri, raw_query_string, headers, body, query_params, client_ip="127.0.0.1"):
    answer = await original(dist, method, path, raw_uri, raw_query_string, headers, body, query_params, client_ip)
    behavior = cloudfront._match_behavior(cloudfront.parse_distribution_dataplane_config(dist), path)
    if method == "GET" and accepts_gzip(headers) and compresses(behavior):
        return compressed(*answer)
    return answer


def accepts_gzip(headers):
    return re.search(r"\bgzip\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))", headers.get("accept-encoding", "")) is not None


def compresses(behavior):
    cache_policy = cloudfront.cache_policy_params((behavior or {}).get("cache_policy_id")) or {}
    return behavior is not None and behavior["compress"] and cache_policy.get("EnableAcceptEncodingGzip") is True


def compressed(status, headers, body):
    by_name = {name.lower(): value for name, value in headers.items()}
    content_type = by_name.get("content-type", "").split(";")[0].strip().lower()
    if (
        status not in COMPRESSED_STATUS or "content-encoding" in by_name
        or content_type not in COMPRESSED_TYPES or not SMALLEST <= len(body) <= LARGEST
    ):
        return status, headers, body
    headers = {name: value for name, value in headers.items() if name.lower() not in ("content-length", "accept-ranges", "etag")}
    etag = by_name.get("etag")
    if etag is not None:
        # A weak ETag: the bytes differ from those of the origin, but the content is the same.
        headers["Etag"] = etag if etag.startswith("W/") else f"W/{etag}"
    return status, {**headers, "Content-Encoding": "gzip", "Vary": "Accept-Encoding"}, gzip.compress(body)


def close():
    for name in ("_opt_text", "_match_behavior", "parse_distribution_dataplane_config", "cache_policy_params"):
        existing(cloudfront, name)
    wrap(cloudfront, "_dataplane_behavior", dataplane_behavior)
    wrap(cloudfront, "handle_viewer_request", viewer_request)
