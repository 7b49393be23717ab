//! The record of an ID token.

/// An ID token that has been issued, kept so that it can be used as a hint.
#[derive(Clone, Debug)]
pub(crate) struct IdToken {
    pub(crate) client_id: String,
    pub(crate) subject: String,
}
