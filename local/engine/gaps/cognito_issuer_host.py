"""Gap: a user pool has its key set at `issuer-cognito-idp.<region>.amazonaws.com` too.

That host answers 403 for all pools but those that use its issuer, which is no feature of MiniStack's.

https://github.com/awslabs/aws-jwt-verify/issues/279
"""

from ministack import app

from .replacement import wrap


async def handle_get_request(original, method, path, headers, query_params):
    host = next((value for name, value in headers.items() if name.lower() == "host"), "")
    if host.lower().startswith("issuer-cognito-idp.") and "/.well-known/" in path:
        return 403, {}, b""
    return await original(method, path, headers, query_params)


def close():
    wrap(app, "_handle_cognito_get_request", handle_get_request)
