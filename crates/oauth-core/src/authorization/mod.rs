//! Signing in with the browser: the authorization request, its response, and the session that connects them
//! ([RFC 6749 §4.1](https://www.rfc-editor.org/rfc/rfc6749.html#section-4.1)).

mod authorized;
mod begin;
mod choice;
pub(crate) mod code_verifier;
mod granted;
mod place;
mod prepared;
mod receive;
mod receive_error;
mod redirect;
mod request;
mod response;
mod response_type;
mod returned;
mod session;
mod state;
mod step_up;

pub use authorized::Authorized;
pub use code_verifier::CodeVerifier;
pub(crate) use prepared::Prepared;
pub use receive_error::ReceiveError;
pub use redirect::AuthorizationRedirect;
pub use request::AuthorizationRequest;
pub use response::AuthorizationResponse;
pub use response_type::ResponseType;
pub use session::AuthorizationSession;
pub use step_up::StepUp;
