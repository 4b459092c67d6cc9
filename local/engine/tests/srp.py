"""The client side of a sign-in with SRP (RFC 5054, with Cognito's hashes)."""

import base64
import hashlib
import hmac
import secrets
from datetime import datetime, timezone

# The group of 3,072 bits of RFC 3526.
N = int(
    "FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E3404DDEF9519B3CD3A431B302B0A6DF25F14374FE1356D"
    "6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7EDEE386BFB5A899FA5AE9F24117C4B1FE649286651ECE45B3DC2007CB8A163BF0598DA48361C55D39A"
    "69163FA8FD24CF5F83655D23DCA3AD961C62F356208552BB9ED529077096966D670C354E4ABC9804F1746C08CA18217C32905E462E36CE3BE39E772C180E86039B2783A2"
    "EC07A28FB5C55DF06F4C52C9DE2BCBF6955817183995497CEA956AE515D2261898FA051015728E5A8AAAC42DAD33170D04507A33A85521ABDF1CBA64ECFB850458DBEF0A"
    "8AEA71575D060C7DB3970F85A6E1E4C7ABF5AE8CDB0933D71E8C94E04A25619DCEE3D2261AD2EE6BF12FFA06D98A0864D87602733EC86A64521F2B18177B200CBBE11757"
    "7A615D6C770988C0BAD946E208E24FA074E5AB3143DB5BFCE0FD108E4B82D120A93AD2CAFFFFFFFFFFFFFFFF",
    16,
)
G = 2


class Session:
    """A sign-in of a user of a pool."""

    def __init__(self, pool, password):
        self.pool, self.password = pool.split("_", 1)[1], password
        self.a = secrets.randbelow(N)
        self.public = pow(G, self.a, N)

    def answer(self, challenge):
        """Returns the responses to a challenge, without the user name."""
        salt, block, b, user = (challenge[name] for name in ("SALT", "SECRET_BLOCK", "SRP_B", "USER_ID_FOR_SRP"))
        b = int(b, 16)
        u = number(padded(self.public), padded(b))
        inner = hashlib.sha256(f"{self.pool}{user}:{self.password}".encode()).digest()
        x = number(padded(int(salt, 16)), inner)
        secret = pow(b - number(padded(N), padded(G)) * pow(G, x, N), self.a + u * x, N)
        key = hmac.digest(hmac.digest(padded(u), padded(secret), "sha256"), b"Caldera Derived Key\x01", "sha256")[:16]
        now = datetime.now(timezone.utc)
        time = f"{now:%a %b} {now.day} {now:%H:%M:%S} UTC {now:%Y}"
        message = (self.pool + user).encode() + base64.b64decode(block) + time.encode()
        return {
            "PASSWORD_CLAIM_SECRET_BLOCK": block,
            "PASSWORD_CLAIM_SIGNATURE": base64.b64encode(hmac.digest(key, message, "sha256")).decode(),
            "TIMESTAMP": time,
        }


def padded(value):
    return value.to_bytes(value.bit_length() // 8 + 1, "big")


def number(*parts):
    return int.from_bytes(hashlib.sha256(b"".join(parts)).digest(), "big")
