import pytest

from conftest import error_of, not_needed_any_more

PASSWORD = "Correct-Horse-1"
ADDRESS = {"Name": "email", "Value": "ada@example.com"}
GIVEN_NAME = {"Name": "given_name", "Value": "Ada"}


class Pool:
    """A pool with sign-up by email that requires a first name."""

    def __init__(self, engine):
        self.cognito = engine.client("cognito-idp")
        self.id = self.cognito.create_user_pool(
            PoolName="people",
            UsernameAttributes=["email"],
            Schema=[
                {"Name": "email", "Required": True, "Mutable": True, "AttributeDataType": "String"},
                {"Name": "given_name", "Required": True, "Mutable": True, "AttributeDataType": "String"},
                {"Name": "family_name", "Required": False, "Mutable": True, "AttributeDataType": "String"},
            ],
        )["UserPool"]["Id"]
        self.client_id = self.cognito.create_user_pool_client(UserPoolId=self.id, ClientName="web")["UserPoolClient"]["ClientId"]

    def sign_up(self, *attributes):
        return self.cognito.sign_up(
            ClientId=self.client_id, Username=ADDRESS["Value"], Password=PASSWORD, UserAttributes=list(attributes)
        )


@pytest.fixture
def pool(engine):
    return Pool(engine)


@pytest.mark.parametrize("attributes", [[ADDRESS], [ADDRESS, {"Name": "given_name", "Value": ""}]], ids=["missing", "empty"])
def test_a_sign_up_without_a_required_attribute_is_refused(pool, attributes):
    with pytest.raises(pool.cognito.exceptions.InvalidParameterException) as refused:
        pool.sign_up(*attributes)
    message = refused.value.response["Error"]["Message"]
    assert message == "Attributes did not conform to the schema: given_name: The attribute is required"
    assert pool.cognito.list_users(UserPoolId=pool.id)["Users"] == []


def test_a_sign_up_with_all_of_them_works(pool):
    assert pool.sign_up(ADDRESS, GIVEN_NAME)["UserSub"]


def test_the_user_name_is_the_address(pool):
    assert pool.sign_up(GIVEN_NAME)["UserSub"]


def test_administrators_can_create_users_without_required_attributes(pool):
    assert error_of(pool.cognito.admin_create_user, UserPoolId=pool.id, Username=ADDRESS["Value"]) is None


def test_is_still_needed(bare_engine):
    assert Pool(bare_engine).sign_up(ADDRESS)["UserSub"], not_needed_any_more("required_attributes")
