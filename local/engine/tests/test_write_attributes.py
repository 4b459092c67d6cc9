import pytest

from conftest import error_of, not_needed_any_more

PASSWORD = "Correct-Horse-1"
REFUSED = "NotAuthorizedException"


class Pool:
    """A pool with a custom attribute, and an app client."""

    def __init__(self, engine, **client):
        self.cognito = engine.client("cognito-idp")
        self.id = self.cognito.create_user_pool(
            PoolName="people",
            UsernameAttributes=["email"],
            Schema=[{"Name": "plan", "AttributeDataType": "String", "Mutable": True}],
        )["UserPool"]["Id"]
        self.client_id = self.cognito.create_user_pool_client(
            UserPoolId=self.id, ClientName="web", ExplicitAuthFlows=["ALLOW_USER_PASSWORD_AUTH"], **client
        )["UserPoolClient"]["ClientId"]

    def sign_up(self, **attributes):
        return error_of(
            self.cognito.sign_up,
            ClientId=self.client_id,
            Username="ada@example.com",
            Password=PASSWORD,
            UserAttributes=[{"Name": name, "Value": value} for name, value in attributes.items()],
        )

    def access_token(self):
        self.cognito.admin_confirm_sign_up(UserPoolId=self.id, Username="ada@example.com")
        return self.cognito.initiate_auth(
            ClientId=self.client_id,
            AuthFlow="USER_PASSWORD_AUTH",
            AuthParameters={"USERNAME": "ada@example.com", "PASSWORD": PASSWORD},
        )["AuthenticationResult"]["AccessToken"]

    def change(self, name, value):
        return error_of(
            self.cognito.update_user_attributes, AccessToken=self.access_token(), UserAttributes=[{"Name": name, "Value": value}]
        )


ATTACKS = [{"email_verified": "true"}, {"phone_number_verified": "true"}, {"custom:plan": "enterprise"}]


@pytest.mark.parametrize("client", [{}, {"WriteAttributes": ["email", "name"]}], ids=["no list", "a list"])
@pytest.mark.parametrize("attributes", ATTACKS)
def test_nobody_writes_what_the_client_may_not_write(engine, client, attributes):
    pool = Pool(engine, **client)
    assert pool.sign_up(**attributes) == REFUSED
    assert pool.sign_up(name="Ada") is None
    assert pool.change(*next(iter(attributes.items()))) == REFUSED


def test_people_write_what_the_client_may_write(engine):
    pool = Pool(engine, WriteAttributes=["email", "name"])
    assert pool.sign_up(email="ada@example.com", name="Ada") is None
    assert pool.change("name", "Ada Lovelace") is None
    assert pool.change("nickname", "Ada") == REFUSED


def test_administrators_can_write_any_attribute(engine):
    pool = Pool(engine, WriteAttributes=["email"])
    assert pool.sign_up() is None
    attributes = [{"Name": "email_verified", "Value": "True"}, {"Name": "custom:plan", "Value": "pro"}]
    assert error_of(pool.cognito.admin_update_user_attributes, UserPoolId=pool.id, Username="ada@example.com", UserAttributes=attributes) is None


def test_is_still_needed(bare_engine):
    assert Pool(bare_engine, WriteAttributes=["email"]).sign_up(email_verified="true") is None, not_needed_any_more("write_attributes")
