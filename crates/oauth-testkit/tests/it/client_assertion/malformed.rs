//! The header and the form of client assertions.

use oauth_testkit::{AssertionRules, AssertionTyp};
use serde_json::json;

use super::{NOW, Scene, ask, assert_denied, claims, none, scene};

#[test]
fn any_typ_is_accepted_unless_a_server_demands_one() {
    let any = scene(AssertionRules::new());
    let jwt = scene(AssertionRules::new().typ(AssertionTyp::Jwt));
    let own = scene(AssertionRules::new().typ(AssertionTyp::ClientAuthentication));
    for typ in [json!("JWT"), json!("jwt"), json!(null)] {
        any.accepts(&json!({"typ": typ}), &none());
        jwt.accepts(&json!({"typ": typ}), &none());
        let given = if typ.is_null() { "missing".to_owned() } else { typ.to_string() };
        let reason = format!("The typ is {given}; this server accepts \"client-authentication+jwt\" only");
        own.refuses(&json!({"typ": typ}), &none(), &reason);
    }
    for typ in ["client-authentication+jwt", "application/Client-Authentication+JWT"] {
        any.accepts(&json!({"typ": typ}), &none());
        own.accepts(&json!({"typ": typ}), &none());
        let reason = format!("The typ is \"{typ}\"; this server accepts \"JWT\", or none");
        jwt.refuses(&json!({"typ": typ}), &none(), &reason);
    }
    jwt.refuses(&json!({"typ": 7}), &none(), "The typ is 7; this server accepts \"JWT\", or none");
}

#[test]
fn a_critical_extension_is_refused() {
    let scene = scene(AssertionRules::new());
    let reason = "The header has crit [\"b64\"], none of which this server understands";
    scene.refuses(&json!({"crit": ["b64"], "b64": true}), &none(), reason);
    scene.refuses(&json!({"crit": []}), &none(), "The header has crit [], none of which this server understands");
}

#[test]
fn each_part_of_the_assertion_is_signed() {
    let Scene { server, signer } = scene(AssertionRules::new());
    let good = signer.sign(&json!({"alg": "ES256", "kid": "k1"}), &claims(&none()));
    assert_eq!(ask(&server, &good).status(), 200);
    let [header, claims, signature] = good.split('.').collect::<Vec<_>>().try_into().unwrap();
    let again = signer.sign(&json!({"alg": "ES256", "kid": "k1"}), &super::claims(&json!({"exp": NOW + 61})));
    let other = again.split('.').nth(1).unwrap();
    let mut flipped = signature.to_owned().into_bytes();
    flipped[10] = if flipped[10] == b'A' { b'B' } else { b'A' };
    let flipped = String::from_utf8(flipped).unwrap();
    let typed = signer.sign(&json!({"alg": "ES256", "kid": "k1", "typ": "JWT"}), &super::claims(&none()));
    let typed = typed.split('.').next().unwrap();
    for bad in [
        format!("{header}.{other}.{signature}"),
        format!("{header}.{claims}.{flipped}"),
        format!("{typed}.{claims}.{signature}"),
    ] {
        let reason = "The signature does not verify under the registered key: \"k1\" (P-256)";
        assert_denied(&server, &ask(&server, &bad), reason);
    }
    let response = ask(&server, &format!("{header}.{claims}."));
    let reason = "The signature has 0 bytes, where ES256 has 64: r and s of fixed width, not DER";
    assert_denied(&server, &response, reason);
}

#[test]
fn what_is_not_a_jwt_is_refused() {
    let Scene { server, signer } = scene(AssertionRules::new());
    let good = signer.sign(&json!({"alg": "ES256"}), &claims(&none()));
    let [header, payload, signature] = good.split('.').collect::<Vec<_>>().try_into().unwrap();
    for (assertion, reason) in [
        ("x".to_owned(), "The assertion is not a JWT: it has 1 parts instead of three"),
        ("a.b.c.d.e".to_owned(), "The assertion has five parts: it is encrypted"),
        (format!("!.{payload}.{signature}"), "The header of the assertion must be base64url without padding"),
        (format!("{header}%3D.{payload}.{signature}"), "The header of the assertion must be base64url without padding"),
        (format!("{header}.{payload}.{signature}%3D"), "The signature is not base64url without padding"),
        (signer.sign_text("ES256", "[]", "{}"), "The header of the assertion must be a JSON object"),
        (signer.sign_text("ES256", "{}", "null"), "The claims of the assertion must be a JSON object"),
        (
            signer.sign_text("ES256", r#"{"alg":"ES256","\u0061lg":"none"}"#, "{}"),
            "The member \"alg\" is twice in the header of the assertion",
        ),
        (
            signer.sign_text("ES256", "{}", r#"{"iss":"a","iss":"b"}"#),
            "The member \"iss\" is twice in the claims of the assertion",
        ),
    ] {
        assert_denied(&server, &ask(&server, &assertion), reason);
    }
}

#[test]
fn no_change_of_one_character_is_accepted() {
    let Scene { server, signer } = scene(AssertionRules::new());
    let good = signer.sign(&json!({"alg": "ES256", "kid": "k1"}), &claims(&none()));
    for at in 0..good.len() {
        for flip in [1, 2, 0x20] {
            let mut changed = good.clone().into_bytes();
            changed[at] ^= flip;
            let Ok(changed) = String::from_utf8(changed) else { continue };
            let status = ask(&server, &changed.replace('%', "%25").replace('+', "%2B").replace('&', "%26")).status();
            assert!(status.is_client_error(), "{at} {flip}: {status}");
        }
    }
}
