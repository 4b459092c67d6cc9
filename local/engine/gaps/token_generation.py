"""Gap: the pre-token-generation trigger is called twice for a sign-in or refresh, once for each token.

On AWS it is called once, and its answer is for both tokens.

https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-pre-token-generation.html
"""

from contextvars import ContextVar

from ministack.services import cognito, lambda_svc

from .replacement import wrap

# The token that is being made: its kind, and what it has in common with the other one.
current = ContextVar("current", default=None)
# Answers for the ID token, which MiniStack makes right after the access token.
answers = {}


def apply_trigger(original, **arguments):
    tokens = arguments["pool_id"], arguments["claims"].get("origin_jti")
    token = current.set((arguments["token_type"], tokens))
    try:
        return original(**arguments)
    finally:
        current.reset(token)


def execute(original, record, event):
    if current.get() is None:
        return original(record, event)
    kind, tokens = current.get()
    if kind == "id" and tokens in answers:
        return answers.pop(tokens)
    answer = original(record, event)
    # After an error, MiniStack makes no ID token.
    if kind == "access" and not (isinstance(answer, dict) and answer.get("error")):
        answers[tokens] = answer
    return answer


def close():
    wrap(cognito, "_apply_pretoken_trigger", apply_trigger)
    wrap(lambda_svc, "_execute_function_with_config_scope", execute)
