import pytest
from botocore.exceptions import ClientError

from conftest import not_needed_any_more

PASSWORD, CODE = "Correct-Horse-1", "123456"


def sign_in(engine):
    """The token of a user whose address nobody has verified, and a look at the attributes."""
    cognito = engine.client("cognito-idp")
    pool = cognito.create_user_pool(PoolName="people")["UserPool"]["Id"]
    client = cognito.create_user_pool_client(UserPoolId=pool, ClientName="web", ExplicitAuthFlows=["ALLOW_ADMIN_USER_PASSWORD_AUTH"])
    cognito.admin_create_user(
        UserPoolId=pool, Username="ada", MessageAction="SUPPRESS", UserAttributes=[{"Name": "email", "Value": "ada@example.com"}]
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
def test_no_other_code_does(engine, is_sent, code, error):
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


def test_is_still_needed(bare_engine):
    cognito, token, _ = sign_in(bare_engine)
    with pytest.raises(ClientError) as refused:
        cognito.get_user_attribute_verification_code(AccessToken=token, AttributeName="email")
    assert refused.value.response["Error"]["Code"] == "InvalidAction", not_needed_any_more("attribute_verification")
