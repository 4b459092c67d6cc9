"""Gap: signed-in users cannot verify an address of theirs.

https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetUserAttributeVerificationCode.html
https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_VerifyUserAttribute.html

MiniStack knows neither call. As for a sign-up, the code is the same for everybody.
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
    if name not in ADDRESSES or not attributes.get(name):
        return error_response_json("InvalidParameterException", f"User has no attribute {name} to verify.", 400)
    user.setdefault("_attribute_codes", {})[name] = CODE
    return json_response({
        "CodeDeliveryDetails": {
            "Destination": cognito._masked_destination(attributes[name]),
            "DeliveryMedium": ADDRESSES[name],
            "AttributeName": name,
        },
    })


def verify_user_attribute(data):
    user, attributes = signed_in_user(data)
    if user is None:
        return invalid_token()
    name, codes = data.get("AttributeName"), user.get("_attribute_codes", {})
    refused = cognito._code_error(codes.get(name), data.get("Code"))
    if refused:
        return refused
    del codes[name]
    user["Attributes"] = cognito._dict_to_attr_list({**attributes, f"{name}_verified": "true"})
    return json_response({})


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
    for name in ("_user_pool_for_access_token", "_attr_list_to_dict", "_dict_to_attr_list", "_code_error", "_masked_destination", "_run_idp_handler"):
        existing(cognito, name)
    # Browsers sign none of their calls.
    existing(cognito, "_UNSIGNED_IDP_ACTIONS").update(CALLS)
    wrap(cognito, "_dispatch_idp", dispatch_idp)
