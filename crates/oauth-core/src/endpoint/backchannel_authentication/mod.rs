//! Backchannel authentication
//! ([OpenID Connect CIBA](https://openid.net/specs/openid-client-initiated-backchannel-authentication-core-1_0.html)).

mod request;
mod response;

pub use request::{BackchannelAuthenticationRequest, UserHint};
pub use response::BackchannelAuthentication;
