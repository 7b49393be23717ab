//! Secrets and assertions that are awaited for each request.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use oauth_foreign::Canned;
use oauth_io::key::{NotSupplied, SecretSource};
use oauth_io::{Call as _, ClientAuthentication, EncodeError, Error, Secret, send};

use crate::support::{TOKEN, client, now, parameter, response};

/// A vault that rotates the secret with each request.
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
async fn each_request_gets_a_new_secret_wherever_it_is_placed() {
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
async fn nothing_is_sent_if_the_vault_fails() {
    let network = Canned::default();
    let sealed = SecretSource::from_future(|_| async { Err::<Secret, _>("the vault is sealed") });
    let error = send(&network, &client(ClientAuthentication::client_secret_basic(sealed)).client_credentials()).await;
    let Err(Error::Encode(error)) = error else { panic!("{error:?}") };
    assert_eq!(error, EncodeError::NotSupplied(NotSupplied::Secret { reason: "the vault is sealed".into() }));
    assert!(error.is_transient() && network.requests().is_empty());
}

#[test]
fn encode_reports_that_the_secret_must_be_awaited() {
    let error = client(ClientAuthentication::client_secret_basic(vault())).client_credentials().encode(now());
    assert!(error.unwrap_err().to_string().contains("has to be awaited"));
}
