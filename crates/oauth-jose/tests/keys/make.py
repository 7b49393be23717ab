"""Writes the JWK of each key and its thumbprint, by another library than the one that is tested (cryptography)."""
import base64, hashlib, json, pathlib
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa

folder = pathlib.Path(__file__).parent


def text(data):
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def number(value, width=None):
    return text(value.to_bytes(width or (value.bit_length() + 7) // 8, "big"))


def jwk(key):
    if isinstance(key, rsa.RSAPrivateKey):
        n = key.private_numbers()
        public = {"e": number(n.public_numbers.e), "kty": "RSA", "n": number(n.public_numbers.n)}
        return public, {"d": number(n.d), "p": number(n.p), "q": number(n.q), "dp": number(n.dmp1),
                        "dq": number(n.dmq1), "qi": number(n.iqmp)}
    if isinstance(key, ec.EllipticCurvePrivateKey):
        n, width = key.private_numbers(), (key.curve.key_size + 7) // 8
        name = {256: "P-256", 384: "P-384", 521: "P-521"}[key.curve.key_size]
        point = n.public_numbers
        return ({"crv": name, "kty": "EC", "x": number(point.x, width), "y": number(point.y, width)},
                {"d": number(n.private_value, width)})
    raw = serialization.Encoding.Raw, serialization.PublicFormat.Raw
    seed = key.private_bytes(raw[0], serialization.PrivateFormat.Raw, serialization.NoEncryption())
    return {"crv": "Ed25519", "kty": "OKP", "x": text(key.public_key().public_bytes(*raw))}, {"d": text(seed)}


thumbprints = {}
for name in ["rsa", "rsa-pss", "rsa-pss-sha384", "p256", "p384", "p521", "ed25519"]:
    pem = (folder / f"{name}.pkcs8.pem").read_bytes()
    public, private = jwk(serialization.load_pem_private_key(pem, None))
    canonical = json.dumps(public, sort_keys=True, separators=(",", ":"))
    thumbprints[name] = text(hashlib.sha256(canonical.encode()).digest())
    (folder / f"{name}.jwk.json").write_text(json.dumps({**public, **private}, indent=1) + "\n")
(folder / "thumbprints.json").write_text(json.dumps(thumbprints, indent=1) + "\n")
