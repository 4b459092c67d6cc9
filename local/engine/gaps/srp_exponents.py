"""Gap: a sign-in with SRP occupies the engine for a third of a second, because its random exponent has 3,072 bits.

The answer of the pool has the same form and the same proof with an exponent of 256 bits, which RFC 5054 asks for (2.5.3).

https://www.rfc-editor.org/rfc/rfc5054#section-2.5.3
"""

import secrets

from ministack.services import cognito

from .replacement import existing

LIMIT = 2**256


class ShortExponents:
    """The module `secrets`, with random integers below 2^256 only. Cognito uses them as exponents of SRP."""

    def __getattr__(self, name):
        return getattr(secrets, name)

    def randbelow(self, limit):
        return secrets.randbelow(min(limit, LIMIT))


def close():
    existing(cognito, "secrets")
    cognito.secrets = ShortExponents()
