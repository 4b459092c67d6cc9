"""Gap: Cognito never calls the post-confirmation trigger.

https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-post-confirmation.html: it is called after a
confirmed sign-up and after a reset of a forgotten password. An error of the function reaches the caller; the user stays
confirmed.
"""

import json

from ministack.core.responses import error_response_json
from ministack.services import cognito, lambda_svc

from .replacement import existing, wrap

SIGN_UP = "PostConfirmation_ConfirmSignUp"
FORGOT_PASSWORD = "PostConfirmation_ConfirmForgotPassword"


def confirm_sign_up(original, data):
    return call_trigger_after(original, data, pool_of_client(data), SIGN_UP)


def admin_confirm_sign_up(original, data):
    return call_trigger_after(original, data, cognito._user_pools.get(data.get("UserPoolId")), SIGN_UP)


def confirm_forgot_password(original, data):
    return call_trigger_after(original, data, pool_of_client(data), FORGOT_PASSWORD)


def call_trigger_after(original, data, pool, trigger_source):
    response = original(data)
    function_arn = ((pool or {}).get("LambdaConfig") or {}).get("PostConfirmation")
    if response[0] != 200 or not function_arn:
        return response
    user, _ = cognito._resolve_user(pool, data.get("Username"))
    error = invoke(function_arn, event_of(pool, user, data, trigger_source))
    if error is None:
        return response
    return error_response_json("UserLambdaValidationException", f"PostConfirmation failed with error {error}.", 400)


def event_of(pool, user, data, trigger_source):
    return {
        "version": "1",
        "triggerSource": trigger_source,
        "region": cognito._pool_region(pool["Id"]),
        "userPoolId": pool["Id"],
        "userName": user["Username"],
        "callerContext": {
            "awsSdkVersion": "aws-sdk-unknown-unknown",
            "clientId": data.get("ClientId") or "CLIENT_ID_NOT_APPLICABLE",
        },
        "request": {
            "userAttributes": {
                **cognito._attr_list_to_dict(user.get("Attributes", [])),
                "cognito:user_status": user["UserStatus"],
            },
            **({"clientMetadata": data["ClientMetadata"]} if data.get("ClientMetadata") else {}),
        },
        "response": {},
    }


def invoke(function_arn, event):
    """Runs the function. Returns its error, or None."""
    record, config, _ = lambda_svc._get_func_record_for_ref(function_arn)
    if record is None or config is None:
        return f"function {function_arn} not found"
    result = lambda_svc._execute_function_with_config_scope(
        lambda_svc._execution_record_for_config(record, config), event
    )
    if not result.get("error"):
        return None
    return error_message(result.get("body"))


def error_message(body):
    try:
        parsed = json.loads(body) if isinstance(body, (str, bytes)) else body
        return parsed["errorMessage"]
    except (KeyError, TypeError, ValueError):
        return str(body)


def pool_of_client(data):
    return next((pool for pool in cognito._user_pools.values() if data.get("ClientId") in pool["_clients"]), None)


def close():
    for name in ("_user_pools", "_resolve_user", "_pool_region", "_attr_list_to_dict"):
        existing(cognito, name)
    for name in ("_get_func_record_for_ref", "_execution_record_for_config", "_execute_function_with_config_scope"):
        existing(lambda_svc, name)
    wrap(cognito, "_confirm_sign_up", confirm_sign_up)
    wrap(cognito, "_admin_confirm_sign_up", admin_confirm_sign_up)
    wrap(cognito, "_confirm_forgot_password", confirm_forgot_password)
