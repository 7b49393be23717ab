//! What is given in the place of a private key, and what the error says.

use std::collections::HashSet;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use oauth_jose::{KeyError, PrivateKey};

use crate::support::{der, error, file, pem, text};

fn label(label: &str) -> String {
    label.to_owned()
}

#[test]
fn each_wrong_input_has_an_error_of_its_own_that_says_what_was_found_and_what_to_do() {
    let key = text("p256.pkcs8.pem");
    let end_differs = key.replace("END PRIVATE KEY", "END RSA PRIVATE KEY");
    let word = key.replace("-----", "—");
    let cases: Vec<(&str, Vec<u8>, KeyError, &[&str])> = vec![
        ("a certificate", file("rsa.crt.pem"), KeyError::CertificateOnly, &["CERTIFICATE", "with_certificates_pem"]),
        (
            "a public key",
            file("rsa.public.pem"),
            KeyError::PublicKey { label: "PUBLIC KEY" },
            &["public key (PUBLIC KEY)"],
        ),
        (
            "PKCS #1, public",
            file("rsa.public.pkcs1.pem"),
            KeyError::PublicKey { label: "RSA PUBLIC KEY" },
            &["RSA PUBLIC KEY"],
        ),
        ("a public key of OpenSSH", file("openssh.pub"), KeyError::PublicKey { label: "of OpenSSH" }, &["OpenSSH"]),
        (
            "encrypted PKCS #8",
            file("encrypted.pkcs8.pem"),
            KeyError::EncryptedPkcs8,
            &["encrypted", "`openssl pkcs8 -in"],
        ),
        (
            "encrypted PKCS #1",
            file("encrypted.pkcs1.pem"),
            KeyError::EncryptedByHeader,
            &["encrypted (Proc-Type", "`openssl pkey -in"],
        ),
        ("OpenSSH", file("openssh.pem"), KeyError::OpenSsh, &["OPENSSH PRIVATE KEY", "ssh-keygen -p -m PKCS8"]),
        (
            "secp256k1",
            file("secp256k1.pkcs8.pem"),
            KeyError::UnsupportedCurve { curve: label("secp256k1") },
            &["secp256k1", "P-256"],
        ),
        (
            "two keys",
            [file("rsa.pkcs8.pem"), file("p256.pkcs8.pem")].concat(),
            KeyError::SeveralKeys { count: 2 },
            &["2 private keys"],
        ),
        ("in quotes", format!("\"{key}\"").into(), KeyError::Quoted, &["quotes"]),
        ("base64 of a PEM", STANDARD.encode(&key).into(), KeyError::Base64OfPem, &["base64 of a whole PEM"]),
        ("a file name", b"/etc/keys/client.pem".into(), KeyError::FileName, &["std::fs::read"]),
        ("nothing", b"".into(), KeyError::Empty, &["empty"]),
        ("white space", b" \n\xef\xbb\xbf".strip_suffix(b"\xef\xbb\xbf").unwrap().into(), KeyError::Empty, &["empty"]),
        (
            "another END",
            end_differs.into(),
            KeyError::EndMismatch { begin: label("PRIVATE KEY"), end: label("RSA PRIVATE KEY") },
            &["begins with PRIVATE KEY and ends with RSA PRIVATE KEY"],
        ),
        ("a request", file("request.pem"), KeyError::CertificateRequestOnly, &["certificate request"]),
        (
            "only parameters",
            pem("EC PARAMETERS", &[6, 1, 1]).into(),
            KeyError::OtherBlock { label: label("EC PARAMETERS") },
            &["EC PARAMETERS"],
        ),
        (
            "PGP",
            b"-----BEGIN PGP PRIVATE KEY BLOCK-----\n\nlQ==\n-----END PGP PRIVATE KEY BLOCK-----".into(),
            KeyError::Pgp,
            &["PGP", "openssl genpkey"],
        ),
        ("PuTTY", b"PuTTY-User-Key-File-3: ssh-rsa\nEncryption: none\n".into(), KeyError::Putty, &["puttygen"]),
        ("PKCS #12", file("rsa.p12"), KeyError::Pkcs12, &["openssl pkcs12"]),
        ("a Java key store", b"\xfe\xed\xfe\xed\0\0\0\x02".into(), KeyError::JavaKeyStore, &["keytool"]),
        ("a key set", br#"{"keys":[{"kty":"EC"}]}"#.into(), KeyError::JwkSet, &["set"]),
        ("a JWK", file("p256.jwk.json"), KeyError::JwkElsewhere, &["from_jwk"]),
        ("other JSON", b"{\"a\":1}".into(), KeyError::Json, &["JSON"]),
        (
            "a service account",
            serde_json::json!({ "type": "service_account", "private_key": key }).to_string().into(),
            KeyError::ServiceAccount,
            &["private_key", "parse the JSON"],
        ),
        ("HTML", b"<!DOCTYPE html><html>Sign in</html>".into(), KeyError::Html, &["HTML"]),
        ("UTF-16", utf16(&key, u16::to_le_bytes, true), KeyError::Utf16, &["UTF-16"]),
        ("DER", der("p256.pkcs8.pem"), KeyError::DerAsText, &["from_der"]),
        (
            "base64 alone",
            STANDARD.encode(der("p256.pkcs8.pem")).into(),
            KeyError::BareBase64,
            &["-----BEGIN PRIVATE KEY-----"],
        ),
        ("hyphens of a word processor", word.into(), KeyError::DamagedBegin, &["five hyphens"]),
        (
            "no END",
            key.replace("-----END PRIVATE KEY-----", "").into(),
            KeyError::NoEnd { label: label("PRIVATE KEY") },
            &["no END line"],
        ),
        ("prose", b"the key is with Bob".into(), KeyError::NoPem, &["-----BEGIN PRIVATE KEY-----"]),
        ("a wrong character", key.replacen('M', "*", 1).into(), KeyError::InvalidBase64 { line: 2 }, &["line 2"]),
        ("DSA", file("dsa.pkcs8.pem"), KeyError::UnsupportedKey { found: label("a DSA key") }, &["DSA", "Ed25519"]),
        ("X25519", file("x25519.pkcs8.pem"), KeyError::UnsupportedKey { found: label("an X25519 key") }, &["X25519"]),
        ("Ed448", file("ed448.pkcs8.pem"), KeyError::UnsupportedKey { found: label("an Ed448 key") }, &["Ed448"]),
        (
            "brainpool",
            file("brainpool.pkcs8.pem"),
            KeyError::UnsupportedCurve { curve: label("brainpoolP256r1") },
            &["brainpool"],
        ),
        ("a curve in numbers", file("p256-explicit.sec1.pem"), KeyError::ExplicitCurve, &["-param_enc named_curve"]),
        ("three primes", file("rsa-three-primes.pkcs8.pem"), KeyError::MultiPrime, &["two primes"]),
        ("100 MiB", vec![b'A'; 100 * 1024 * 1024], KeyError::TooLarge { size: 104_857_600 }, &["104857600", "65536"]),
    ];
    let mut messages = HashSet::new();
    for (what, input, expected, words) in cases {
        let error = PrivateKey::from_pem(&input).expect_err(what);
        assert_eq!(error, expected, "{what}");
        let message = error.to_string();
        for word in words {
            assert!(message.contains(word), "{what}: {message}");
        }
        assert!(messages.insert(message) || matches!(what, "white space"), "{what}");
    }
}

#[test]
fn quotes_and_encodings_are_found_in_their_variants() {
    let key = text("p256.pkcs8.pem");
    for quoted in [format!("'{key}'"), format!("\"{}\"", key.replace('\n', "\\n")), format!(" \"{key}")] {
        assert_eq!(error(quoted), KeyError::Quoted);
    }
    for (what, bytes) in [
        ("little-endian", utf16(&key, u16::to_le_bytes, true)),
        ("big-endian", utf16(&key, u16::to_be_bytes, true)),
        ("little-endian without a mark", utf16(&key, u16::to_le_bytes, false)),
        ("big-endian without a mark", utf16(&key, u16::to_be_bytes, false)),
    ] {
        assert_eq!(error(bytes), KeyError::Utf16, "{what}");
    }
    for name in ["client.pem", "C:\\keys\\client key", "~/.ssh/id_rsa", "file:///run/secrets/key", "/run/secrets/key"] {
        assert_eq!(error(name), KeyError::FileName, "{name}");
        assert_eq!(PrivateKey::from_jwk(name).unwrap_err(), KeyError::FileName, "{name}");
        assert_eq!(PrivateKey::from_der(name).unwrap_err(), KeyError::FileName, "{name}");
    }
    assert_eq!(error(STANDARD.encode(key.replace('\n', "\r\n"))), KeyError::Base64OfPem);
    assert_eq!(error(crate::support::base64url(key.as_bytes())), KeyError::Base64OfPem);
    assert_eq!(error(crate::support::base64url(&der("p256.pkcs8.pem"))), KeyError::BareBase64);
    for begin in
        ["----BEGIN PRIVATE KEY-----", "-----BEGIN PRIVATE KEY----", "-----begin private key-----", "BEGIN PRIVATE KEY"]
    {
        assert_eq!(error(key.replace("-----BEGIN PRIVATE KEY-----", begin)), KeyError::DamagedBegin, "{begin}");
    }
}

fn utf16(text: &str, bytes: fn(u16) -> [u8; 2], marked: bool) -> Vec<u8> {
    let mark = marked.then_some(0xfeff);
    mark.into_iter().chain(text.encode_utf16()).flat_map(bytes).collect()
}

#[test]
fn more_than_one_private_key_is_refused_even_if_it_is_the_same() {
    let key = text("p256.pkcs8.pem");
    assert_eq!(error(key.repeat(2)), KeyError::SeveralKeys { count: 2 });
    assert_eq!(error([file("encrypted.pkcs8.pem"), key.into()].concat()), KeyError::SeveralKeys { count: 2 });
}

#[test]
fn from_der_and_from_jwk_name_the_right_constructor() {
    let from_der = |bytes: Vec<u8>| PrivateKey::from_der(bytes).unwrap_err();
    assert_eq!(from_der(file("p256.pkcs8.pem")), KeyError::PemElsewhere);
    assert_eq!(from_der(file("p256.jwk.json")), KeyError::JwkElsewhere);
    assert_eq!(from_der(file("rsa.p12")), KeyError::Pkcs12);
    assert_eq!(from_der(der("rsa.crt.pem")), KeyError::CertificateOnly);
    assert_eq!(from_der(der("request.pem")), KeyError::CertificateRequestOnly);
    assert_eq!(from_der(der("rsa.public.pem")), KeyError::PublicKey { label: "SubjectPublicKeyInfo" });
    assert_eq!(from_der(der("rsa.public.pkcs1.pem")), KeyError::PublicKey { label: "RSA PUBLIC KEY" });
    assert_eq!(from_der(der("encrypted.pkcs8.pem")), KeyError::EncryptedPkcs8);
    assert_eq!(from_der(der("dsa.pkcs8.pem")), KeyError::UnsupportedKey { found: label("a DSA key") });
    assert_eq!(from_der(vec![0]), KeyError::Malformed);
    assert_eq!(from_der(vec![b'A'; 65_537]), KeyError::TooLarge { size: 65_537 });

    let from_jwk = |bytes: Vec<u8>| PrivateKey::from_jwk(bytes).unwrap_err();
    assert_eq!(from_jwk(file("p256.pkcs8.pem")), KeyError::PemElsewhere);
    assert_eq!(from_jwk(der("p256.pkcs8.pem")), KeyError::DerAsText);
    assert_eq!(from_jwk(b"prose".into()), KeyError::Json);
    assert_eq!(from_jwk(b"".into()), KeyError::Empty);
    assert_eq!(from_jwk(utf16("{\"kty\":\"EC\",\"crv\":\"P-256\"}", u16::to_le_bytes, true)), KeyError::Utf16);
}

#[test]
fn a_traditional_dsa_key_and_a_sec1_key_on_another_curve_are_named() {
    assert_eq!(
        PrivateKey::from_der(sole(&file("dsa.traditional.pem"))).unwrap_err(),
        KeyError::UnsupportedKey { found: label("a DSA key") }
    );
    assert_eq!(error(file("secp256k1.sec1.pem")), KeyError::UnsupportedCurve { curve: label("secp256k1") });
    // SEC 1 without the curve.
    let sec1 = der("p256.sec1.pem");
    let without = crate::support::tlv(0x30, &sec1[2..39]);
    assert_eq!(PrivateKey::from_der(without).unwrap_err(), KeyError::WithoutCurve);
}

fn sole(pem: &[u8]) -> Vec<u8> {
    let text = String::from_utf8_lossy(pem);
    STANDARD.decode(text.lines().filter(|line| !line.starts_with("-----")).collect::<String>()).unwrap()
}

#[test]
fn a_key_that_is_cut_off_anywhere_is_an_error() {
    for form in ["rsa.pkcs8.pem", "rsa.pkcs1.pem", "p256.pkcs8.pem", "p256.sec1.pem", "ed25519.pkcs8.pem"] {
        let original = der(form);
        for length in 1..original.len() {
            let error = PrivateKey::from_der(&original[..length]).expect_err(form);
            assert!(matches!(error, KeyError::CutOff | KeyError::Malformed), "{form} {length}: {error:?}");
            assert_eq!(PrivateKey::from_pem(pem("PRIVATE KEY", &original[..length])).unwrap_err(), KeyError::CutOff);
        }
        let longer = [original.as_slice(), &[0]].concat();
        assert_eq!(PrivateKey::from_der(longer).unwrap_err(), KeyError::Malformed, "{form}");
        let text = text(form);
        for length in 1..text.trim_end().len() {
            assert!(PrivateKey::from_pem(&text[..length]).is_err(), "{form} {length}");
        }
    }
}

#[test]
fn a_label_that_could_be_part_of_a_key_is_not_shown() {
    let secret = "MIGHAGEAMBMGBYQGSM49AGEGCCQGSM49AWEHBG0WAWIBAQ";
    let text = format!("-----BEGIN {secret}-----\nAAAA\n-----END PRIVATE KEY-----");
    assert!(!format!("{0} {0:?}", error(text)).contains(&secret[..20]));
    let text = format!("-----BEGIN {secret}-----\nAAAA\n-----END {secret}-----");
    assert_eq!(error(text), KeyError::OtherBlock { label: label("another label") });
}
