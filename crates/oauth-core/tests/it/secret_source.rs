//! Secrets and assertions that are obtained for each request.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use oauth_core::key::{NotSupplied, SecretSource};
use oauth_core::token::TokenTypeIdentifier;
use oauth_core::{Call as _, EncodeError, Secret};

use crate::support::{basic, client, form, now};

#[test]
fn a_callback_is_called_for_every_request() {
    let asked = Arc::new(AtomicUsize::new(0));
    let assertion = {
        let asked = Arc::clone(&asked);
        SecretSource::from_fn(move |_| {
            Ok::<_, std::fmt::Error>(Secret::new(format!("jwt{}", asked.fetch_add(1, Ordering::Relaxed))))
        })
    };
    let call = client(basic()).jwt_bearer(assertion.clone());
    assert_eq!(asked.load(Ordering::Relaxed), 0, "not called yet");
    for expected in ["jwt0", "jwt1"] {
        assert_eq!(form(&call.clone().encode(now()).unwrap())[1], ("assertion".into(), expected.into()));
    }
    let exchange = client(basic()).token_exchange(assertion, TokenTypeIdentifier::JWT);
    assert_eq!(form(&exchange.encode(now()).unwrap())[1], ("subject_token".into(), "jwt2".into()));
}

#[test]
fn the_error_of_a_callback_is_reported() {
    let call = client(basic()).jwt_bearer(SecretSource::from_fn(|_| Err("the signer is locked")));
    let error = call.encode(now()).unwrap_err();
    assert_eq!(error, EncodeError::NotSupplied(NotSupplied::Secret { reason: "the signer is locked".into() }));
    assert_eq!(error.to_string(), "there is no secret or assertion: the signer is locked");
}
