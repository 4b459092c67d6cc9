import pytest

from conftest import error_of, not_needed_any_more
from srp import Session

PASSWORD, EMAIL = "Correct-Horse-1", "ada@example.com"


class Pool:
    """A pool with sign-in by email address, and one user."""

    def __init__(self, engine):
        self.cognito = engine.client("cognito-idp")
        self.id = self.cognito.create_user_pool(PoolName="people", UsernameAttributes=["email"])["UserPool"]["Id"]
        self.client = self.cognito.create_user_pool_client(
            UserPoolId=self.id, ClientName="web", ExplicitAuthFlows=["ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
        )["UserPoolClient"]["ClientId"]
        self.sub = self.cognito.sign_up(
            ClientId=self.client, Username=EMAIL, Password=PASSWORD, UserAttributes=[{"Name": "email", "Value": EMAIL}],
        )["UserSub"]
        self.cognito.admin_confirm_sign_up(UserPoolId=self.id, Username=EMAIL)

    def challenge(self, session):
        return self.cognito.initiate_auth(
            ClientId=self.client, AuthFlow="USER_SRP_AUTH", AuthParameters={"USERNAME": EMAIL, "SRP_A": f"{session.public:x}"},
        )["ChallengeParameters"]

    def error_of_answer(self, name_of, password=PASSWORD):
        """Signs in. Returns the error code, or None."""
        session = Session(self.id, password)
        challenge = self.challenge(session)
        return error_of(
            self.cognito.respond_to_auth_challenge,
            ClientId=self.client,
            ChallengeName="PASSWORD_VERIFIER",
            ChallengeResponses={"USERNAME": name_of(challenge), **session.answer(challenge)},
        )


@pytest.fixture(scope="module")
def pool(engine):
    return Pool(engine)


def test_the_challenge_says_the_name_of_the_user(pool):
    challenge = pool.challenge(Session(pool.id, PASSWORD))
    assert (challenge["USER_ID_FOR_SRP"], challenge["USERNAME"]) == (pool.sub, pool.sub)


def test_an_answer_with_the_name_is_accepted(pool):
    assert pool.error_of_answer(lambda challenge: challenge["USER_ID_FOR_SRP"]) is None


def test_an_answer_with_the_name_and_another_password_is_refused(pool):
    assert pool.error_of_answer(lambda challenge: challenge["USER_ID_FOR_SRP"], "Wrong-Horse-1") == "NotAuthorizedException"


def test_an_answer_with_the_address_is_refused(pool):
    assert pool.error_of_answer(lambda _: EMAIL) == "NotAuthorizedException"


def test_is_still_needed(bare_engine):
    assert Pool(bare_engine).error_of_answer(lambda _: EMAIL) is None, not_needed_any_more("srp_user_name")
