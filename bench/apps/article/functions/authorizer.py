"""The article's authorizer. It creates a key client in each call, so each call fetches the key set."""

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
                "Effect": "Allow" if claims.get("tenant") == event["pathParameters"]["tenantId"] else "Deny",
                "Resource": event["methodArn"],
            }],
        },
        "context": claims,
    }
