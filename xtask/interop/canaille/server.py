"""Canaille on loopback, for `cargo xtask interop`: python server.py PORT CLIENTS FOLDER

Its health is the discovery document. It ends when its standard input does, so it never outlives who started it.
FOLDER is for its database, which is made anew. (Its in-memory one mixes up clients when it is asked for two columns.)
"""

import datetime
import json
import os
import pathlib
import sys
import threading

from authlib.oauth2.rfc6749 import ClientCredentialsGrant
from canaille import create_app
from canaille.app import models
from canaille.backends import Backend
from joserfc.jwk import RSAKey
from werkzeug.serving import WSGIRequestHandler, make_server

port, clients, folder = int(sys.argv[1]), pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])

# Canaille's other grants take a secret in the body as well; to this one it leaves the default, which is the header alone.
ClientCredentialsGrant.TOKEN_ENDPOINT_AUTH_METHODS = ["client_secret_basic", "client_secret_post"]

LOGGING = {"version": 1, "disable_existing_loggers": False, "root": {"level": "WARNING", "handlers": []}}


class OnlyRefusals(WSGIRequestHandler):
    """Logs the requests that were refused; the log is read when something failed."""

    def log_request(self, code="-", size="-"):
        if not str(code).startswith("2"):
            super().log_request(code, size)


def configuration():
    database = folder.resolve() / "canaille.sqlite"
    database.unlink(missing_ok=True)
    return {
        "SECRET_KEY": "for-loopback-only",
        "SERVER_NAME": f"127.0.0.1:{port}",
        "PREFERRED_URL_SCHEME": "http",
        "CANAILLE": {"DATABASE": "sql", "SMTP": None, "SMPP": None, "JAVASCRIPT": False, "HTMX": False, "LOGGING": LOGGING},
        "CANAILLE_SQL": {"DATABASE_URI": f"sqlite:///{database}", "AUTO_MIGRATE": True},
        "CANAILLE_OIDC": {"ACTIVE_JWKS": [RSAKey.generate_key(2048, auto_kid=True).as_dict(private=True)]},
    }


def register(client):
    row = models.Client(
        client_id=client["id"],
        client_secret=client["secret"],
        client_name=client["name"],
        client_id_issued_at=datetime.datetime.now(datetime.timezone.utc),
        token_endpoint_auth_method=client["method"],
        grant_types=["client_credentials"],
        scope=["read", "write"],
    )
    Backend.instance.save(row)
    row.audience = [row]
    Backend.instance.save(row)


def end_with_standard_input():
    sys.stdin.buffer.read()
    os._exit(0)


app = create_app(configuration())
with app.app_context(), app.test_request_context(), Backend.instance.session():
    for client in json.loads(clients.read_text()):
        register(client)
threading.Thread(target=end_with_standard_input, daemon=True).start()
make_server("127.0.0.1", port, app, threaded=True, request_handler=OnlyRefusals).serve_forever()
