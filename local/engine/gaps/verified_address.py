"""Gap: after a confirmed sign-up, the address that received the code stays unverified.

https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-email-phone-verification.html
"""

from ministack.services import cognito

from .replacement import existing, wrap


def confirm_sign_up(original, data):
    response = original(data)
    if response[0] == 200:
        pool = next(pool for pool in cognito._user_pools.values() if data["ClientId"] in pool["_clients"])
        user, _ = cognito._resolve_user(pool, data["Username"])
        attributes = cognito._attr_list_to_dict(user["Attributes"])
        # If both addresses are possible, the code goes to the phone.
        for name in ("phone_number", "email"):
            if name in pool.get("AutoVerifiedAttributes", []) and name in attributes:
                user["Attributes"] = cognito._dict_to_attr_list({**attributes, f"{name}_verified": "true"})
                break
    return response


def close():
    for name in ("_user_pools", "_resolve_user", "_attr_list_to_dict", "_dict_to_attr_list"):
        existing(cognito, name)
    wrap(cognito, "_confirm_sign_up", confirm_sign_up)
