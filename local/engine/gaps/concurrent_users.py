"""Gap: a request that looks for a user fails if another request adds or deletes a user at the same moment.

MiniStack handles requests in threads. A look-up by `sub` or address iterates over the users of the pool, and Python ends an iteration over a
dictionary that changes.
"""

import json

from ministack.services import cognito

from .replacement import existing, wrap


class Users(dict):
    """The users of a pool. Iterations see the users of one moment."""

    def values(self):
        return list(super().values())


def create_user_pool(original, data):
    response = original(data)
    status, _, body = response
    if status == 200:
        pool = cognito._user_pools[json.loads(body)["UserPool"]["Id"]]
        pool["_users"] = Users(pool["_users"])
    return response


def close():
    existing(cognito, "_user_pools")
    wrap(cognito, "_create_user_pool", create_user_pool)
