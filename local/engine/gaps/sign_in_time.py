"""Gap: a refreshed token claims a sign-in at the time of the refresh.

On AWS, `auth_time` is the time of the sign-in, also in refreshed tokens. All tokens of a sign-in have the same `origin_jti`.

https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-access-token.html
"""

from ministack.services import cognito

from .replacement import wrap

sign_in_times = {}


def sign(original, claims, *more):
    origin = claims.get("origin_jti")
    if origin:
        # A sign-in signs its refresh token too, which has no `auth_time`.
        time = sign_in_times.setdefault(origin, claims["iat"])
        if "auth_time" in claims:
            claims = {**claims, "auth_time": time}
    return original(claims, *more)


def close():
    wrap(cognito, "_signed_jwt", sign)
