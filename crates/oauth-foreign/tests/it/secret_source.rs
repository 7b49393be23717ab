//! Secrets and assertions that are awaited for each transmission.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use oauth_foreign::Canned;
use oauth_io::key::{NotSupplied, SecretSource};
use oauth_io::{Call as _, ClientAuthentication, EncodeError, Error, Secret, send};

use crate::support::{TOKEN, client, now, parameter, response};

/// A vault that rotates the secret with each question.
fn vault() -> SecretSource {
    let asked = Arc::new(AtomicUsize::new(0));
    SecretSource::from_future(move |input| {
        let asked = Arc::clone(&asked);
        async move {
            tokio::time::sleep(Duration::from_millis(50)).await;
            Ok::<_, String>(Secret::new(format!("{}-{}", input.client_id(), asked.fetch_add(1, Ordering::Relaxed))))
        }
    })
}

#[tokio::test(start_paused = true)]
async fn each_transmission_asks_anew_wherever_the_text_goes() {
    let network = Canned::new((0..4).map(|_| Ok(response(200, TOKEN))));
    let post = client(ClientAuthentication::client_secret_post(vault())).client_credentials();
    send(&network, &post).await.unwrap();
    send(&network, &post).await.unwrap();
    send(&network, &client(ClientAuthentication::client_secret_basic(vault())).client_credentials()).await.unwrap();
    send(&network, &client(ClientAuthentication::none()).jwt_bearer(vault())).await.unwrap();
    let requests = network.requests();
    assert_eq!(parameter(&requests[0], "client_secret").as_deref(), Some("id-0"));
    assert_eq!(parameter(&requests[1], "client_secret").as_deref(), Some("id-1"));
    assert_eq!(requests[2].headers()["authorization"], "Basic aWQ6aWQtMA==");
    assert!(requests[2].headers()["authorization"].is_sensitive());
    assert_eq!(parameter(&requests[3], "assertion").as_deref(), Some("id-0"));
}

#[tokio::test]
async fn a_vault_that_fails_sends_nothing() {
    let network = Canned::default();
    let sealed = SecretSource::from_future(|_| async { Err::<Secret, _>("the vault is sealed") });
    let error = send(&network, &client(ClientAuthentication::client_secret_basic(sealed)).client_credentials()).await;
    let Err(Error::Encode(error)) = error else { panic!("{error:?}") };
    assert_eq!(error, EncodeError::NotSupplied(NotSupplied::Secret { reason: "the vault is sealed".into() }));
    assert!(error.is_transient() && network.requests().is_empty());
}

#[test]
fn encode_says_that_somebody_has_to_await() {
    let error = client(ClientAuthentication::client_secret_basic(vault())).client_credentials().encode(now());
    assert!(error.unwrap_err().to_string().contains("has to be awaited"));
}
