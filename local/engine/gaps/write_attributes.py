"""Gap: users can write their attributes even if their app client must not write them.

https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserPoolClient.html: `WriteAttributes` lists
the attributes that an app client can write; the default is the standard attributes, without `email_verified` and `phone_number_verified`. The
message is that of AWS.
"""

from ministack.core.responses import error_response_json
from ministack.services import cognito

from .replacement import existing, wrap

STANDARD = {
    "address", "birthdate", "email", "family_name", "gender", "given_name", "locale", "middle_name", "name", "nickname", "phone_number", "picture",
    "preferred_username", "profile", "updated_at", "website", "zoneinfo",
}
REFUSED = ("NotAuthorizedException", "A client attempted to write unauthorized attribute", 400)


def may_write(client_id, names):
    pool = next((pool for pool in cognito._user_pools.values() if client_id in pool["_clients"]), None)
    if pool is None:
        return True
    return set(names) <= (set(pool["_clients"][client_id].get("WriteAttributes") or STANDARD) - {"email_verified", "phone_number_verified"})


def sign_up(original, data):
    if not may_write(data.get("ClientId"), [attribute["Name"] for attribute in data.get("UserAttributes", [])]):
        return error_response_json(*REFUSED)
    return original(data)


def update_user_attributes(original, data):
    client_id = cognito._token_claims(data.get("AccessToken", "")).get("client_id")
    if not may_write(client_id, [attribute["Name"] for attribute in data.get("UserAttributes", [])]):
        return error_response_json(*REFUSED)
    return original(data)


def close():
    for name in ("_user_pools", "_token_claims"):
        existing(cognito, name)
    wrap(cognito, "_sign_up", sign_up)
    wrap(cognito, "_update_user_attributes", update_user_attributes)
