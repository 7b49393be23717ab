//! JWS in compact form: what is read, and what is refused before any key is looked at.

use oauth_core::key::{Algorithm, Jwk, SigningKey};
use oauth_jose::{CompactJws, HmacKey, JwsError, JwsVerifier, PrivateKey};

use crate::support::{base64url, file};

fn signed(key: &dyn SigningKey, header: &str) -> String {
    let input = format!("{}.{}", base64url(header.as_bytes()), base64url(b"payload"));
    let signature = key.sign(input.as_bytes()).unwrap();
    format!("{input}.{}", base64url(&signature))
}

fn key() -> PrivateKey {
    PrivateKey::from_pem(file("p256.pkcs8.pem")).unwrap()
}

fn verify(header: &str) -> Result<Vec<u8>, JwsError> {
    let text = signed(&key(), header);
    let jws = CompactJws::read(&text)?;
    jws.verify(&JwsVerifier, Algorithm::Es256, &key().jwk()).map(<[u8]>::to_vec)
}

#[test]
fn a_header_with_anything_harmless_is_read() {
    for header in [
        r#"{"alg":"ES256"}"#,
        r#" { "typ" : "JWT" , "alg" : "\u0045S256" } "#,
        r#"{"alg":"ES256","x5t":"AAAA","x5c":["AAAA"],"kid":"k","cty":"x","unknown":{"jwk":1}}"#,
    ] {
        assert_eq!(verify(header).as_deref(), Ok(b"payload".as_slice()), "{header}");
    }
    let text = signed(&key(), r#"{"alg":"ES256","kid":"k"}"#);
    assert_eq!(CompactJws::read(&text).unwrap().key_id(), Some("k"));
}

#[test]
fn the_algorithm_is_not_chosen_by_the_token() {
    for header in [
        r#"{"alg":"none"}"#,
        r#"{"alg":"None"}"#,
        r#"{"alg":"es256"}"#,
        r#"{"alg":"HS256"}"#,
        r#"{"alg":"ES384"}"#,
        r#"{"alg":""}"#,
    ] {
        assert_eq!(verify(header), Err(JwsError::Algorithm { expected: Algorithm::Es256 }), "{header}");
    }
    // A secret that is the public key, as everybody knows it.
    let public = key().jwk().to_json().unwrap();
    let forged = signed(&HmacKey::new(Algorithm::Hs256, public).unwrap(), r#"{"alg":"HS256"}"#);
    let jws = CompactJws::read(&forged).unwrap();
    for algorithm in [Algorithm::Es256, Algorithm::Hs256] {
        assert!(jws.verify(&JwsVerifier, algorithm, &key().jwk()).is_err());
    }
    let secret = HmacKey::new(Algorithm::Hs256, "k".repeat(32)).unwrap();
    let own = signed(&key(), r#"{"alg":"ES256"}"#);
    let error = CompactJws::read(&own).unwrap().verify_with_secret(&secret).unwrap_err();
    assert_eq!(error, JwsError::Algorithm { expected: Algorithm::Hs256 });
}

#[test]
fn eddsa_has_two_names() {
    let key = PrivateKey::from_pem(file("ed25519.pkcs8.pem")).unwrap();
    for name in ["EdDSA", "Ed25519"] {
        let text = signed(&key, &format!(r#"{{"alg":"{name}"}}"#));
        for algorithm in [Algorithm::EdDsa, Algorithm::Ed25519] {
            assert!(CompactJws::read(&text).unwrap().verify(&JwsVerifier, algorithm, &key.jwk()).is_ok());
        }
    }
}

#[test]
fn a_header_that_brings_a_key_or_other_rules_is_refused_by_name() {
    for (member, value) in [
        ("b64", "false"),
        ("b64", "true"),
        ("crit", r#"["exp"]"#),
        ("crit", "[]"),
        ("crit", "null"),
        ("jku", r#""https://example.com/jwks""#),
        ("jwk", r#"{"kty":"EC"}"#),
        ("x5u", r#""https://example.com/cert""#),
    ] {
        assert_eq!(verify(&format!(r#"{{"alg":"ES256","{member}":{value}}}"#)), Err(JwsError::Refused { member }));
    }
    assert_eq!(verify(r#"{"alg":"ES256","\u006aku":"x"}"#), Err(JwsError::Refused { member: "jku" }));
}

#[test]
fn a_member_twice_is_refused() {
    for header in
        [r#"{"alg":"ES256","alg":"ES256"}"#, r#"{"alg":"none","alg":"ES256"}"#, r#"{"alg":"ES256","x":1,"\u0078":1}"#]
    {
        assert_eq!(verify(header), Err(JwsError::Repeated), "{header}");
    }
}

#[test]
fn a_header_that_is_no_object_with_an_alg_is_refused_without_being_quoted() {
    for header in [
        "{}",
        "[]",
        "null",
        "",
        "{\"alg\":\"ES256\"}x",
        "{\"alg\":7}",
        "{\"alg\":\"ES256\",\"kid\":7}",
        "{\"alg\":\"S3CRET",
        "\u{feff}{\"alg\":\"ES256\"}",
    ] {
        let error = verify(header).unwrap_err();
        assert_eq!(error, JwsError::Header, "{header}");
        assert!(!format!("{error} {error:?}").contains("S3CRET"));
    }
    let utf8 = format!("{}.AAAA.AAAA", base64url(b"{\"alg\":\"\xff\"}"));
    assert_eq!(CompactJws::read(&utf8).unwrap_err(), JwsError::Header);
}

#[test]
fn a_text_that_is_not_three_parts_of_base64url_is_refused() {
    let text = signed(&key(), r#"{"alg":"ES256"}"#);
    let [header, payload, signature]: [&str; 3] = text.split('.').collect::<Vec<_>>().try_into().unwrap();
    for wrong in [
        String::new(),
        ".".into(),
        "..".into(),
        "....".into(),
        format!("{header}.{payload}"),
        format!("{header}.{payload}."),
        format!(".{payload}.{signature}"),
        format!("{text}."),
        format!("{text}.AAAA"),
        format!(" {text}"),
        format!("{text}\n"),
        format!("{header}.{payload}.{signature}="),
        format!("{header}.{payload}.+{}", &signature[1..]),
        format!("{header}.{payload}\0.{signature}"),
        format!("{header}.ä.{signature}"),
        format!(r#"{{"payload":"{payload}","protected":"{header}","signature":"{signature}"}}"#),
    ] {
        let error = CompactJws::read(&wrong).expect_err(&wrong);
        assert!(matches!(error, JwsError::NotCompact | JwsError::Header), "{wrong}: {error:?}");
    }
    // The last character of 64 bytes has unused bits: another one with the same bytes is another text.
    let last = signature.chars().last().unwrap();
    let next = char::from_u32(u32::from(last) + 1).unwrap();
    assert!("AQgw".contains(last));
    let changed = format!("{}{next}", &text[..text.len() - 1]);
    assert_eq!(CompactJws::read(&changed).unwrap_err(), JwsError::NotCompact);
}

#[test]
fn a_text_that_is_too_large_is_refused_before_it_is_read() {
    for text in [".".repeat(100 * 1024 * 1024), "A".repeat(256 * 1024 + 1)] {
        assert_eq!(CompactJws::read(&text).unwrap_err(), JwsError::TooLarge { limit: 262_144 });
    }
    let deep = format!("{{\"alg\":\"ES256\",\"x\":{}", "[".repeat(100_000));
    assert_eq!(verify(&deep), Err(JwsError::Header));
}

#[test]
fn an_empty_payload_is_a_payload() {
    let input = format!("{}.", base64url(br#"{"alg":"ES256"}"#));
    let text = format!("{input}.{}", base64url(&key().sign(input.as_bytes()).unwrap()));
    let jws = CompactJws::read(&text).unwrap();
    assert_eq!(jws.verify(&JwsVerifier, Algorithm::Es256, &key().jwk()), Ok([].as_slice()));
}

#[test]
fn the_debug_output_has_neither_payload_nor_signature() {
    let text = signed(&key(), r#"{"alg":"ES256","kid":"k"}"#);
    let shown = format!("{:?}", CompactJws::read(&text).unwrap());
    assert_eq!(shown, r#"CompactJws { algorithm: "ES256", key_id: Some("k"), .. }"#);
    let _: Jwk = key().jwk();
}
