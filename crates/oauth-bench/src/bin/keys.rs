//! What a signature costs through `oauth-jose`, beside aws-lc alone and `jsonwebtoken` over the same library, in one run; and
//! an exchange by a signature, beside one by Basic.
//!
//! Each column makes the third part of a JWS: the signature over the same input, in base64url. Keys are loaded before; what
//! a library does with a loaded key at each signature is its own. Prepared by `cargo xtask bench keys`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a benchmark stops at the first surprise")]

use std::hint::black_box;
use std::time::{Instant, SystemTime};

use aws_lc_rs::hmac;
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, Ed25519KeyPair, RSA_PKCS1_SHA256, RSA_PSS_SHA256, RsaEncoding,
    RsaKeyPair,
};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use jsonwebtoken::{Algorithm as Theirs, EncodingKey};
use oauth_core::key::{Algorithm, SigningKey};
use oauth_core::pingone::Region;
use oauth_core::{Call as _, Client, ClientAuthentication, Server};
use oauth_jose::{HmacKey, PrivateKey};

/// How often the columns take turns. The best tenth of each counts: a turn in which the machine did something else does not.
const ROUNDS: usize = 400;
/// The time of one turn: less than a scheduler lets a program run.
const MILLISECONDS: u128 = 2;
/// The input of a client assertion.
const INPUT: usize = 420;
const SECRET: &[u8] = b"a secret of the bench, 32 bytes.";

type Sign = Box<dyn Fn(&[u8]) -> String>;

/// The same signature by three libraries.
struct Row {
    name: &'static str,
    raw: Sign,
    ours: Sign,
    theirs: Sign,
}

fn main() {
    let input: Vec<u8> = b"eyJhbGciOiJSUzI1NiJ9.".iter().copied().cycle().take(INPUT).collect();
    println!("One signature over {INPUT} bytes, in base64url. Microseconds, the best tenth of {ROUNDS} turns.");
    println!("{:12} {:>10} {:>12} {:>14} {:>8} {:>8}", "", "aws-lc-rs", "oauth-jose", "jsonwebtoken", "ours", "theirs");
    for row in rows() {
        let columns = [&row.raw, &row.ours, &row.theirs];
        let count = columns.map(|sign| count(sign, &input));
        let mut times = [const { Vec::new() }; 3];
        for _ in 0..ROUNDS {
            for ((sign, count), times) in columns.into_iter().zip(count).zip(&mut times) {
                times.push(time(sign, &input, count));
            }
        }
        let [raw, ours, theirs] = times.map(|mut times: Vec<f64>| {
            times.sort_by(f64::total_cmp);
            times[ROUNDS / 10]
        });
        let name = row.name;
        println!("{name:12} {raw:>10.2} {ours:>12.2} {theirs:>14.2} {:>8.3} {:>8.2}", ours / raw, theirs / raw);
    }
    exchanges();
}

/// Prints what an exchange costs by each way to authenticate: the request is built and the response read, without a network.
fn exchanges() {
    let key = |algorithm| ClientAuthentication::private_key_jwt(PrivateKey::generate(algorithm).unwrap());
    let ways = [
        ("Basic", ClientAuthentication::client_secret_basic("client-secret")),
        ("HS256", ClientAuthentication::client_secret_jwt(HmacKey::new(Algorithm::Hs256, SECRET).unwrap())),
        ("Ed25519", key(Algorithm::EdDsa)),
        ("ES256", key(Algorithm::Es256)),
        ("RS256-2048", key(Algorithm::Rs256)),
    ];
    let ways: Vec<(&str, Sign)> = ways.into_iter().map(|(name, way)| (name, exchange(way))).collect();
    let counts: Vec<u32> = ways.iter().map(|(_, exchange)| count(exchange, b"")).collect();
    let mut times = vec![Vec::new(); ways.len()];
    for _ in 0..ROUNDS {
        for (((_, exchange), count), times) in ways.iter().zip(&counts).zip(&mut times) {
            times.push(time(exchange, b"", *count));
        }
    }
    println!(
        "One client credentials exchange, by the way to authenticate. Microseconds, the best tenth of {ROUNDS} turns."
    );
    for ((name, _), mut times) in ways.into_iter().zip(times) {
        times.sort_by(f64::total_cmp);
        println!("{name:12} {:>10.2}", times[ROUNDS / 10]);
    }
}

fn exchange(authentication: ClientAuthentication) -> Sign {
    const BODY: &[u8] = br#"{"access_token":"2YotnFZFEjr1zCsicMWpAA","token_type":"Bearer","expires_in":3600}"#;
    let server = Server::pingone(Region::NorthAmerica, "abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6").unwrap();
    let call = Client::new(server, "client-id", authentication).unwrap().client_credentials();
    let response = http::Response::new(BODY);
    Box::new(move |_| {
        let now = SystemTime::UNIX_EPOCH;
        black_box(call.encode(now).unwrap());
        call.decode((&response).into(), now).unwrap().access_token.expose().to_owned()
    })
}

/// How many signatures fill a turn.
fn count(sign: &Sign, input: &[u8]) -> u32 {
    let start = Instant::now();
    let mut count = 0;
    while start.elapsed().as_millis() < MILLISECONDS {
        black_box(sign(input));
        count += 1;
    }
    count
}

/// The time of one signature, in microseconds.
fn time(sign: &Sign, input: &[u8], count: u32) -> f64 {
    let start = Instant::now();
    for _ in 0..count {
        black_box(sign(black_box(input)));
    }
    start.elapsed().as_secs_f64() * 1e6 / f64::from(count)
}

fn rows() -> Vec<Row> {
    let rsa = Stored::new(Algorithm::Rs256);
    let p256 = Stored::new(Algorithm::Es256);
    let ed25519 = Stored::new(Algorithm::EdDsa);
    let raw_rsa = |encoding: &'static dyn RsaEncoding| {
        let key = RsaKeyPair::from_pkcs8(&rsa.der).unwrap();
        text(move |input| {
            let mut signature = vec![0; key.public_modulus_len()];
            key.sign(encoding, &SystemRandom::new(), input, &mut signature).unwrap();
            signature
        })
    };
    let raw_p256 = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &p256.der).unwrap();
    let raw_ed25519 = Ed25519KeyPair::from_pkcs8(&ed25519.der).unwrap();
    let raw_hmac = hmac::Key::new(hmac::HMAC_SHA256, SECRET);
    vec![
        Row {
            name: "RS256-2048",
            raw: raw_rsa(&RSA_PKCS1_SHA256),
            ours: ours(rsa.key.clone()),
            theirs: theirs(Theirs::RS256, EncodingKey::from_rsa_der(&rsa.pkcs1())),
        },
        Row {
            name: "PS256-2048",
            raw: raw_rsa(&RSA_PSS_SHA256),
            ours: ours(rsa.key.clone().with_algorithm(Algorithm::Ps256).unwrap()),
            theirs: theirs(Theirs::PS256, EncodingKey::from_rsa_der(&rsa.pkcs1())),
        },
        Row {
            name: "ES256",
            raw: text(move |input| raw_p256.sign(&SystemRandom::new(), input).unwrap().as_ref().to_vec()),
            ours: ours(p256.key.clone()),
            theirs: theirs(Theirs::ES256, EncodingKey::from_ec_der(&p256.der)),
        },
        Row {
            name: "Ed25519",
            raw: text(move |input| raw_ed25519.sign(input).as_ref().to_vec()),
            ours: ours(ed25519.key.clone()),
            theirs: theirs(Theirs::EdDSA, EncodingKey::from_ed_der(&ed25519.der)),
        },
        Row {
            name: "HS256",
            raw: text(move |input| hmac::sign(&raw_hmac, input).as_ref().to_vec()),
            ours: ours(HmacKey::new(Algorithm::Hs256, SECRET).unwrap()),
            theirs: theirs(Theirs::HS256, EncodingKey::from_secret(SECRET)),
        },
    ]
}

/// A new key, and its PKCS #8.
struct Stored {
    key: PrivateKey,
    der: Vec<u8>,
}

impl Stored {
    fn new(algorithm: Algorithm) -> Self {
        let key = PrivateKey::generate(algorithm).unwrap();
        let pem = key.to_pkcs8_pem().unwrap();
        let base64: String = pem.expose().lines().filter(|line| !line.starts_with('-')).collect();
        Self { key, der: STANDARD.decode(base64).unwrap() }
    }

    /// The PKCS #1 in the PKCS #8 of an RSA key: after 26 bytes of headers.
    fn pkcs1(&self) -> Vec<u8> {
        self.der[26..].to_vec()
    }
}

fn text(sign: impl Fn(&[u8]) -> Vec<u8> + 'static) -> Sign {
    Box::new(move |input| URL_SAFE_NO_PAD.encode(sign(input)))
}

fn ours(key: impl SigningKey + 'static) -> Sign {
    text(move |input| key.sign(input).unwrap())
}

fn theirs(algorithm: Theirs, key: EncodingKey) -> Sign {
    Box::new(move |input| jsonwebtoken::crypto::sign(input, &key, algorithm).unwrap())
}
