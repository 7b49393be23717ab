//! Secrets that are asked for when they are needed, and that are replaced.

use std::fs;
use std::sync::{Arc, Mutex};

use oauth_io::key::SecretSource;
use oauth_io::lifecycle::FailureKind;
use oauth_io::{Secret, TokenError, TokenSource, secret_file};

use super::{client, service, source, text};

/// A secret that a test replaces.
fn replaceable(secret: &str) -> (Arc<Mutex<String>>, SecretSource) {
    let kept = Arc::new(Mutex::new(secret.to_owned()));
    let read = Arc::clone(&kept);
    let source = SecretSource::from_fn(move |_| match read.lock().unwrap().as_str() {
        "" => Err("the secret is just being replaced".to_owned()),
        text => Ok(Secret::from(text)),
    });
    (kept, source)
}

#[test]
fn a_secret_is_asked_for_at_each_transmission() {
    let (line, _) = service();
    let (kept, secret) = replaceable("secret");
    let source = source(&line, &client(&line, secret));
    let first = text(&source).unwrap();
    line.server().rotate_secret("id", "newer", std::time::Duration::ZERO).unwrap();
    *kept.lock().unwrap() = "newer".to_owned();
    line.pass(3_600);
    assert_ne!(text(&source).unwrap(), first);
    assert_eq!(line.sent(), 2);
}

#[test]
fn a_secret_that_cannot_be_had_is_asked_for_again_and_nothing_is_sent() {
    let (line, _) = service();
    let (kept, secret) = replaceable("");
    let source = source(&line, &client(&line, secret));
    let error = text(&source).unwrap_err();
    assert!(matches!(&error, TokenError::Later(failing) if failing.kind == FailureKind::NotSupplied), "{error:?}");
    assert!(error.to_string().contains("just being replaced"), "{error}");
    assert_eq!(line.sent(), 0);
    *kept.lock().unwrap() = "secret".to_owned();
    line.pass(2);
    assert!(text(&source).is_ok());
}

#[test]
fn a_secret_file_is_read_for_each_request() {
    let path = std::env::temp_dir().join(format!("oauth-io-source-{}", std::process::id()));
    fs::write(&path, "secret\n").unwrap();
    let (line, _) = service();
    let source = source(&line, &client(&line, secret_file(&path)));
    let first = text(&source).unwrap();
    // It is empty for a moment, because another program is replacing it.
    fs::write(&path, "").unwrap();
    line.pass(3_450);
    assert_eq!(text(&source).unwrap(), first);
    line.await_landing();
    assert_eq!((line.sent(), source.stats().kind), (1, Some(FailureKind::NotSupplied)));
    line.server().rotate_secret("id", "newer", std::time::Duration::ZERO).unwrap();
    fs::write(&path, "newer").unwrap();
    line.pass(150);
    assert_ne!(text(&source).unwrap(), first);
    assert_eq!(line.sent(), 2);
    fs::remove_file(&path).unwrap();
}

/// The memory of a refusal belongs to the secret that was refused.
#[test]
fn a_new_secret_is_used_after_the_old_one_was_refused() {
    let (line, _) = service();
    let (kept, secret) = replaceable("wrong");
    let source = source(&line, &client(&line, secret));
    let error = text(&source).unwrap_err();
    assert!(matches!(&error, TokenError::Fault(failing) if failing.kind == FailureKind::ClientFault), "{error:?}");
    assert!(!error.is_transient() && !error.needs_sign_in());
    assert_eq!(line.sent(), 1);
    // With the same secret, nothing more is sent.
    for _ in 0..20 {
        line.pass(30);
        assert!(text(&source).is_err());
    }
    assert_eq!(line.sent(), 1);
    *kept.lock().unwrap() = "secret".to_owned();
    line.pass(6);
    assert!(text(&source).is_ok());
    assert_eq!(line.sent(), 2);
}

#[test]
fn a_secret_that_was_replaced_by_name_is_used_at_once() {
    let (line, _) = service();
    let client = client(&line, "wrong");
    let source = source(&line, &client);
    assert!(text(&source).is_err());
    client.replace_client_secret("secret").unwrap();
    source.credential_changed().unwrap();
    assert!(text(&source).is_ok());
}

#[test]
fn a_token_stays_in_use_when_the_secret_is_replaced() {
    let (line, client) = service();
    let source = source(&line, &client);
    let first = text(&source).unwrap();
    client.replace_client_secret("another").unwrap();
    source.credential_changed().unwrap();
    assert_eq!(text(&source).unwrap(), first);
    assert_eq!(line.sent(), 1);
}

/// An assertion is one of the request, so it is read then too.
#[test]
fn an_assertion_is_asked_for_at_each_transmission() {
    let (line, _) = service();
    let (kept, assertion) = replaceable("an.assertion.1");
    line.server().accept_assertion("an.assertion.1", "alice");
    line.server().accept_assertion("an.assertion.2", "alice");
    let request = client(&line, "secret").jwt_bearer(assertion).scope("read");
    let source = TokenSource::new(line.clone(), request).unwrap();
    assert!(text(&source).is_ok());
    *kept.lock().unwrap() = "an.assertion.2".to_owned();
    line.pass(3_600);
    assert!(text(&source).is_ok());
    let ledger = line.server().ledger();
    let sent: Vec<_> = ledger.requests().filter_map(|request| request.expose_form_value("assertion")).collect();
    assert_eq!(sent, ["an.assertion.1", "an.assertion.2"]);
}
