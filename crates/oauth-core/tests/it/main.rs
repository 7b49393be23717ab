//! The requests that the core builds and the responses that it reads, without a network.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]
#![allow(clippy::disallowed_methods, reason = "the tests read recorded responses")]

mod authorization_code;
mod authorization_request;
mod authorization_response;
mod backchannel_authentication;
mod bad_input;
mod callbacks;
mod canary;
mod captures;
mod challenge;
mod ciba;
mod client_configuration;
mod client_credentials;
mod device_authorization;
mod device_code;
mod dialect;
mod dialect_of_responses;
mod discovery;
mod end_session;
mod errors;
mod expected_issuer;
mod flow;
mod foreign_text;
mod found;
mod front_channel_id_token;
mod id_token;
mod introspection;
mod jwt_bearer;
mod lifecycle;
mod metadata_members;
mod optional_members;
mod outcome;
mod pingone_application;
mod placement;
mod polling;
mod properties;
mod protected_resource;
mod pushed_authorization_request;
mod receive;
mod refresh_token;
mod registration;
mod request;
mod revocation;
mod saml2_bearer;
mod secret_source;
mod server_metadata;
mod spelling;
mod step_up;
mod success;
mod support;
mod token_exchange;
mod url;
mod userinfo;
