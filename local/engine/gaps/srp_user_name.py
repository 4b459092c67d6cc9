"""Gap: the response to the SRP challenge can name the user by an alias.

On AWS it must have the user name from the challenge (`USER_ID_FOR_SRP`). The email address that a user signs in with is not a user name.

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
