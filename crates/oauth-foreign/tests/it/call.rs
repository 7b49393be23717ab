//! A call in another crate, and all its kinds of errors.

use std::sync::Arc;
use std::time::SystemTime;

use http::Request;
use oauth_io::call::{Draft, Extra, RequestContext};
use oauth_io::error::{FailedCheck, OnBehalfOf, Problem};
use oauth_io::{Call, Client, ClientAuthentication, DecodeError, EncodeError, Response, Secret, send};

use crate::support::{client, now, response};

/// A session at a vendor's endpoint, which takes the client's credentials and a ticket.
struct Session {
    client: Client,
    ticket: Secret,
}

const URL: &str = "https://auth.example.com/sessions";

impl Call for Session {
    type Output = Extra;

    fn draft(&self, now: SystemTime) -> Result<Draft, EncodeError> {
        let endpoint = oauth_io::endpoint::Destination::url("session_endpoint", URL);
        self.client.draft_form(endpoint, now, |parameters| parameters.push_secret("ticket", &self.ticket))
    }

    fn decode(&self, response: Response<'_>, _: SystemTime) -> Result<Extra, DecodeError> {
        let secrets = || vec![self.ticket.clone()];
        let context = RequestContext::new("session_endpoint", URL).on_behalf_of(OnBehalfOf::User).secrets(&secrets);
        let response = response.with_context(&context);
        let session = response.object()?;
        match session.get::<String>("kind").as_deref() {
            Some("session") => Ok(session),
            Some("foreign") => {
                Err(response.untrusted(FailedCheck::Other { reason: "the session is another client's" }))
            }
            _ => Err(response.malformed(Problem::Other { reason: "it is not a session" })),
        }
    }
}

fn session() -> Session {
    Session { client: client(ClientAuthentication::client_secret_post("s3cret")), ticket: Secret::new("T1CKET") }
}

#[test]
fn client_credentials_are_placed_as_in_any_request() {
    let request = session().encode(now()).unwrap();
    assert_eq!(request.uri(), URL);
    assert_eq!(request.body(), b"ticket=T1CKET&client_id=id&client_secret=s3cret");
}

#[test]
fn every_kind_of_error_can_be_created() {
    let decode = |status, body: &str| session().decode((&response(status, body)).into(), now());
    assert_eq!(decode(200, r#"{"kind":"session"}"#).unwrap().names().collect::<Vec<_>>(), ["kind"]);
    let error =
        decode(400, r#"{"error":"invalid_grant","error_description":"the ticket T1CKET is used"}"#).unwrap_err();
    assert!(matches!(error, DecodeError::Server(_)) && error.needs_sign_in());
    assert_eq!(
        error.to_string(),
        format!("the session_endpoint {URL} answered 400 invalid_grant: the ticket [cut out] is used")
    );
    assert!(matches!(decode(403, "").unwrap_err(), DecodeError::Refused(_)));
    assert!(matches!(decode(503, "").unwrap_err(), DecodeError::Unavailable(_)));
    assert!(matches!(decode(200, "<html>").unwrap_err(), DecodeError::Unavailable(_)));
    let error = decode(200, "{}").unwrap_err();
    assert!(matches!(error, DecodeError::Malformed(_)));
    assert!(error.to_string().contains("it is not a session"), "{error}");
    let error = decode(200, r#"{"kind":"foreign"}"#).unwrap_err();
    assert!(matches!(error, DecodeError::Untrusted(_)));
    assert!(error.to_string().contains("the session is another client's"), "{error}");
}

#[tokio::test]
async fn a_call_is_sent_by_reference_in_a_box_and_shared() {
    let network = || oauth_foreign::Canned::new([Ok(response(200, r#"{"kind":"session"}"#))]);
    send(&network(), &session()).await.unwrap();
    let boxed: Box<dyn Call<Output = Extra> + Send + Sync> = Box::new(session());
    send(&network(), &boxed).await.unwrap();
    let shared: Arc<dyn Call<Output = Extra> + Send + Sync> = Arc::new(session());
    send(&network(), &shared).await.unwrap();
}

/// A call without credentials: its draft is the request itself.
struct Ping;

impl Call for Ping {
    type Output = ();

    fn draft(&self, _: SystemTime) -> Result<Draft, EncodeError> {
        let request = Request::get("https://auth.example.com/ping").body(Vec::new());
        Ok(request.map_err(|_| EncodeError::BodyFormat)?.into())
    }

    fn decode(&self, response: Response<'_>, _: SystemTime) -> Result<(), DecodeError> {
        if response.status().is_success() { Ok(()) } else { Err(response.failure()) }
    }
}

#[test]
fn a_call_without_a_context_never_needs_a_sign_in() {
    assert_eq!(Ping.encode(now()).unwrap().uri(), "https://auth.example.com/ping");
    let error = Ping.decode((&response(400, r#"{"error":"invalid_grant"}"#)).into(), now()).unwrap_err();
    assert!(!error.needs_sign_in());
    assert_eq!(error.to_string(), "the server answered 400 invalid_grant");
}
