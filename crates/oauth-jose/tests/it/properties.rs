//! Random input: nothing panics, and what is read is what was written.

use oauth_core::key::{Algorithm, Jwk, SigningKey as _, Verifier as _, ecdsa_from_der};
use oauth_jose::{CompactJws, HmacKey, JwsVerifier, PrivateKey};
use proptest::prelude::*;

use crate::support::{der, file, pem, text, thumbprint, tlv};

/// A key, with some bytes replaced, inserted or removed.
fn damaged(original: Vec<u8>) -> impl Strategy<Value = Vec<u8>> {
    let edits = prop::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0..3u8), 1..6);
    edits.prop_map(move |edits| {
        let mut bytes = original.clone();
        for (at, byte, kind) in edits {
            if bytes.is_empty() {
                break;
            }
            let at = at.index(bytes.len());
            match kind {
                0 => bytes[at] = byte,
                1 => bytes.insert(at, byte),
                _ => drop(bytes.remove(at)),
            }
        }
        bytes
    })
}

fn load_in_every_way(bytes: &[u8]) {
    for loaded in [PrivateKey::from_pem(bytes), PrivateKey::from_der(bytes), PrivateKey::from_jwk(bytes)] {
        match loaded {
            Ok(key) => drop(key.sign(b"input").unwrap()),
            Err(error) => assert!(error.to_string().len() < 400),
        }
    }
    let key = PrivateKey::from_pem(file("ed25519.pkcs8.pem")).unwrap();
    let _ = key.with_certificates_pem(bytes);
}

proptest! {
    #[test]
    fn any_bytes_are_a_key_or_an_error(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        load_in_every_way(&bytes);
        let _ = ecdsa_from_der(Algorithm::Es256, &bytes);
    }

    #[test]
    fn any_text_like_a_pem_is_a_key_or_an_error(
        text in "(-----BEGIN [A-Z ]{0,20}-----|-----END [A-Z ]{0,20}-----|\\\\n|\n|[A-Za-z0-9+/=]{0,70}|: |\"){0,12}",
    ) {
        load_in_every_way(text.as_bytes());
    }

    #[test]
    fn a_damaged_key_is_a_key_or_an_error(
        bytes in prop::sample::select(vec!["rsa.pkcs1.pem", "p256.sec1.pem", "p384.pkcs8.pem", "ed25519.pkcs8.pem"])
            .prop_flat_map(|form| prop_oneof![damaged(der(form)), damaged(file(form))]),
    ) {
        load_in_every_way(&bytes);
        load_in_every_way(pem("PRIVATE KEY", &bytes).as_bytes());
    }

    #[test]
    fn a_damaged_jwk_or_certificate_is_read_or_an_error(
        bytes in prop::sample::select(vec!["rsa.jwk.json", "p256.jwk.json", "ed25519.jwk.json", "ed25519.crt.pem"])
            .prop_flat_map(|form| damaged(file(form))),
    ) {
        load_in_every_way(&bytes);
        if let Ok(text) = std::str::from_utf8(&bytes) {
            if let Ok(key) = Jwk::from_json(text) {
                let _ = JwsVerifier.verify(Algorithm::Rs256, &key, b"input", &[0; 256]);
                let _ = JwsVerifier.verify(Algorithm::Es256, &key, b"input", &[0; 64]);
                let _ = JwsVerifier.verify(Algorithm::EdDsa, &key, b"input", &[0; 64]);
                let again = key.to_json().map(|json| Jwk::from_json(&json).unwrap().thumbprint());
                prop_assert_eq!(again, key.thumbprint().map(Some));
            }
        }
    }

    #[test]
    fn any_text_is_a_jws_or_an_error(text in "[A-Za-z0-9_.-]{0,200}", junk in ".{0,40}") {
        let _ = CompactJws::read(&text);
        let _ = CompactJws::read(&junk);
    }

    #[test]
    fn white_space_anywhere_in_the_content_of_a_pem_does_not_matter(
        places in prop::collection::vec((28..240usize, prop::sample::select(vec![" ", "\t", "\r\n", "\n", "\\n", "\\r\\n"])), 0..20),
    ) {
        let mut text = text("p256.pkcs8.pem");
        let (first, last) = (27, text.find("-----END").unwrap());
        let mut places = places;
        places.sort_unstable();
        for (at, space) in places.into_iter().rev() {
            text.insert_str(at.clamp(first, last), space);
        }
        prop_assert_eq!(PrivateKey::from_pem(&text).map(|key| key.thumbprint().to_owned()), Ok(thumbprint("p256")));
    }

    #[test]
    fn der_becomes_fixed_width_and_keeps_its_numbers(r in prop::collection::vec(any::<u8>(), 1..33), s in 1..u64::MAX) {
        let integer = |bytes: &[u8]| {
            let bytes = &bytes[bytes.iter().take_while(|&&byte| byte == 0).count()..];
            let pad: &[u8] = if bytes.first().is_none_or(|first| *first >= 0x80) { &[0] } else { &[] };
            tlv(2, &[pad, bytes].concat())
        };
        let der = tlv(0x30, &[integer(&r), integer(&s.to_be_bytes())].concat());
        match ecdsa_from_der(Algorithm::Es256, &der) {
            Ok(fixed) => {
                let (first, second) = fixed.split_at(32);
                prop_assert_eq!(first, [&vec![0; 32 - r.len()], r.as_slice()].concat());
                prop_assert_eq!(second, [&[0; 24], s.to_be_bytes().as_slice()].concat());
            }
            Err(_) => prop_assert!(r.iter().all(|&byte| byte == 0)),
        }
    }

    #[test]
    fn what_is_signed_is_verified(input in prop::collection::vec(any::<u8>(), 0..300), secret in "[ -~]{32,80}") {
        for name in ["p256", "ed25519"] {
            let key = PrivateKey::from_pem(file(&format!("{name}.pkcs8.pem"))).unwrap();
            let signature = key.sign(&input).unwrap();
            prop_assert_eq!(JwsVerifier.verify(key.algorithm(), &key.jwk(), &input, &signature), Ok(()));
        }
        let key = HmacKey::new(Algorithm::Hs256, secret).unwrap();
        prop_assert_eq!(key.verify(&input, &key.sign(&input).unwrap()), Ok(()));
    }
}
