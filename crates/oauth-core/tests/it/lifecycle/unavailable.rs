//! Servers that are not available, and pages of something in between.

use oauth_core::error::Spent;
use oauth_core::lifecycle::{FailureKind, RenewalError, Settings, Tokens};
use oauth_core::server::Rotation;

use super::support::*;

#[test]
fn an_outage_of_ten_seconds_does_not_end_a_grant_that_does_not_rotate() {
    let settings = Settings::refreshing(Rotation::Unknown).with_store();
    let (mut lifecycle, mut around) = signed_in(settings);
    for renewal in 1..=3 {
        says(&mut lifecycle, at(renewal * 10));
        lifecycle.renew_now(&key(), at(renewal * 10));
        around.replies.push_back(Ok(Tokens::from_access_token(stored(&format!("B{renewal}"), 30))));
        around.fly(&mut lifecycle, at(renewal * 10));
    }
    around.sent.clear();
    around.replies.extend([
        unavailable(),
        Err(response_with(429, &[("retry-after", "5")], "")),
        lost(),
        Ok(tokens("A2", None)),
    ]);
    for seconds in 3480..3640 {
        assert!(["B3", "A2"].contains(&says(&mut lifecycle, at(seconds)).as_str()), "{seconds}");
        around.fly(&mut lifecycle, at(seconds));
    }
    assert_eq!(around.sent, ["R1"; 4]);
    assert_eq!(says(&mut lifecycle, at(3640)), "A2");
}

#[test]
fn a_page_of_something_in_between_is_no_refusal() {
    let page = "<html><title>Request blocked</title></html>";
    for status in [200, 401, 403, 404, 407] {
        let error = response(status, "text/html", page);
        assert_eq!((error.kind(), error.refresh_token_is()), (FailureKind::Unavailable, Spent::Unspent), "{status}");
        let (mut lifecycle, mut around) = signed_in(rotates(0));
        says(&mut lifecycle, at(3460));
        around.replies.push_back(Err(error));
        around.fly(&mut lifecycle, at(3460));
        assert_eq!(says(&mut lifecycle, at(3461)), "A1");
        around.replies.push_back(Ok(tokens("A2", Some("R2"))));
        for seconds in 3461..3560 {
            says(&mut lifecycle, at(seconds));
            around.fly(&mut lifecycle, at(seconds));
        }
        assert_eq!(says(&mut lifecycle, at(3600)), "A2", "{status}");
    }
}

#[test]
fn a_status_that_leaves_it_open_leaves_the_intent() {
    for status in [500, 502, 504] {
        let error = response(status, "text/html", "<html>");
        assert_eq!((error.kind(), error.refresh_token_is()), (FailureKind::NoResponse, Spent::Unknown), "{status}");
    }
    for status in [429, 503] {
        assert_eq!(response(status, "text/html", "").refresh_token_is(), Spent::Unspent, "{status}");
    }
}

#[test]
fn retry_after_is_kept_in_all_its_forms() {
    for (value, rests) in [("120", 120), ("Mon, 12 Jan 1970 13:48:40 GMT", 120), ("999999999", 3600)] {
        let (mut lifecycle, mut around) = client(Settings::repeatable());
        says(&mut lifecycle, at(3600));
        around.replies.push_back(Err(response_with(503, &[("retry-after", value)], "")));
        around.fly(&mut lifecycle, at(3600));
        assert!(says(&mut lifecycle, at(3600 + rests - 1)).starts_with("later"), "{value}");
        assert_eq!(around.sent, ["grant"], "{value}");
        assert_eq!(says(&mut lifecycle, at(3600 + rests)), "wait", "{value}");
    }
}

#[test]
fn a_retry_after_that_cannot_be_read_or_is_zero_is_no_hot_loop() {
    for value in ["0", "-1", "soon", ""] {
        let (mut lifecycle, mut around) = client(Settings::repeatable());
        around.replies.extend((0..100).map(|_| Err(response_with(503, &[("retry-after", value)], ""))));
        for tenth in 0..100 {
            let now = at(3600).plus(std::time::Duration::from_millis(tenth * 100));
            says(&mut lifecycle, now);
            around.fly(&mut lifecycle, now);
        }
        assert!(around.sent.len() <= 10, "{value:?}: {}", around.sent.len());
    }
}

#[test]
fn a_repeatable_grant_does_not_depend_on_its_refresh_token() {
    let (mut lifecycle, mut around) = client_with(Settings::repeatable(), lasting("A1", Some("R1"), 300));
    says(&mut lifecycle, at(300));
    around.replies.push_back(Ok(tokens("A2", None)));
    around.fly(&mut lifecycle, at(300));
    assert_eq!(around.sent, ["grant"], "the refresh token is not used");
    assert_eq!(says(&mut lifecycle, at(300)), "A2");
}

#[test]
fn a_credential_that_cannot_be_read_for_a_moment_is_read_again() {
    let (mut lifecycle, mut around) = client(Settings::repeatable());
    says(&mut lifecycle, at(3600));
    let reason = "an empty file".to_owned();
    let missing = oauth_core::error::EncodeError::NotSupplied(oauth_core::key::NotSupplied::Secret { reason });
    around.replies.extend([Err(RenewalError::from_request(&missing)), Ok(tokens("A2", None))]);
    for seconds in 3600..3603 {
        around.fly(&mut lifecycle, at(seconds));
    }
    assert_eq!(says(&mut lifecycle, at(3603)), "A2");
}

#[test]
fn tokens_of_another_user_are_revoked_and_never_stored() {
    // The check is the grant's; what it means is the lifecycle's.
    let (mut lifecycle, mut around) = signed_in(rotates(0));
    says(&mut lifecycle, at(3460));
    let refused = crate::id_token::refused_refresh("sub", "\"mallory\"");
    around.replies.push_back(Err(RenewalError::from_response(&refused, at(3460).wall())));
    around.fly(&mut lifecycle, at(3460));
    assert_eq!(around.revoked, ["R2"]);
    assert!(!around.refresh_names().contains(&"R2".to_owned()));
    assert_eq!(says(&mut lifecycle, at(3590)), "A1", "callers keep it to its end");
    says(&mut lifecycle, at(3600));
    around.fly(&mut lifecycle, at(3600));
    assert_eq!(says(&mut lifecycle, at(3600)), "sign in: AnotherUser");
}
