//! Assertions that come from elsewhere.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use oauth_core::flow::RoundTrip;
use oauth_core::key::{Algorithm, NotSupplied, SecretSource, Supplied};
use oauth_core::{Call as _, ClientAuthentication, EncodeError, Flow as _, Secret, Step};

use crate::support::{EC_JWK, TestKey, client, form, json, jwt, now};

const THREE_DAYS: u64 = 3 * 24 * 60 * 60;

fn ending_at(exp: &str) -> String {
    jwt(r#"{"alg":"RS256"}"#, &format!(r#"{{"iss":"platform","exp":{exp}}}"#))
}

#[test]
fn one_that_has_ended_is_not_sent() {
    let ended = ending_at(&(1_795_349_000 - THREE_DAYS).to_string());
    let asked = |text: &str| {
        let text = text.to_owned();
        SecretSource::from_fn(move |_| Ok::<_, String>(Secret::new(text.as_str())))
    };
    let of = |source: SecretSource| client(ClientAuthentication::client_assertion(source)).client_credentials();
    for call in [of(ended.as_str().into()), of(asked(&ended))] {
        let error = call.encode(now()).unwrap_err();
        assert_eq!(error, EncodeError::NotSupplied(NotSupplied::Ended { seconds: THREE_DAYS }));
        assert!(error.is_transient() && !error.needs_sign_in());
        assert!(error.to_string().contains("the platform has not renewed it"), "{error}");
    }
    let client = client(ClientAuthentication::none());
    for source in [SecretSource::from(ended.as_str()), asked(&ended)] {
        let error = client.jwt_bearer(source).encode(now()).unwrap_err();
        assert_eq!(error, EncodeError::NotSupplied(NotSupplied::Ended { seconds: THREE_DAYS }));
    }
    // An awaited one is looked at when it is there.
    let awaited = SecretSource::from_future(|_| async { Ok::<_, String>(Secret::new("unused")) });
    let mut draft = of(awaited).draft(now()).unwrap();
    assert!(draft.need().unwrap().is_some());
    let error = draft.supply(Ok(Supplied::Secret(Secret::new(ended.as_str())))).unwrap_err();
    assert_eq!(error, EncodeError::NotSupplied(NotSupplied::Ended { seconds: THREE_DAYS }));
}

#[test]
fn only_an_exp_that_is_certainly_past_holds_it_back() {
    let exps = ["1795349001", "1795349000.5", "1.795349060e9", "1e400", "\"1\"", "null", "-1", "[]"];
    let texts =
        exps.map(ending_at).into_iter().chain(["opaque".to_owned(), "a.b.c".to_owned(), "a.b.c.d.e".to_owned()]);
    for text in texts {
        let call = client(ClientAuthentication::client_assertion(text.as_str())).client_credentials();
        let sent = form(&call.encode(now()).unwrap()).into_iter().find(|(name, _)| name == "client_assertion");
        assert_eq!(sent.unwrap().1, text);
    }
    for exp in ["1795349000", "1795348999.9", "0"] {
        let call = client(ClientAuthentication::client_assertion(ending_at(exp).as_str())).client_credentials();
        assert!(call.encode(now()).is_err(), "{exp}");
    }
}

#[test]
fn after_a_demanded_nonce_the_source_is_asked_again() {
    let text = ending_at("1795349600");
    for renews in [false, true] {
        let asked = Arc::new(AtomicU32::new(0));
        let (count, text) = (Arc::clone(&asked), text.clone());
        let source = SecretSource::from_fn(move |_| {
            let count = count.fetch_add(1, Ordering::Relaxed);
            Ok::<_, String>(Secret::new(if renews { format!("{text}{count}") } else { text.clone() }))
        });
        let client = client(ClientAuthentication::client_assertion(source))
            .with_dpop(TestKey::new(Algorithm::Es256).jwk(EC_JWK).key())
            .unwrap();
        let mut flow = RoundTrip::new(client.client_credentials());
        assert!(matches!(flow.step(now()), Ok(Step::Send(_))));
        let mut challenge = json(400, r#"{"error":"use_dpop_nonce"}"#);
        challenge.headers_mut().insert("dpop-nonce", "n1".parse().unwrap());
        flow.receive((&challenge).into(), now() + Duration::from_secs(1));
        assert!(matches!(flow.step(now()), Ok(Step::Send(_))), "once more");
        assert_eq!(asked.load(Ordering::Relaxed), 2);
        flow.receive((&json(401, r#"{"error":"invalid_client"}"#)).into(), now());
        let Err(error) = flow.step(now()) else { panic!("an error") };
        let message = error.to_string();
        let told = "the same assertion went out twice, since the server demanded a nonce in the proof of possession; it comes \
                    from elsewhere and cannot be made fresh";
        assert_eq!(message.contains(told), !renews, "{message}");
    }
}
