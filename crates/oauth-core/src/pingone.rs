//! PingOne: its regions, and what its management API has on record about applications.

pub use crate::endpoint::pingone_application::{
    Application, ApplicationRequest, ApplicationSecret, ApplicationSecretRequest, Environment, GrantType,
    PkceEnforcement, PreviousSecret, TokenEndpointAuthMethod,
};
pub use crate::server::pingone::Region;
