"""Gap: callers who name the access key `test`, the number of the account or the configured key, and callers with any other
`Authorization` header than a signature, are the account's root, without a look at a signature.

A page of any website could call the engine so, and the engine runs the functions that it is given as the person who started it. Here the one
configured pair of keys is root, its signature is checked like every other, and a header that is no signature is none.

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
    """The engine itself calls without a key; a request without credentials is refused before this is asked."""
    return not access_key_id or access_key_id == os.environ["AWS_ACCESS_KEY_ID"]


def needs_no_signature(access_key_id):
    return False


def resolve_caller_identity(original, access_key_id):
    """Names the root, for which MiniStack asks whether the key needs no signature."""
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
        sys.exit("AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY must be the keys of the account's root, but are not set.")
    for module in (iam_evaluator, sts):
        existing(module, "is_root_access_key")
        module.is_root_access_key = is_root_access_key
    for name in ("SignedRequest", "_signed_request", "_anonymous", "_is_root_key"):
        existing(iam_evaluator, name)
    iam_evaluator._is_root_key = needs_no_signature
    wrap(iam_evaluator, "resolve_caller_identity", resolve_caller_identity)
    for module in (app, iam_evaluator):
        wrap(module, "pin_signed_request", pin_signed_request)
