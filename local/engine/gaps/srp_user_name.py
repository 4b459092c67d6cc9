"""Gap: the answer to the SRP challenge may name the user by an alias.

On AWS it must have the user's name, which the challenge says in `USER_ID_FOR_SRP`; an e-mail address that a user has signed in with
is no such name.

https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_RespondToAuthChallenge.html (ChallengeResponses)
"""

from ministack.core.responses import error_response_json
from ministack.services import cognito

from .replacement import existing, wrap


def respond(original, data, client_id):
    responses = data.get("ChallengeResponses") or {}
    session = session_of(data.get("Session")) or session_of(responses.get("PASSWORD_CLAIM_SECRET_BLOCK"))
    if session and responses.get("USERNAME") and responses["USERNAME"] != session["username"]:
        return error_response_json("NotAuthorizedException", "Incorrect username or password.", 400)
    return original(data, client_id)


def session_of(token):
    return cognito._get_challenge_session(token)[0] if token else None


def close():
    existing(cognito, "_get_challenge_session")
    wrap(cognito, "_respond_to_password_verifier", respond)
