"""The article's authorizer for the routes of a user: compares the id in the path with the subject of the token."""

import os

import jwt


def handler(event, context):
    token = event["headers"].get("authorization", "").removeprefix("Bearer ")
    try:
        keys = jwt.PyJWKClient(os.environ["JWKS_URL"])
        claims = jwt.decode(token, keys.get_signing_key_from_jwt(token).key, algorithms=["RS256"], audience=os.environ["AUDIENCE"])
    except Exception:
        raise Exception("Unauthorized")
    return {
        "principalId": claims["sub"],
        "policyDocument": {
            "Version": "2012-10-17",
            "Statement": [{
                "Action": "execute-api:Invoke",
                "Effect": "Allow" if claims["sub"] == event["pathParameters"]["userId"] else "Deny",
                "Resource": event["methodArn"],
            }],
        },
        "context": claims,
    }
