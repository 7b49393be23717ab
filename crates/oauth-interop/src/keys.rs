//! The keys of the clients, which are made anew for each run: `oauth-interop --generate-keys FOLDER`.

use std::path::{Path, PathBuf};

use oauth_core::key::Algorithm;
use oauth_jose::PrivateKey;
use serde_json::{Value, json};

use crate::Outcome;
use crate::registered::CLIENTS;

/// The keys in `clients.json`, and an algorithm of each.
const KEYS: [(&str, Algorithm); 5] = [
    ("rsa", Algorithm::Rs256),
    ("p256", Algorithm::Es256),
    ("p384", Algorithm::Es384),
    ("ed25519", Algorithm::EdDsa),
    // Registered for no client.
    ("other", Algorithm::Rs256),
];

/// Writes the private keys into the folder, and `clients.json` with the public halves beside their names, for the servers
/// that register it.
pub(crate) fn generate(folder: &Path) -> Outcome {
    std::fs::create_dir_all(folder)?;
    let mut rows: Value = serde_json::from_str(CLIENTS)?;
    for (name, algorithm) in KEYS {
        let key = PrivateKey::generate(algorithm)?;
        std::fs::write(file(folder, name), key.to_pkcs8_pem()?.expose())?;
        let mut jwk: Value = serde_json::from_str(&key.jwk().to_json().ok_or("the key has no JWK")?)?;
        jwk["kid"] = name.into();
        for row in rows.as_array_mut().into_iter().flatten().filter(|row| row["key"] == name) {
            // One RSA key is for two algorithms.
            jwk["alg"] = row["alg"].clone();
            row["jwks"] = json!({ "keys": [jwk] });
        }
    }
    std::fs::write(folder.join("clients.json"), rows.to_string())?;
    Ok(())
}

/// Reads a private key of the folder. Its `kid` is its name.
pub(crate) fn read(folder: &Path, name: &str, algorithm: Algorithm) -> Outcome<PrivateKey> {
    let pem = std::fs::read(file(folder, name))?;
    Ok(PrivateKey::from_pem(pem)?.with_algorithm(algorithm)?.with_key_id(name))
}

fn file(folder: &Path, name: &str) -> PathBuf {
    folder.join(format!("{name}.pem"))
}
