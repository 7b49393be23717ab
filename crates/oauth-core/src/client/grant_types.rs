//! The grants that an application is registered for.

use std::sync::Arc;

use crate::error::ConfigError;

/// The grants that PingOne's record of an application lists, such as `CLIENT_CREDENTIALS`.
#[derive(Debug, Clone)]
pub(crate) struct GrantTypes(Arc<[String]>);

impl GrantTypes {
    pub(crate) fn new<'t>(listed: impl IntoIterator<Item = &'t str>) -> Self {
        Self(listed.into_iter().map(str::to_owned).collect())
    }

    /// The error of a grant that is not listed. It is named by PingOne or by its `grant_type`.
    pub(crate) fn require(&self, grant_type: &str) -> Result<(), ConfigError> {
        let grant_type = name(grant_type);
        if self.0.iter().any(|listed| name(listed) == grant_type) {
            return Ok(());
        }
        let listed = if self.0.is_empty() { "none".to_owned() } else { self.0.join(", ") };
        Err(ConfigError::ApplicationGrantType { grant_type, listed })
    }
}

/// A grant as PingOne calls it: the last part of its `grant_type`, in upper case with underscores.
fn name(grant_type: &str) -> String {
    grant_type.rsplit(':').next().unwrap_or_default().to_ascii_uppercase().replace('-', "_")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_grant_has_one_name_in_a_request_and_in_a_record() {
        for (grant_type, named) in [
            ("authorization_code", "AUTHORIZATION_CODE"),
            ("client_credentials", "CLIENT_CREDENTIALS"),
            ("urn:ietf:params:oauth:grant-type:device_code", "DEVICE_CODE"),
            ("urn:ietf:params:oauth:grant-type:token-exchange", "TOKEN_EXCHANGE"),
            ("urn:openid:params:grant-type:ciba", "CIBA"),
            ("token_exchange", "TOKEN_EXCHANGE"),
            ("", ""),
        ] {
            assert_eq!(name(grant_type), named);
        }
    }
}
