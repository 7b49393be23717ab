//! Device authorization ([RFC 8628](https://www.rfc-editor.org/rfc/rfc8628.html)).

mod request;
mod response;

pub use request::DeviceAuthorizationRequest;
pub use response::DeviceAuthorization;
