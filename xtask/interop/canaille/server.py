"""Canaille on loopback, for `cargo xtask interop`: python server.py PORT CLIENTS FOLDER

Its health is the discovery document. It ends when its standard input does, so it never outlives who started it.
It also ends, with status 75, after GET /restart: whoever started it does so again, and it goes on with what is in FOLDER,
which is its key and its database. (Its in-memory one mixes up clients when it is asked for two columns.)
The password of a user, alice or bob, is the name and "-password".
"""

import datetime
import json
import os
import pathlib
import secrets
import sys
import threading
import time

from authlib.oauth2.rfc6749 import ClientCredentialsGrant
from authlib.oidc.core import UserInfo
from canaille import create_app
from canaille.app import models
from canaille.backends import Backend
from canaille.oidc import provider
from joserfc import jwt
from joserfc.jwk import RSAKey
from werkzeug.serving import WSGIRequestHandler, make_server

port, clients, folder = int(sys.argv[1]), pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])

# Canaille's other grants take a secret in the body and an assertion as well; to this one it leaves the default, which is the
# header alone.
ClientCredentialsGrant.TOKEN_ENDPOINT_AUTH_METHODS = [
    "client_secret_basic",
    "client_secret_post",
    provider.JWTClientAuth.CLIENT_AUTH_METHOD,
]

# An access token of Canaille says who, what for and until when; a second one within a second is then the same, and the
# database refuses it. This tells them apart.
write_token = provider.generate_id_token
provider.generate_id_token = lambda user_info, **rest: write_token(
    user_info=UserInfo(user_info, jti=secrets.token_hex()), **rest
)

# The lifetime of the access tokens of the client "short", in seconds.
SHORT = 3
usual_lifetime = provider.BearerTokenGenerator._get_expires_in
provider.BearerTokenGenerator._get_expires_in = lambda self, client, grant_type: (
    SHORT if client.client_id == "short" else usual_lifetime(self, client, grant_type)
)


def own_key():
    """The key of the first start."""
    file = folder / "key.json"
    if not file.exists():
        file.write_text(json.dumps(RSAKey.generate_key(2048, auto_kid=True).as_dict(private=True)))
    return RSAKey.import_key(json.loads(file.read_text()))


KEY = own_key()
LOGGING = {"version": 1, "disable_existing_loggers": False, "root": {"level": "WARNING", "handlers": []}}


class OnlyRefusals(WSGIRequestHandler):
    """Logs the requests that were refused; the log is read when something failed."""

    def log_request(self, code="-", size="-"):
        if not str(code).startswith(("2", "3")):
            super().log_request(code, size)


DATABASE = folder.resolve() / "canaille.sqlite"


def configuration():
    return {
        "SECRET_KEY": "for-loopback-only",
        "SERVER_NAME": f"127.0.0.1:{port}",
        "PREFERRED_URL_SCHEME": "http",
        "CANAILLE": {"DATABASE": "sql", "SMTP": None, "SMPP": None, "JAVASCRIPT": False, "HTMX": False, "LOGGING": LOGGING},
        # A password that is hashed takes most of the time of a sign-in, and these protect nothing.
        "CANAILLE_SQL": {
            "DATABASE_URI": f"sqlite:///{DATABASE}",
            "AUTO_MIGRATE": True,
            "PASSWORD_SCHEMES": "plaintext",
        },
        "CANAILLE_OIDC": {
            "ACTIVE_JWKS": [KEY.as_dict(private=True)],
            "DYNAMIC_CLIENT_REGISTRATION_OPEN": True,
            "REQUIRE_NONCE": False,
        },
    }


def register(client):
    row = models.Client(
        client_id=client["id"],
        client_secret=client.get("secret"),
        client_name=client["name"],
        client_id_issued_at=datetime.datetime.now(datetime.timezone.utc),
        token_endpoint_auth_method=client["method"],
        token_endpoint_auth_signing_alg=client.get("alg"),
        jwks=json.dumps(client["jwks"]) if "jwks" in client else None,
        # Only on loopback does it trust a client without asking the user.
        client_uri=client.get("client_uri", "https://client.example.test"),
        grant_types=client.get("grant_types", ["client_credentials"]),
        response_types=sorted({word for words in client.get("response_types", []) for word in words.split()}),
        redirect_uris=client.get("redirect_uris", []),
        post_logout_redirect_uris=client.get("post_logout_redirect_uris", []),
        scope=["openid", "profile", "read", "write"],
    )
    Backend.instance.save(row)
    row.audience = [row]
    Backend.instance.save(row)


def end_with_standard_input():
    sys.stdin.buffer.read()
    os._exit(0)


is_first_start = not DATABASE.exists()
app = create_app(configuration())
# A refresh token of Canaille ends with its access token. So that there is time for a restart, it does not here.
models.Token.is_refresh_token_active = lambda self: not self.revokation_date


@app.get("/assertion/<subject>")
def assertion(subject):
    """Somebody who says to the client "assertion" who a user is: signed with the key that Canaille itself goes by."""
    now = int(time.time())
    audience = f"http://127.0.0.1:{port}/oauth/token"
    claims = {"iss": "assertion", "sub": subject, "aud": audience, "iat": now, "exp": now + 60, "jti": secrets.token_hex()}
    return jwt.encode({"alg": "RS256", "kid": KEY.kid}, claims, KEY)


@app.get("/restart")
def restart():
    threading.Thread(target=end_for_restart).start()
    return "ending"


def end_for_restart():
    server.shutdown()
    server.server_close()
    # Until what is under way has been answered.
    time.sleep(0.5)
    os._exit(75)


def fill():
    for client in json.loads(clients.read_text()):
        if "canaille" in client.get("servers", ["canaille"]):
            register(client)
    for name in ("alice", "bob"):
        Backend.instance.save(models.User(user_name=name, password=f"{name}-password", family_name=name, formatted_name=f"{name} Ünïcode"))


if is_first_start:
    with app.app_context(), app.test_request_context(), Backend.instance.session():
        fill()
threading.Thread(target=end_with_standard_input, daemon=True).start()
server = make_server("127.0.0.1", port, app, threaded=True, request_handler=OnlyRefusals)
server.serve_forever()
# Its thread ends the program.
threading.Event().wait()
