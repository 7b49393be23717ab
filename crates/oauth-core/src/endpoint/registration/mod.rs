//! Dynamic client registration ([RFC 7591](https://www.rfc-editor.org/rfc/rfc7591.html)) and its management
//! ([RFC 7592](https://www.rfc-editor.org/rfc/rfc7592.html)).

mod configuration;
mod information;
mod metadata;
mod register;

pub use configuration::{ClientConfiguration, ClientDelete, ClientRead, ClientUpdate};
pub use information::ClientInformation;
pub use metadata::ClientMetadata;
pub use register::ClientRegistration;
