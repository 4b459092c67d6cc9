import pytest
from botocore.exceptions import ClientError

from conftest import not_needed_any_more

PASSWORD, CODE = "Correct-Horse-1", "123456"
OLD, NEW = "ada@example.com", "ada@example.org"
KEEPS_ORIGINAL = {"UserAttributeUpdateSettings": {"AttributesRequireVerificationBeforeUpdate": ["email"]}}


def sign_in(engine, **settings):
    """Returns a client, the token of a user with an unverified address, and a function that reads the user's attributes."""
    cognito = engine.client("cognito-idp")
    pool = cognito.create_user_pool(PoolName="people", **settings)["UserPool"]["Id"]
    client = cognito.create_user_pool_client(UserPoolId=pool, ClientName="web", ExplicitAuthFlows=["ALLOW_ADMIN_USER_PASSWORD_AUTH"])
    cognito.admin_create_user(
        UserPoolId=pool, Username="ada", MessageAction="SUPPRESS", UserAttributes=[{"Name": "email", "Value": OLD}]
    )
    cognito.admin_set_user_password(UserPoolId=pool, Username="ada", Password=PASSWORD, Permanent=True)
    token = cognito.admin_initiate_auth(
        UserPoolId=pool, ClientId=client["UserPoolClient"]["ClientId"], AuthFlow="ADMIN_USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": "ada", "PASSWORD": PASSWORD},
    )["AuthenticationResult"]["AccessToken"]

    def attributes():
        user = cognito.admin_get_user(UserPoolId=pool, Username="ada")
        return {attribute["Name"]: attribute["Value"] for attribute in user["UserAttributes"]}

    return cognito, token, attributes


def test_the_code_of_the_mail_verifies_the_address(engine):
    cognito, token, attributes = sign_in(engine)
    details = cognito.get_user_attribute_verification_code(AccessToken=token, AttributeName="email")["CodeDeliveryDetails"]
    assert (details["AttributeName"], details["DeliveryMedium"]) == ("email", "EMAIL")
    assert attributes().get("email_verified") != "true"
    cognito.verify_user_attribute(AccessToken=token, AttributeName="email", Code=CODE)
    assert attributes()["email_verified"] == "true"


@pytest.mark.parametrize("is_sent, code, error", [(True, "000000", "CodeMismatchException"), (False, CODE, "ExpiredCodeException")])
def test_another_code_does_not_verify_the_address(engine, is_sent, code, error):
    cognito, token, attributes = sign_in(engine)
    if is_sent:
        cognito.get_user_attribute_verification_code(AccessToken=token, AttributeName="email")
    with pytest.raises(ClientError) as refused:
        cognito.verify_user_attribute(AccessToken=token, AttributeName="email", Code=code)
    assert refused.value.response["Error"]["Code"] == error
    assert attributes().get("email_verified") != "true"


def test_nobody_verifies_without_a_token(engine):
    cognito, _, _ = sign_in(engine)
    with pytest.raises(ClientError) as refused:
        cognito.get_user_attribute_verification_code(AccessToken="none", AttributeName="email")
    assert refused.value.response["Error"]["Code"] == "NotAuthorizedException"


def sign_in_verified(engine, **settings):
    """Like `sign_in`, for a user with a verified address. Also returns a function that changes attributes."""
    cognito, token, attributes = sign_in(engine, AutoVerifiedAttributes=["email"], **settings)
    cognito.get_user_attribute_verification_code(AccessToken=token, AttributeName="email")
    cognito.verify_user_attribute(AccessToken=token, AttributeName="email", Code=CODE)

    def change(**values):
        update = [{"Name": name, "Value": value} for name, value in values.items()]
        return cognito.update_user_attributes(AccessToken=token, UserAttributes=update)["CodeDeliveryDetailsList"]

    return cognito, token, attributes, change


def address_of(attributes):
    return attributes()["email"], attributes()["email_verified"]


def test_the_old_address_stays_until_the_new_one_is_verified(engine):
    cognito, token, attributes, change = sign_in_verified(engine, **KEEPS_ORIGINAL)
    (details,) = change(email=NEW, name="Ada")
    assert (details["AttributeName"], details["DeliveryMedium"]) == ("email", "EMAIL")
    assert (address_of(attributes), attributes()["name"]) == ((OLD, "true"), "Ada")
    cognito.verify_user_attribute(AccessToken=token, AttributeName="email", Code=CODE)
    assert address_of(attributes) == (NEW, "true")


def test_another_code_does_not_change_the_address(engine):
    cognito, token, attributes, change = sign_in_verified(engine, **KEEPS_ORIGINAL)
    change(email=NEW)
    with pytest.raises(ClientError) as refused:
        cognito.verify_user_attribute(AccessToken=token, AttributeName="email", Code="000000")
    assert refused.value.response["Error"]["Code"] == "CodeMismatchException"
    assert address_of(attributes) == (OLD, "true")


def test_the_last_of_several_pending_addresses_is_verified(engine):
    cognito, token, attributes, change = sign_in_verified(engine, **KEEPS_ORIGINAL)
    change(email="ada@example.net")
    change(email=NEW)
    cognito.verify_user_attribute(AccessToken=token, AttributeName="email", Code=CODE)
    assert address_of(attributes) == (NEW, "true")


def test_without_the_setting_the_new_address_is_set_at_once_and_is_unverified(engine):
    cognito, token, attributes, change = sign_in_verified(engine)
    change(email=NEW)
    assert address_of(attributes) == (NEW, "false")
    cognito.verify_user_attribute(AccessToken=token, AttributeName="email", Code=CODE)
    assert address_of(attributes) == (NEW, "true")


def test_a_code_for_the_old_address_does_not_verify_the_new_one(engine):
    cognito, token, attributes = sign_in(engine)
    cognito.get_user_attribute_verification_code(AccessToken=token, AttributeName="email")
    cognito.update_user_attributes(AccessToken=token, UserAttributes=[{"Name": "email", "Value": NEW}])
    with pytest.raises(ClientError) as refused:
        cognito.verify_user_attribute(AccessToken=token, AttributeName="email", Code=CODE)
    assert refused.value.response["Error"]["Code"] == "ExpiredCodeException"
    assert address_of(attributes) == (NEW, "false")


@pytest.mark.parametrize("settings", [{}, KEEPS_ORIGINAL], ids=["no setting", "keeps the original"])
def test_a_change_of_the_name_leaves_the_address_verified(engine, settings):
    _, _, attributes, change = sign_in_verified(engine, **settings)
    assert change(name="Ada") == []
    assert (address_of(attributes), attributes()["name"]) == ((OLD, "true"), "Ada")


def test_keeping_the_old_address_is_still_needed(bare_engine):
    cognito, token, attributes = sign_in(bare_engine, AutoVerifiedAttributes=["email"], **KEEPS_ORIGINAL)
    cognito.update_user_attributes(AccessToken=token, UserAttributes=[{"Name": "email", "Value": NEW}])
    assert attributes()["email"] == NEW, not_needed_any_more("attribute_verification")


def test_is_still_needed(bare_engine):
    cognito, token, _ = sign_in(bare_engine)
    with pytest.raises(ClientError) as refused:
        cognito.get_user_attribute_verification_code(AccessToken=token, AttributeName="email")
    assert refused.value.response["Error"]["Code"] == "InvalidAction", not_needed_any_more("attribute_verification")
