//! What a refusal says about the client's authentication and its clock.

use std::fmt::Write as _;
use std::time::SystemTime;

use http::Uri;

use super::{Client, Destination};
use crate::call::{Response, Sent};
use crate::error::Note;

/// The request that a response belongs to.
#[derive(Clone, Copy)]
pub(super) struct Sending<'r> {
    pub(super) destination: &'r Destination<'r>,
    /// The URL that was called.
    pub(super) called: &'r str,
    /// The name of the key with which the grant began.
    pub(super) key: Option<&'r str>,
    pub(super) sent_at: SystemTime,
    /// Whether the client authenticated, and not an access token.
    pub(super) authenticates: bool,
}

impl Client {
    /// Returns the note for the error of this response.
    pub(super) fn note(&self, response: Response<'_>, sending: Sending<'_>) -> Note {
        let clock = sending.called.parse::<Uri>().ok();
        let clock = clock.and_then(|uri| self.clocks().note(&uri, response, sending.sent_at));
        let authentication =
            if sending.authenticates { self.authentication_note(response.sent(), sending) } else { String::new() };
        Note { authentication, clock }
    }

    fn authentication_note(&self, sent: Option<&Sent>, sending: Sending<'_>) -> String {
        let credential = self.credential();
        let name = credential.method_name();
        let mut note = format!("the client authenticated by {name}");
        let more = match name {
            "none" => "; if it has a secret or a key, set up the client with that",
            "client_secret_basic" => {
                "; if it is registered for client_secret_post, use ClientAuthentication::client_secret_post; if the server \
                 does not decode Basic credentials, BasicEncoding::Raw"
            }
            "client_secret_post" => {
                "; if it is registered for client_secret_basic, use ClientAuthentication::client_secret_basic"
            }
            "client_assertion" if sent.is_some_and(|sent| sent.again) => {
                ", and the same assertion went out twice, since the server demanded a nonce in the proof of possession; \
                 it comes from elsewhere and cannot be made fresh, so take a source that makes a new one each time \
                 (SecretSource::from_fn, from_future) or a key (private_key_jwt)"
            }
            "client_assertion" => ", an assertion from elsewhere",
            _ => "",
        };
        note += more;
        let signed = sent.and_then(|sent| sent.signed.clone());
        if let Some(signed) = signed.or_else(|| self.describe_assertion(sending)) {
            let _ = write!(
                note,
                " with {signed}; ClientAssertion changes these (audience, typ, key_id, lifetime, issued_before), and alg \
                 the loading of the key"
            );
        }
        note
    }
}
