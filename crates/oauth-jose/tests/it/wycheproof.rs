//! Project Wycheproof's vectors of JWS: each is accepted or refused as it says.

use oauth_core::key::{Algorithm, Jwk};
use oauth_jose::{CompactJws, HmacKey, JwsVerifier};
use serde_json::Value;

use crate::support::vectors;

/// The vectors that end differently here, and why.
const DIFFERENT: [(u64, &str); 8] = [
    (346, "the JWK is for PS256, and the token is PS384: a key has one algorithm (RFC 8725 §3.1)"),
    (350, "the same"),
    (347, "the JWK is for ES521, which does not exist; without this alg the token verifies, see below"),
    (351, "the same"),
    (367, "the text is that of the valid vector 357, without the padding that it is named for"),
    (370, "the same"),
    (372, "a `?` in the base64url of the header: characters outside of the alphabet are refused (RFC 7515 §2)"),
    (373, "the same in the payload"),
];

const ALGORITHMS: [Algorithm; 14] = [
    Algorithm::Ed25519,
    Algorithm::EdDsa,
    Algorithm::Es256,
    Algorithm::Es384,
    Algorithm::Es512,
    Algorithm::Hs256,
    Algorithm::Hs384,
    Algorithm::Hs512,
    Algorithm::Ps256,
    Algorithm::Ps384,
    Algorithm::Ps512,
    Algorithm::Rs256,
    Algorithm::Rs384,
    Algorithm::Rs512,
];

fn is_accepted(key: &Value, algorithm: Algorithm, text: &str) -> bool {
    let Ok(jws) = CompactJws::read(text) else { return false };
    if algorithm.is_symmetric() {
        let key = HmacKey::from_base64url(algorithm, key["k"].as_str().unwrap()).unwrap();
        return jws.verify_with_secret(&key).is_ok();
    }
    let key = Jwk::from_json(&key.to_string()).unwrap();
    jws.verify(&JwsVerifier, algorithm, &key).is_ok()
}

#[test]
fn every_vector_is_accepted_or_refused_as_it_says() {
    let all = vectors("wycheproof_json_web_signature.json");
    let (mut count, mut accepted, mut wrong) = (0, 0, Vec::new());
    for group in all["testGroups"].as_array().unwrap() {
        let key = if group["public"].is_null() { &group["private"] } else { &group["public"] };
        // The algorithm that a receiver would have set: the one that the key names, or else any.
        let named = ALGORITHMS.into_iter().find(|each| Some(each.as_str()) == key["alg"].as_str());
        for test in group["tests"].as_array().unwrap() {
            let text = test["jws"].as_str().unwrap();
            let accepts = |algorithm: Algorithm| {
                let fits = algorithm.is_symmetric() == (key["kty"] == "oct");
                fits && is_accepted(key, algorithm, text)
            };
            let is_accepted = named.map_or_else(|| ALGORITHMS.into_iter().any(accepts), accepts);
            let id = test["tcId"].as_u64().unwrap();
            count += 1;
            accepted += u32::from(is_accepted);
            let different = DIFFERENT.iter().any(|(each, _)| *each == id);
            if (is_accepted == (test["result"] == "valid")) == different {
                wrong.push(format!("{id} {} ({}): {is_accepted}", test["comment"], group["comment"]));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!((count, accepted), (401, 42));
}

#[test]
fn the_vectors_whose_key_names_another_algorithm_verify_without_it() {
    let all = vectors("wycheproof_json_web_signature.json");
    let groups = all["testGroups"].as_array().unwrap().iter();
    let mut verified = 0;
    for (group, test) in
        groups.flat_map(|group| group["tests"].as_array().unwrap().iter().map(move |test| (group, test)))
    {
        let algorithm = match test["tcId"].as_u64().unwrap() {
            346 | 350 => Algorithm::Ps384,
            347 | 351 => Algorithm::Es512,
            _ => continue,
        };
        let mut key = group["public"].clone();
        key.as_object_mut().unwrap().remove("alg");
        assert!(is_accepted(&key, algorithm, test["jws"].as_str().unwrap()));
        verified += 1;
    }
    assert_eq!(verified, 4);
}
