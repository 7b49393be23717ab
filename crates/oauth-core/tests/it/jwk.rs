//! Public keys as JWK: what is read, what is left out, and what they may be used for.

use oauth_core::key::{Algorithm, InvalidJwk, Jwk, VerificationFailed};

const MODULUS: &str = "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw";
const RSA_THUMBPRINT: &str = "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs";
const P256: &str = r#""kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0""#;

fn read(text: &str) -> Jwk {
    Jwk::from_json(text).unwrap()
}

fn unsuitable(text: &str, algorithm: Algorithm) -> String {
    match read(text).check_use(algorithm) {
        Err(VerificationFailed::UnsuitableKey { reason }) => reason,
        other => panic!("{text}: {other:?}"),
    }
}

#[test]
fn the_thumbprint_of_rfc_7638_is_independent_of_order_and_of_other_members() {
    let key = read(&format!(r#"{{"kid":"2011-04-29","alg":"RS256","n":"{MODULUS}","e":"AQAB","kty":"RSA"}}"#));
    assert_eq!(key.thumbprint().as_deref(), Some(RSA_THUMBPRINT));
    assert_eq!(key.modulus().map(<[u8]>::len), Some(256));
    assert_eq!(key.exponent(), Some([1, 0, 1].as_slice()));
}

#[test]
fn a_modulus_in_plain_base64_with_padding_or_leading_zeros_is_the_same_modulus() {
    let plain = MODULUS.replace('-', "+").replace('_', "/") + "==";
    // A leading zero byte shifts every character of the encoding.
    let zero = {
        let bytes = read(&format!(r#"{{"kty":"RSA","n":"{MODULUS}","e":"AQAB"}}"#)).modulus().unwrap().to_vec();
        let with_zero = Jwk::okp("any", &[[0].as_slice(), &bytes].concat()).to_json().unwrap();
        with_zero.split("\"x\":\"").nth(1).unwrap().trim_end_matches("\"}").to_owned()
    };
    assert!(zero.starts_with("ANL8"), "{zero}");
    for modulus in [plain.as_str(), &plain.replace('/', "\\/"), &zero] {
        let key = read(&format!(r#"{{"kty":"RSA","n":"{modulus}","e":"AAEAAQ"}}"#));
        assert_eq!(key.thumbprint().as_deref(), Some(RSA_THUMBPRINT));
    }
}

#[test]
fn a_coordinate_has_the_width_of_its_curve() {
    let key = Jwk::ec("P-256", &[7; 31], &[[0; 2].as_slice(), &[9; 32]].concat());
    assert_eq!(key.x(), Some([[0].as_slice(), &[7; 31]].concat().as_slice()));
    assert_eq!(key.y(), Some([9; 32].as_slice()));
    assert_eq!(read(&key.to_json().unwrap()), key);
    let short = r#"{"kty":"EC","crv":"P-256","x":"BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBw","y":"AQ"}"#;
    assert_eq!(read(short).x(), key.x());
    assert_eq!(Jwk::ec("P-384", &[1], &[1]).x().map(<[u8]>::len), Some(48));
    assert_eq!(Jwk::ec("P-521", &[1], &[1]).x().map(<[u8]>::len), Some(66));
    // Too long for the curve: left as it is, so that a verifier refuses it.
    assert_eq!(Jwk::ec("P-256", &[1; 33], &[1]).x().map(<[u8]>::len), Some(33));
}

#[test]
fn a_member_of_another_type_costs_only_itself() {
    let key = read(&format!(r#"{{{P256},"kid":7,"alg":null,"use":["sig"],"key_ops":"verify","n":"?","d":{{}}}}"#));
    assert_eq!(key.unreadable(), ["n", "kid", "use", "key_ops"]);
    assert_eq!((key.key_id(), key.algorithm(), key.public_key_use()), (None, None, None));
    assert!(key.check_use(Algorithm::Es256).is_ok());
}

#[test]
fn private_members_are_not_kept() {
    let key = read(&format!(r#"{{{P256},"d":"jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI","kid":"k"}}"#));
    let shown = format!("{key:?}{}", key.to_json().unwrap());
    assert!(!shown.contains("jpsQnnGQ") && !shown.contains("\"d\""), "{shown}");
    assert_eq!(key, read(&format!(r#"{{{P256},"kid":"k"}}"#)));
}

#[test]
fn a_text_that_is_no_jwk_is_an_error_that_does_not_quote_it() {
    let twice = format!(r#"{{{P256},"crv":"P-384"}}"#);
    let large = format!(r#"{{{P256},"x5c":["{}"]}}"#, "A".repeat(64 * 1024));
    for (text, error) in [
        ("", InvalidJwk::NotAnObject { offset: 0 }),
        ("null", InvalidJwk::NotAnObject { offset: 0 }),
        ("[]", InvalidJwk::NotAnObject { offset: 0 }),
        ("{\"kty\":\"S3CRET", InvalidJwk::NotAnObject { offset: 13 }),
        ("{}", InvalidJwk::NoKeyType),
        (r#"{"kty":7}"#, InvalidJwk::NoKeyType),
        (twice.as_str(), InvalidJwk::Duplicate { member: "crv".into() }),
        (large.as_str(), InvalidJwk::TooLarge { limit: 65_536 }),
    ] {
        assert_eq!(Jwk::from_json(text).unwrap_err(), error);
        assert!(!error.to_string().contains("S3CRET"));
    }
}

#[test]
fn a_key_is_for_the_algorithms_of_its_type_curve_alg_use_and_operations() {
    let with = |more: &str| format!("{{{P256}{more}}}");
    for (text, algorithm) in [
        (with(""), Algorithm::Es256),
        (with(r#","alg":"ES256","use":"sig","key_ops":["verify","sign"]"#), Algorithm::Es256),
        (r#"{"kty":"OKP","crv":"Ed25519","alg":"EdDSA"}"#.into(), Algorithm::Ed25519),
        (r#"{"kty":"OKP","crv":"Ed25519","alg":"Ed25519"}"#.into(), Algorithm::EdDsa),
        (r#"{"kty":"RSA"}"#.into(), Algorithm::Ps384),
    ] {
        assert_eq!(read(&text).check_use(algorithm), Ok(()), "{text}");
    }
    for (text, algorithm, reason) in [
        (with(""), Algorithm::Rs256, "its kty is EC, and RS256 needs RSA"),
        (with(""), Algorithm::Hs256, "its kty is EC, and HS256 needs oct"),
        (with(""), Algorithm::Es384, "its crv is P-256, and ES384 needs P-384"),
        (r#"{"kty":"EC"}"#.into(), Algorithm::Es256, "it has no crv, and ES256 needs P-256"),
        (r#"{"kty":"OKP","crv":"Ed448"}"#.into(), Algorithm::EdDsa, "its crv is Ed448, and EdDSA needs Ed25519"),
        (r#"{"kty":"RSA","alg":"RS256"}"#.into(), Algorithm::Ps256, "its alg is RS256, and PS256 needs PS256"),
        (r#"{"kty":"RSA","alg":"RSA-OAEP"}"#.into(), Algorithm::Rs256, "its alg is RSA-OAEP, and RS256 needs RS256"),
        (with(r#","use":"enc""#), Algorithm::Es256, "its use is enc, and ES256 needs sig"),
        (with(r#","key_ops":["sign"]"#), Algorithm::Es256, "its key_ops do not contain verify"),
        (with(r#","alg":"\u001b[2J""#), Algorithm::Es256, r"its alg is \u{1b}[2J, and ES256 needs ES256"),
    ] {
        assert_eq!(unsuitable(&text, algorithm), reason);
    }
}

#[test]
fn the_json_has_the_required_members_first_and_then_the_options() {
    let key = Jwk::okp("Ed25519", &[1; 32]).with_key_id("a\"b").with_algorithm(Algorithm::EdDsa);
    assert_eq!(
        key.to_json().unwrap(),
        r#"{"crv":"Ed25519","kty":"OKP","x":"AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE","kid":"a\"b","alg":"EdDSA","use":"sig"}"#
    );
    let text = format!(r#"{{{P256},"key_ops":["verify"]}}"#);
    assert_eq!(read(&read(&text).to_json().unwrap()), read(&text));
    for incomplete in [r#"{"kty":"RSA","n":"AQAB"}"#, r#"{"kty":"AKP"}"#, r#"{"kty":"oct","k":"AAAA"}"#] {
        assert_eq!((read(incomplete).to_json(), read(incomplete).thumbprint()), (None, None));
    }
}
