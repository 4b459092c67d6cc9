import base64
import json
import time

from conftest import not_needed_any_more

PASSWORD, EMAIL = "Correct-Horse-1", "ada@example.com"


def times(engine):
    """`auth_time` of the tokens of a sign-in, and of the tokens of a refresh two seconds later."""
    cognito = engine.client("cognito-idp")
    pool = cognito.create_user_pool(PoolName="people", UsernameAttributes=["email"])["UserPool"]["Id"]
    client = cognito.create_user_pool_client(
        UserPoolId=pool, ClientName="web", ExplicitAuthFlows=["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
    )["UserPoolClient"]["ClientId"]
    cognito.sign_up(ClientId=client, Username=EMAIL, Password=PASSWORD, UserAttributes=[{"Name": "email", "Value": EMAIL}])
    cognito.admin_confirm_sign_up(UserPoolId=pool, Username=EMAIL)

    def tokens(flow, parameters):
        return cognito.initiate_auth(ClientId=client, AuthFlow=flow, AuthParameters=parameters)["AuthenticationResult"]

    first = tokens("USER_PASSWORD_AUTH", {"USERNAME": EMAIL, "PASSWORD": PASSWORD})
    time.sleep(2)
    second = tokens("REFRESH_TOKEN_AUTH", {"REFRESH_TOKEN": first["RefreshToken"]})
    return [[claims(result[kind])["auth_time"] for kind in ("AccessToken", "IdToken")] for result in (first, second)]


def claims(token):
    payload = token.split(".")[1]
    return json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))


def test_a_refreshed_token_has_the_time_of_the_sign_in(engine):
    signed_in, refreshed = times(engine)
    assert refreshed == signed_in


def test_is_still_needed(bare_engine):
    signed_in, refreshed = times(bare_engine)
    assert refreshed != signed_in, not_needed_any_more("sign_in_time")
