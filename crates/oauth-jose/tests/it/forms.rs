//! Every form in which a private key arrives loads, as the same key.

use oauth_core::key::Algorithm;
use oauth_jose::{KeyError, PrivateKey};

use crate::support::{assert_signs, der, error, file, pem, text, thumbprint, tlv};

fn assert_loads(pem: impl AsRef<[u8]>, name: &str, what: &str) {
    let key = PrivateKey::from_pem(pem).unwrap_or_else(|error| panic!("{what}: {error}"));
    assert_eq!(key.thumbprint(), thumbprint(name), "{what}");
}

/// The PEM files of an RSA key and of a P-256 key, in both of their forms.
const FILES: [(&str, &str); 5] = [
    ("rsa", "rsa.pkcs8.pem"),
    ("rsa", "rsa.pkcs1.pem"),
    ("p256", "p256.pkcs8.pem"),
    ("p256", "p256.sec1.pem"),
    ("p256", "p256.parameters.pem"),
];

#[test]
fn pkcs8_pkcs1_and_sec1_load_from_pem_and_der() {
    for (name, form) in FILES.into_iter().chain([
        ("p384", "p384.pkcs8.pem"),
        ("p384", "p384.sec1.pem"),
        ("p521", "p521.pkcs8.pem"),
        ("p521", "p521.sec1.pem"),
        ("ed25519", "ed25519.pkcs8.pem"),
        ("rsa-pss", "rsa-pss.pkcs8.pem"),
        ("rsa-pss-sha384", "rsa-pss-sha384.pkcs8.pem"),
        ("p256", "p256-compressed.sec1.pem"),
        ("rsa", "rsa.bag-attributes.pem"),
    ]) {
        assert_loads(file(form), name, form);
        if !matches!(form, "p256.parameters.pem" | "rsa.bag-attributes.pem") {
            assert_eq!(PrivateKey::from_der(der(form)).unwrap().thumbprint(), thumbprint(name), "{form}");
        }
    }
}

#[test]
fn what_editors_and_copies_do_to_a_pem_does_not_matter() {
    let spaces = |text: &str| text.replace('\n', "  \t\n");
    let certificate = text("p256.crt.pem");
    for (name, form) in FILES {
        let original = text(form);
        for (what, changed) in [
            ("CRLF", original.replace('\n', "\r\n")),
            ("CR", original.replace('\n', "\r")),
            ("a byte order mark", format!("\u{feff}{original}")),
            ("spaces at the ends of lines", spaces(&original)),
            ("spaces at the beginnings of lines", original.replace('\n', "\n    ")),
            ("blank lines around", format!("\n\n \n{original}\n\n")),
            ("blank lines between", original.replace('\n', "\n\n")),
            ("no final newline", original.trim_end().to_owned()),
            (
                "text above",
                format!("Bag Attributes\n    friendlyName: a-b c: d\nKey Attributes: <No Attributes>\n{original}"),
            ),
            ("a certificate before", format!("{certificate}{original}")),
            ("a certificate after", format!("{original}{certificate}")),
            ("one line with backslash n", original.replace('\n', "\\n")),
            ("one line with backslash r n", original.replace('\n', "\\r\\n")),
            ("one line with two backslashes and n", original.replace('\n', "\\\\n")),
            ("lines that a shell continues", original.replace('\n', "\\\n")),
            ("one line with spaces", original.replace('\n', " ")),
            ("one line with nothing", original.replace('\n', "")),
            ("all of them", format!("\u{feff}\r\n{certificate}{}", spaces(&original).replace('\n', "\r\n").trim_end())),
        ] {
            assert_loads(&changed, name, &format!("{form}: {what}"));
        }
    }
}

#[test]
fn a_header_that_does_not_encrypt_is_stepped_over() {
    for newline in ["\n", "\r\n", "\\n"] {
        let headers = "-----\nComment: key_1 of \"orders\"\nX-Other: a:b\n\n";
        let changed = text("p256.sec1.pem").replacen("-----\n", headers, 1).replace('\n', newline);
        assert_loads(changed, "p256", newline);
    }
}

#[test]
fn the_content_says_more_than_the_label() {
    for (form, label) in
        [("rsa.pkcs8.pem", "RSA PRIVATE KEY"), ("p256.sec1.pem", "PRIVATE KEY"), ("p256.pkcs8.pem", "EC PRIVATE KEY")]
    {
        let name = form.split('.').next().unwrap();
        assert_loads(pem(label, &der(form)), name, label);
    }
}

/// A P-256 key in PKCS #8: without the point, with it inside, and with it after the key.
fn p256(inside: bool, after: Option<&[u8]>) -> Vec<u8> {
    let sec1 = der("p256.sec1.pem");
    // The fixed form that OpenSSL writes: version, number, curve and point.
    let private = &sec1[7..39];
    let point = &sec1[sec1.len() - 65..];
    let inner =
        [vec![2, 1, 1], tlv(4, private), if inside { tlv(0xa1, &tlv(3, &[&[0], point].concat())) } else { vec![] }]
            .concat();
    let algorithm =
        [tlv(6, &[0x2a, 0x86, 0x48, 0xce, 0x3d, 2, 1]), tlv(6, &[0x2a, 0x86, 0x48, 0xce, 0x3d, 3, 1, 7])].concat();
    let version = if after.is_some() { 1 } else { 0 };
    let parts =
        [vec![2, 1, version], tlv(0x30, &algorithm), tlv(4, &tlv(0x30, &inner)), after.unwrap_or_default().to_vec()];
    tlv(0x30, &parts.concat())
}

/// An Ed25519 key in PKCS #8, with this after the seed.
fn ed25519(after: Option<&[u8]>) -> Vec<u8> {
    let original = der("ed25519.pkcs8.pem");
    let seed = &original[original.len() - 34..];
    let version = if after.is_some() { 1 } else { 0 };
    let algorithm = tlv(0x30, &tlv(6, &[0x2b, 0x65, 0x70]));
    tlv(0x30, &[vec![2, 1, version], algorithm, tlv(4, seed), after.unwrap_or_default().to_vec()].concat())
}

#[test]
fn a_public_half_may_be_missing_or_stand_in_any_of_the_places_where_others_write_it() {
    let sec1 = der("p256.sec1.pem");
    let point = [&[0], &sec1[sec1.len() - 65..]].concat();
    let x = [vec![0], crate::support::decode(&jwk_member("ed25519", "x"))].concat();
    for (what, name, key) in [
        ("none", "p256", p256(false, None)),
        ("inside", "p256", p256(true, None)),
        ("RFC 5958", "p256", p256(false, Some(&tlv(0x81, &point)))),
        ("both", "p256", p256(true, Some(&tlv(0x81, &point)))),
        ("ring", "p256", p256(true, Some(&tlv(0xa1, &tlv(3, &point))))),
        ("none", "ed25519", ed25519(None)),
        ("RFC 5958", "ed25519", ed25519(Some(&tlv(0x81, &x)))),
        ("ring", "ed25519", ed25519(Some(&tlv(0xa1, &tlv(3, &x))))),
        ("attributes", "ed25519", ed25519(Some(&[tlv(0xa0, &tlv(0x30, &[])), tlv(0x81, &x)].concat()))),
    ] {
        assert_eq!(PrivateKey::from_der(&key).unwrap().thumbprint(), thumbprint(name), "{name}, {what}");
        assert_loads(pem("PRIVATE KEY", &key), name, what);
    }
    assert_loads(file("p256-private-only.sec1.pem"), "p256", "SEC 1, OpenSSL without the point");
    assert_loads(file("p256-private-only.pkcs8.pem"), "p256", "PKCS #8, OpenSSL without the point");
}

#[test]
fn a_public_half_of_another_key_is_refused_wherever_it_stands() {
    let other = {
        let key = PrivateKey::generate(Algorithm::Es256).unwrap();
        let jwk = key.jwk();
        [&[0, 4], jwk.x().unwrap(), jwk.y().unwrap()].concat()
    };
    let x = [&[0][..], PrivateKey::generate(Algorithm::EdDsa).unwrap().jwk().x().unwrap()].concat();
    let mut flipped = p256(true, None);
    *flipped.last_mut().unwrap() ^= 1;
    for key in [
        p256(false, Some(&tlv(0x81, &other))),
        p256(true, Some(&tlv(0x81, &other))),
        p256(false, Some(&tlv(0xa1, &tlv(3, &other)))),
        flipped,
        ed25519(Some(&tlv(0x81, &x))),
        ed25519(Some(&tlv(0xa1, &tlv(3, &x)))),
    ] {
        assert_eq!(PrivateKey::from_der(&key).unwrap_err(), KeyError::PublicMismatch);
        assert_eq!(error(pem("PRIVATE KEY", &key)), KeyError::PublicMismatch);
    }
}

#[test]
fn a_compressed_point_is_one_of_two() {
    let curves = [
        ("p256", [0x2a, 0x86, 0x48, 0xce, 0x3d, 3, 1, 7].as_slice()),
        ("p384", &[0x2b, 0x81, 4, 0, 0x22]),
        ("p521", &[0x2b, 0x81, 4, 0, 0x23]),
    ];
    for (name, curve) in curves {
        let [d, x, y] = ["d", "x", "y"].map(|member| crate::support::decode(&jwk_member(name, member)));
        // The second coordinate is even or odd.
        let right = 2 + (y[y.len() - 1] & 1);
        for first in 0..=u8::MAX {
            let public = tlv(0xa1, &tlv(3, &[&[0, first], x.as_slice()].concat()));
            let key = tlv(0x30, &[vec![2, 1, 1], tlv(4, &d), tlv(0xa0, &tlv(6, curve)), public].concat());
            let loaded = PrivateKey::from_der(key).map(|key| key.thumbprint().to_owned());
            let expected = if first == right { Ok(thumbprint(name)) } else { Err(KeyError::PublicMismatch) };
            assert_eq!(loaded, expected, "{name} {first}");
        }
    }
}

#[test]
fn a_curve_that_is_named_twice_is_the_same_curve() {
    let with = |inner: &[u8]| {
        let key = [vec![2, 1, 1], tlv(4, &[7]), tlv(0xa0, &tlv(6, inner))].concat();
        let algorithm =
            [tlv(6, &[0x2a, 0x86, 0x48, 0xce, 0x3d, 2, 1]), tlv(6, &[0x2a, 0x86, 0x48, 0xce, 0x3d, 3, 1, 7])];
        let parts = [vec![2, 1, 0], tlv(0x30, &algorithm.concat()), tlv(4, &tlv(0x30, &key))];
        PrivateKey::from_der(tlv(0x30, &parts.concat()))
    };
    assert!(with(&[0x2a, 0x86, 0x48, 0xce, 0x3d, 3, 1, 7]).is_ok());
    assert_eq!(with(&[0x2b, 0x81, 4, 0, 0x22]).unwrap_err(), KeyError::Malformed);
}

#[test]
fn a_number_without_its_leading_zeros_or_with_one_more_is_the_same_number() {
    let (original, jwk) = (der("p256.sec1.pem"), text("p256.jwk.json"));
    assert!(jwk.contains("\"d\""));
    let private = &original[7..39];
    let longer = tlv(0x30, &[vec![2, 1, 1], tlv(4, &[&[0], private].concat()), original[39..51].to_vec()].concat());
    assert_eq!(PrivateKey::from_der(longer).unwrap().thumbprint(), thumbprint("p256"));
    let small = tlv(0x30, &[vec![2, 1, 1], tlv(4, &[7]), original[39..51].to_vec()].concat());
    let key = PrivateKey::from_der(small).unwrap();
    assert_signs(&key, Algorithm::Es256);
}

#[test]
fn a_new_key_is_stored_and_loaded_as_the_same_key() {
    use Algorithm::{Ed25519, EdDsa, Es256, Es384, Es512, Ps256, Rs512};
    for algorithm in [Ed25519, EdDsa, Es256, Es384, Es512, Ps256, Rs512] {
        let key = PrivateKey::generate(algorithm).unwrap();
        assert_signs(&key, algorithm);
        let pem = key.to_pkcs8_pem().unwrap();
        assert!(pem.expose().lines().all(|line| line.len() <= 64));
        let loaded = PrivateKey::from_pem(pem.expose()).unwrap();
        assert_eq!(loaded.thumbprint(), key.thumbprint());
        assert_signs(&loaded.with_algorithm(algorithm).unwrap(), algorithm);
    }
    for algorithm in [Algorithm::Hs256, Algorithm::Hs384, Algorithm::Hs512] {
        assert_eq!(PrivateKey::generate(algorithm).unwrap_err(), KeyError::Generate { algorithm });
    }
}

#[test]
fn what_is_stored_is_what_openssl_wrote() {
    for form in ["rsa.pkcs8.pem", "p256.pkcs8.pem", "p384.pkcs8.pem", "p521.pkcs8.pem", "ed25519.pkcs8.pem"] {
        let stored = PrivateKey::from_pem(file(form)).unwrap().to_pkcs8_pem().unwrap();
        assert_eq!(stored.expose(), text(form));
    }
}

fn jwk_member(name: &str, member: &str) -> String {
    let jwk: serde_json::Value = serde_json::from_str(&text(&format!("{name}.jwk.json"))).unwrap();
    jwk[member].as_str().unwrap().to_owned()
}
