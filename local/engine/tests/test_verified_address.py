import pytest

from conftest import not_needed_any_more

PASSWORD, CODE = "Correct-Horse-1", "123456"


def sign_up(engine, verified, attributes):
    """Signs up and confirms a user. Returns the attributes of the user."""
    cognito = engine.client("cognito-idp")
    pool = cognito.create_user_pool(PoolName="people", AutoVerifiedAttributes=verified)["UserPool"]["Id"]
    client = cognito.create_user_pool_client(UserPoolId=pool, ClientName="web")["UserPoolClient"]["ClientId"]
    cognito.sign_up(
        ClientId=client,
        Username="ada",
        Password=PASSWORD,
        UserAttributes=[{"Name": name, "Value": value} for name, value in attributes.items()],
    )
    cognito.confirm_sign_up(ClientId=client, Username="ada", ConfirmationCode=CODE)
    user = cognito.admin_get_user(UserPoolId=pool, Username="ada")
    return {attribute["Name"]: attribute["Value"] for attribute in user["UserAttributes"]}


EMAIL, PHONE = {"email": "ada@example.com"}, {"phone_number": "+15555550100"}


@pytest.mark.parametrize("verified, attributes, expected", [
    (["email"], EMAIL, {"email_verified"}),
    (["email"], {**EMAIL, **PHONE}, {"email_verified"}),
    (["email", "phone_number"], {**EMAIL, **PHONE}, {"phone_number_verified"}),
    (["email", "phone_number"], EMAIL, {"email_verified"}),
    ([], EMAIL, set()),
])
def test_the_address_that_the_code_went_to_is_verified(engine, verified, attributes, expected):
    user = sign_up(engine, verified, attributes)
    assert {name for name, value in user.items() if name.endswith("_verified") and value == "true"} == expected


def test_is_still_needed(bare_engine):
    assert "email_verified" not in sign_up(bare_engine, ["email"], EMAIL), not_needed_any_more("verified_address")
