"""Gap: the key set of a user pool is also at `issuer-cognito-idp.<region>.amazonaws.com`.

On AWS that host answers 403, except for pools that use its issuer. MiniStack does not have such pools.

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
