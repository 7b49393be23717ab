//! The certificates of a key.

use oauth_core::key::{Certificate, Key, SigningKey as _};
use oauth_jose::{CertificateError, KeyError, PrivateKey};

use crate::support::{der, file, pem, text};

fn key(name: &str) -> PrivateKey {
    PrivateKey::from_pem(file(&format!("{name}.pkcs8.pem"))).unwrap()
}

fn fingerprint(line: usize) -> Vec<u8> {
    let text = text("rsa.crt.fingerprints");
    let hex = text.lines().nth(line).unwrap().split('=').nth(1).unwrap();
    hex.split(':').map(|byte| u8::from_str_radix(byte, 16).unwrap()).collect()
}

fn rsa(pem: &str) -> Certificate {
    key("rsa").with_certificates_pem(pem).unwrap().certificate().unwrap().clone()
}

#[test]
fn the_thumbprints_are_the_fingerprints_that_openssl_prints() {
    let certificate = rsa(&text("rsa.crt.pem"));
    assert_eq!(certificate.sha1().as_slice(), fingerprint(0));
    assert_eq!(certificate.sha256().as_slice(), fingerprint(1));
    assert_eq!(certificate.chain(), [der("rsa.crt.pem")]);
    let held = Key::new(key("rsa").with_certificates_pem(text("rsa.crt.pem")).unwrap());
    assert_eq!(held.certificate(), Some(&certificate));
}

#[test]
fn the_chain_begins_with_the_certificate_of_the_key_in_whatever_order_it_came() {
    let [leaf, intermediate, root] = ["rsa.crt.pem", "intermediate.crt.pem", "root.crt.pem"].map(text);
    let chain = ["rsa.crt.pem", "intermediate.crt.pem", "root.crt.pem"].map(der);
    let stranger = text("p256.crt.pem");
    for order in [[&leaf, &intermediate, &root], [&intermediate, &leaf, &root], [&root, &intermediate, &leaf]] {
        let text = order.map(String::as_str).concat();
        assert_eq!(rsa(&text).chain(), chain);
        assert_eq!(rsa(&format!("{stranger}{text}{stranger}")).chain(), chain);
    }
    assert_eq!(rsa(&format!("{leaf}{root}{intermediate}{root}")).chain(), chain);
    assert_eq!(rsa(&format!("{intermediate}{leaf}")).chain(), chain[..2].to_vec());
    assert_eq!(rsa(&format!("{root}{leaf}")).chain(), chain[..1].to_vec());
}

#[test]
fn keys_and_other_blocks_in_the_text_are_stepped_over() {
    let text = format!("{}Bag Attributes\n{}", text("rsa.pkcs8.pem"), text("rsa.crt.pem").replace('\n', "\r\n"));
    assert_eq!(rsa(&text).chain().len(), 1);
    for name in ["p256", "ed25519"] {
        assert!(key(name).with_certificates_pem(file(&format!("{name}.crt.pem"))).is_ok(), "{name}");
    }
}

#[test]
fn certificates_that_are_missing_damaged_or_of_another_key_are_refused() {
    let from = |pem: &[u8]| key("rsa").with_certificates_pem(pem).unwrap_err();
    assert_eq!(from(&file("p256.crt.pem")), CertificateError::OtherKey);
    assert_eq!(from(&file("intermediate.crt.pem")), CertificateError::OtherKey);
    assert_eq!(from(&file("rsa.pkcs8.pem")), CertificateError::Missing);
    assert_eq!(from(b"prose"), CertificateError::Missing);
    assert_eq!(from(b""), CertificateError::Input(KeyError::Empty));
    let damaged = pem("CERTIFICATE", &[0x30, 1, 0]);
    assert_eq!(from(format!("{}{damaged}", text("rsa.crt.pem")).as_bytes()), CertificateError::Damaged { place: 2 });
    let wrong = text("rsa.crt.pem").replacen('M', "*", 1);
    assert_eq!(from(wrong.as_bytes()), CertificateError::Input(KeyError::InvalidBase64 { line: 2 }));
    assert_eq!(from(&vec![b'A'; 1024 * 1024]), CertificateError::Input(KeyError::TooLarge { size: 1_048_576 }));
    let der = der("rsa.crt.pem");
    for length in 1..der.len() {
        let cut = pem("CERTIFICATE", &der[..length]);
        assert_eq!(from(cut.as_bytes()), CertificateError::Damaged { place: 1 });
    }
}
