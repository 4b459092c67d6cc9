"""Gap: signed-in users cannot verify their addresses, and an address stays verified when they change it.

https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetUserAttributeVerificationCode.html
https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_VerifyUserAttribute.html
https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UserAttributeUpdateSettingsType.html

MiniStack has neither call. As for a sign-up, the code is the same for all users.

When a user changes an address that the pool requires to be verified before the update, the old address stays until the user
confirms the new one. In a pool without this setting, the new address replaces the old one at once and is not verified.
Changes by an administrator are left to MiniStack.
"""

from ministack.core.responses import error_response_json, json_response
from ministack.services import cognito

from .replacement import existing, wrap

CODE = "123456"
ADDRESSES = {"email": "EMAIL", "phone_number": "SMS"}


def get_user_attribute_verification_code(data):
    user, attributes = signed_in_user(data)
    if user is None:
        return invalid_token()
    name = data.get("AttributeName")
    address = user.get("_pending_addresses", {}).get(name) or attributes.get(name)
    if name not in ADDRESSES or not address:
        return error_response_json("InvalidParameterException", f"User has no attribute {name} to verify.", 400)
    return json_response({"CodeDeliveryDetails": send_code(user, name, address)})


def send_code(user, name, address):
    user.setdefault("_attribute_codes", {})[name] = CODE
    return {"Destination": cognito._masked_destination(address), "DeliveryMedium": ADDRESSES[name], "AttributeName": name}


def verify_user_attribute(data):
    user, attributes = signed_in_user(data)
    if user is None:
        return invalid_token()
    name, codes = data.get("AttributeName"), user.get("_attribute_codes", {})
    refused = cognito._code_error(codes.get(name), data.get("Code"))
    if refused:
        return refused
    del codes[name]
    address = user.get("_pending_addresses", {}).pop(name, attributes[name])
    user["Attributes"] = cognito._dict_to_attr_list({**attributes, name: address, f"{name}_verified": "true"})
    user["UserLastModifiedDate"] = cognito._now_epoch()
    return json_response({})


def update_user_attributes(original, data):
    user, pool = cognito._user_pool_for_access_token(data.get("AccessToken", ""))
    if user is None:
        return original(data)
    before, given = cognito._attr_list_to_dict(user["Attributes"]), cognito._attr_list_to_dict(data.get("UserAttributes", []))
    changed = {name: given[name] for name in ADDRESSES if given.get(name) and given[name] != before.get(name)}
    required = pool.get("UserAttributeUpdateSettings", {}).get("AttributesRequireVerificationBeforeUpdate", [])
    pending = {name: address for name, address in changed.items() if name in required}
    written = {name: value for name, value in given.items() if name not in pending}
    written.update({f"{name}_verified": "false" for name in changed if name not in pending})

    answer = original({**data, "UserAttributes": cognito._dict_to_attr_list(written)})
    if answer[0] != 200:
        return answer
    for name in changed:
        # A code that was sent to the old address does not verify the new one.
        user.get("_attribute_codes", {}).pop(name, None)
    user.setdefault("_pending_addresses", {}).update(pending)
    sent = [send_code(user, name, changed[name]) for name in changed if name in pool.get("AutoVerifiedAttributes", [])]
    return json_response({"CodeDeliveryDetailsList": sent})


def signed_in_user(data):
    user, _pool = cognito._user_pool_for_access_token(data.get("AccessToken", ""))
    return user, cognito._attr_list_to_dict(user["Attributes"]) if user else {}


def invalid_token():
    return error_response_json("NotAuthorizedException", "Invalid access token.", 400)


CALLS = {
    "GetUserAttributeVerificationCode": get_user_attribute_verification_code,
    "VerifyUserAttribute": verify_user_attribute,
}


async def dispatch_idp(original, action, data):
    call = CALLS.get(action)
    return cognito._run_idp_handler(call, action, data) if call else await original(action, data)


def close():
    for name in (
        "_user_pool_for_access_token", "_attr_list_to_dict", "_dict_to_attr_list", "_code_error", "_masked_destination", "_now_epoch", "_run_idp_handler",
    ):
        existing(cognito, name)
    # Browsers do not sign their calls.
    existing(cognito, "_UNSIGNED_IDP_ACTIONS").update(CALLS)
    wrap(cognito, "_dispatch_idp", dispatch_idp)
    wrap(cognito, "_update_user_attributes", update_user_attributes)
