"""Gap: some callers are the account's root without a check of their signature: callers who name the access key `test`, the number
of the account or the configured key, and callers whose `Authorization` header is not a signature.

A page of any website could call the engine that way, and the engine runs functions with the rights of the person who started it. Here
only the configured pair of keys is root, and its signature is checked. A request whose header is not a signature is never root.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html
"""

import os
import sys

from ministack import app
from ministack.core import iam_evaluator
from ministack.core.router import extract_access_key_id
from ministack.core.sigv4 import decode_header_value
from ministack.services import sts

from .replacement import existing, wrap

SIGNATURES = ("AWS4-", "AWS ")


def is_root_access_key(access_key_id):
    """Calls of the engine itself have no key. A request without credentials is refused before this check."""
    return not access_key_id or access_key_id == os.environ["AWS_ACCESS_KEY_ID"]


def needs_no_signature(access_key_id):
    return False


def resolve_caller_identity(original, access_key_id):
    """Recognizes the root key here only: elsewhere MiniStack asks `_is_root_key` whether it can skip the check of a signature."""
    iam_evaluator._is_root_key = is_root_access_key
    try:
        return original(access_key_id)
    finally:
        iam_evaluator._is_root_key = needs_no_signature


def pin_signed_request(original, method, raw_path, query_params, raw_headers, handshake=False):
    original(method, raw_path, query_params, raw_headers, handshake)
    authorization = decode_header_value(next((value for name, value in raw_headers if name.lower() == b"authorization"), b""))
    if not authorization or authorization.startswith(SIGNATURES) or iam_evaluator._signed_request.get() is not None:
        return
    key = extract_access_key_id({"authorization": authorization}, query_params)
    if key:
        iam_evaluator._signed_request.set(
            iam_evaluator.SignedRequest(key, method, raw_path, query_params, {}, unverifiable=True)
        )
    else:
        iam_evaluator._anonymous.set(True)


def close():
    if not os.environ.get("AWS_ACCESS_KEY_ID") or not os.environ.get("AWS_SECRET_ACCESS_KEY"):
        sys.exit(
            "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY must be the root keys of the account, but are not set. "
            "Start the engine with `npm run local:up`."
        )
    for module in (iam_evaluator, sts):
        existing(module, "is_root_access_key")
        module.is_root_access_key = is_root_access_key
    for name in ("SignedRequest", "_signed_request", "_anonymous", "_is_root_key"):
        existing(iam_evaluator, name)
    iam_evaluator._is_root_key = needs_no_signature
    wrap(iam_evaluator, "resolve_caller_identity", resolve_caller_identity)
    for module in (app, iam_evaluator):
        wrap(module, "pin_signed_request", pin_signed_request)
