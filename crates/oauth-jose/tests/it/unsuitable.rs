//! Keys that load nowhere because they are weak, or contradict themselves.

use oauth_jose::{KeyError, PrivateKey};

use crate::support::{base64url, error, file, text};

#[test]
fn an_rsa_key_of_less_than_2048_bits_is_too_small_to_the_bit() {
    for bits in [1024, 2028, 2047] {
        let error = error(file(&format!("rsa-{bits}.pkcs8.pem")));
        assert_eq!(error, KeyError::RsaTooSmall { bits });
        assert!(error.to_string().contains(&bits.to_string()) && error.to_string().contains("2048"));
    }
    assert!(PrivateKey::from_pem(file("rsa.pkcs8.pem")).is_ok());
}

#[test]
fn an_rsa_key_of_more_than_8192_bits_is_too_large() {
    let mut jwk: serde_json::Value = serde_json::from_str(&text("rsa.jwk.json")).unwrap();
    jwk["n"] = base64url(&[&[1][..], &[0xff; 1024]].concat()).into();
    assert_eq!(PrivateKey::from_jwk(jwk.to_string()).unwrap_err(), KeyError::RsaTooLarge { bits: 8193 });
}

#[test]
fn rsa_numbers_that_do_not_belong_together_are_refused() {
    let original: serde_json::Value = serde_json::from_str(&text("rsa.jwk.json")).unwrap();
    for member in ["n", "d", "p", "q", "dp", "dq", "qi"] {
        let mut jwk = original.clone();
        let mut bytes = crate::support::decode(jwk[member].as_str().unwrap());
        bytes[10] ^= 4;
        jwk[member] = base64url(&bytes).into();
        assert_eq!(
            PrivateKey::from_jwk(jwk.to_string()).unwrap_err(),
            KeyError::Contradictory { key: "an RSA key" },
            "{member}"
        );
    }
    for exponent in ["AQ", "Ag", "AA", "AQAC"] {
        let mut jwk = original.clone();
        jwk["e"] = exponent.into();
        assert_eq!(
            PrivateKey::from_jwk(jwk.to_string()).unwrap_err(),
            KeyError::Contradictory { key: "an RSA key" },
            "{exponent}"
        );
    }
}

#[test]
fn rsa_numbers_that_would_take_long_to_compare_are_refused_at_once() {
    let original: serde_json::Value = serde_json::from_str(&text("rsa.jwk.json")).unwrap();
    for member in ["d", "p", "q", "dp", "dq", "qi"] {
        let mut jwk = original.clone();
        jwk[member] = base64url(&[0xff; 40_000]).into();
        assert_eq!(PrivateKey::from_jwk(jwk.to_string()).unwrap_err(), KeyError::Contradictory { key: "an RSA key" });
    }
    let mut jwk = original.clone();
    jwk["e"] = "AQAAAAAB".into();
    assert!(PrivateKey::from_jwk(jwk.to_string()).unwrap_err().to_string().contains("more than 33 bits"));
}

#[test]
fn a_private_number_outside_of_its_curve_is_refused() {
    // Zero, and the order of P-256.
    let order = "_____wAAAAD__________7zm-q2nF56E87nKwvxjJVE";
    for d in ["AA", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", order] {
        let mut jwk: serde_json::Value = serde_json::from_str(&text("p256.jwk.json")).unwrap();
        jwk["d"] = d.into();
        assert_eq!(PrivateKey::from_jwk(jwk.to_string()).unwrap_err(), KeyError::Contradictory { key: "an EC key" });
    }
}
