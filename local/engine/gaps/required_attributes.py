"""Gap: users can sign up without attributes that the pool requires.

https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-attributes.html: users cannot register without a
value for a required attribute, but administrators can create such users. The message is that of AWS, except that AWS has names such as
`name.givenName` for the parts of a name.
"""

from ministack.core.responses import error_response_json
from ministack.services import cognito

from .replacement import existing, wrap


def sign_up(original, data):
    pool = next((pool for pool in cognito._user_pools.values() if data.get("ClientId") in pool["_clients"]), None)
    missing = missing_attributes(pool, data) if pool else []
    if missing:
        reasons = ", ".join(f"{name}: The attribute is required" for name in missing)
        return error_response_json("InvalidParameterException", f"Attributes did not conform to the schema: {reasons}", 400)
    return original(data)


def missing_attributes(pool, data):
    given = {attribute["Name"] for attribute in data.get("UserAttributes", []) if attribute.get("Value")}
    # Cognito generates `sub`, and the user name is the value of an attribute.
    given |= {"sub", cognito._username_alias_attribute(pool, data.get("Username", ""))}
    required = [attribute["Name"] for attribute in pool.get("SchemaAttributes", []) if attribute.get("Required")]
    return [name for name in required if name not in given]


def close():
    for name in ("_user_pools", "_username_alias_attribute"):
        existing(cognito, name)
    wrap(cognito, "_sign_up", sign_up)
