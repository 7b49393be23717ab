//! The record of an application in PingOne's management API, and its secret.
//! See <https://developer.pingidentity.com/pingone-api/platform/applications.html>.

mod client;
mod environment;
mod record;
mod request;
mod secret;
mod value;

pub use environment::Environment;
pub use record::Application;
pub use request::{ApplicationRequest, ApplicationSecretRequest};
pub use secret::{ApplicationSecret, PreviousSecret};
pub use value::{GrantType, PkceEnforcement, TokenEndpointAuthMethod};
