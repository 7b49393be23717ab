//! No private number and no shared secret is in any output.

use oauth_core::key::{Algorithm, Key, SigningKey as _};
use oauth_jose::{HmacKey, PrivateKey};
use serde_json::Value;

use crate::support::{base64url, decode, der, file, pem, text};

/// The private numbers of a test key.
fn private(name: &str) -> Vec<Vec<u8>> {
    let jwk: Value = serde_json::from_str(&text(&format!("{name}.jwk.json"))).unwrap();
    ["d", "p", "q", "dp", "dq", "qi"].iter().filter_map(|member| jwk[member].as_str()).map(decode).collect()
}

/// Whether a text has part of these bytes, in any form in which it could be printed.
fn has(output: &str, bytes: &[u8]) -> bool {
    use base64::Engine as _;
    let lower = output.to_ascii_lowercase();
    let packed: String = output.chars().filter(|c| !c.is_whitespace()).collect();
    bytes.windows(6).any(|window| {
        let hex: String = window.iter().map(|byte| format!("{byte:02x}")).collect();
        let decimal: Vec<_> = window.iter().map(u8::to_string).collect();
        lower.contains(&hex) || packed.contains(&decimal.join(","))
    }) || (0..3).any(|shift| {
        // Base64 in all three alignments.
        let base64 = [base64url(&bytes[shift..]), base64::engine::general_purpose::STANDARD.encode(&bytes[shift..])];
        base64
            .iter()
            .any(|text| text.as_bytes().windows(8).any(|part| output.contains(std::str::from_utf8(part).unwrap())))
    })
}

const KEYS: [&str; 5] = ["rsa", "p256", "p384", "p521", "ed25519"];

#[test]
fn the_search_finds_what_it_should() {
    let bytes = &private("p256")[0];
    for output in
        [base64url(bytes), format!("{bytes:?}"), format!("{bytes:02x?}").replace(", ", ""), text("p256.pkcs8.pem")]
    {
        assert!(has(&output, bytes), "{output}");
    }
    assert!(!has("PrivateKey", bytes));
}

#[test]
fn a_key_shows_nothing_of_its_private_half() {
    for name in KEYS {
        let key = PrivateKey::from_pem(file(&format!("{name}.pkcs8.pem"))).unwrap();
        let stored = key.to_pkcs8_pem().unwrap();
        let outputs = [
            format!("{key:?} {key:#?} {stored:?} {:?}", key.jwk()),
            format!("{:?} {:?} {}", key.public_jwk(), key.key_id(), key.jwk().to_json().unwrap()),
            format!("{:?} {:#?}", Key::new(key.clone()), Key::new(key)),
        ];
        for (output, number) in
            outputs.iter().flat_map(|output| private(name).into_iter().map(move |number| (output, number)))
        {
            assert!(!has(output, &number), "{name}: {output}");
        }
    }
}

#[test]
fn a_shared_secret_is_not_shown() {
    let secret = "canary-8b1f0c0b7a3d4e5f-shared-secret";
    let key = HmacKey::new(Algorithm::Hs256, secret).unwrap();
    let error = HmacKey::new(Algorithm::Hs512, secret).unwrap_err();
    let not_base64 = HmacKey::from_base64url(Algorithm::Hs256, &format!("{secret}!")).unwrap_err();
    let output = format!("{key:?} {:?} {error} {error:?} {not_base64} {not_base64:?}", Key::new(key.clone()));
    assert!(!output.contains("canary") && !has(&output, secret.as_bytes()), "{output}");
}

#[test]
fn no_error_has_a_byte_of_the_key_that_it_is_about() {
    for name in KEYS {
        let key = text(&format!("{name}.pkcs8.pem"));
        let jwk = text(&format!("{name}.jwk.json"));
        let der = der(&format!("{name}.pkcs8.pem"));
        let body: String = key.lines().filter(|line| !line.starts_with('-')).collect();
        let mut flipped = der.clone();
        *flipped.last_mut().unwrap() ^= 1;
        let object: Value = serde_json::from_str(&jwk).unwrap();
        let with = |member: &str, value: Value| {
            let mut object = object.clone();
            object[member] = value;
            object.to_string()
        };
        let mut errors: Vec<String> = Vec::new();
        let mut note = |result: Result<PrivateKey, oauth_jose::KeyError>| {
            if let Err(error) = result {
                errors.push(format!("{error} {error:?} {error:#?}"));
            }
        };
        for text in [
            format!("\"{key}\""),
            key.repeat(2),
            body.clone(),
            body.replace('M', "/"),
            format!("-----BEGIN {body}-----"),
            format!("-----BEGIN PRIVATE KEY-----{body}"),
            key.replace("END PRIVATE", "END OTHER"),
            key.replace("-----END PRIVATE KEY-----", &format!("-----END {body}-----")),
            key.replace("PRIVATE KEY", "OTHER"),
            key.replacen('M', "*", 1),
            key[..key.len() / 2].to_owned(),
            pem("PRIVATE KEY", &flipped),
            pem("PRIVATE KEY", &der[..der.len() - 3]),
            format!("{{\"private_key\":{}}}", Value::from(key.as_str())),
            format!("{{\"keys\":[{jwk}]}}"),
            jwk.clone(),
            jwk[..jwk.len() / 2].to_owned(),
        ] {
            note(PrivateKey::from_pem(&text));
            note(PrivateKey::from_der(&text));
            note(PrivateKey::from_jwk(&text));
        }
        for value in [Value::from(body.as_str()), object["d"].clone(), 7.into()] {
            for member in ["kty", "crv", "kid", "alg", "use", "x", "n", "d", "p"] {
                note(PrivateKey::from_jwk(with(member, value.clone())));
            }
        }
        note(PrivateKey::from_jwk(jwk.replacen('{', &format!("{{\"d\":{},", object["d"]), 1)));
        note(PrivateKey::from_der(&flipped));
        note(PrivateKey::from_der(der.repeat(2)));
        assert!(errors.len() > 40);
        for (output, number) in
            errors.iter().flat_map(|output| private(name).into_iter().map(move |number| (output, number)))
        {
            assert!(!has(output, &number), "{name}: {output}");
        }
    }
}
