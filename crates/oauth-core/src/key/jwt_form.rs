//! What all JWTs that this crate signs have in common: their header, their times and their further claims.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Serialize;
use serde::ser::Serializer;
use serde_json::Value;

use super::{Key, Purpose, SigningInput};
use crate::error::ConfigError;
use crate::wire::random::{Random, base64url};

/// Parameters of the header that have methods of their own, or that would change how the JWT is read.
const RESERVED_PARAMETERS: [&str; 8] = ["alg", "b64", "crit", "kid", "typ", "x5c", "x5t", "x5t#S256"];
/// Claims that are new for each transmission.
const RESERVED_CLAIMS: [&str; 4] = ["exp", "iat", "jti", "nbf"];

/// The settings of a JWT.
#[derive(Debug, Clone)]
pub(crate) struct JwtForm {
    typ: Option<String>,
    without_key_id: bool,
    certificate: Vec<CertificateParameter>,
    parameters: Members,
    claims: Members,
    lifetime: Duration,
    issued_before: Duration,
    not_before: bool,
    without_jti: bool,
    refused: Option<ConfigError>,
}

/// A parameter of the header that tells the certificate of the key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum CertificateParameter {
    X5t,
    X5tS256,
    X5c,
}

impl CertificateParameter {
    fn name(self) -> &'static str {
        match self {
            Self::X5t => "x5t",
            Self::X5tS256 => "x5t#S256",
            Self::X5c => "x5c",
        }
    }

    fn value(self, key: &Key) -> Option<Value> {
        let certificate = key.certificate()?;
        Some(match self {
            Self::X5t => base64url(certificate.sha1()).as_str().into(),
            Self::X5tS256 => base64url(certificate.sha256()).as_str().into(),
            Self::X5c if certificate.chain().is_empty() => return None,
            Self::X5c => certificate.chain().iter().map(|der| Value::from(STANDARD.encode(der))).collect(),
        })
    }
}

/// Members of a JSON object, in order.
#[derive(Debug, Clone, Default)]
pub(crate) struct Members(Vec<(String, Value)>);

impl Members {
    /// Sets a member. An earlier value of the same name is replaced.
    pub(crate) fn set(&mut self, name: &str, value: impl Into<Value>) {
        let value = value.into();
        match self.0.iter_mut().find(|(each, _)| each == name) {
            Some((_, place)) => *place = value,
            None => self.0.push((name.to_owned(), value)),
        }
    }

    fn extend(&mut self, others: &Self) {
        others.0.iter().for_each(|(name, value)| self.set(name, value.clone()));
    }
}

impl Serialize for Members {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, value)| (name, value)))
    }
}

/// The times of a JWT, in seconds since 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Times {
    pub(crate) iat: u64,
    pub(crate) exp: u64,
}

impl JwtForm {
    pub(crate) fn new() -> Self {
        Self {
            typ: Some("JWT".to_owned()),
            without_key_id: false,
            certificate: Vec::new(),
            parameters: Members::default(),
            claims: Members::default(),
            lifetime: Duration::from_secs(60),
            issued_before: Duration::ZERO,
            not_before: false,
            without_jti: false,
            refused: None,
        }
    }

    pub(crate) fn set_typ(&mut self, typ: Option<String>) {
        self.typ = typ;
    }

    pub(crate) fn typ(&self) -> Option<&str> {
        self.typ.as_deref()
    }

    pub(crate) fn set_without_key_id(&mut self) {
        self.without_key_id = true;
    }

    pub(crate) fn add_certificate(&mut self, parameter: CertificateParameter) {
        if !self.certificate.contains(&parameter) {
            self.certificate.push(parameter);
        }
    }

    pub(crate) fn set_lifetime(&mut self, lifetime: Duration) {
        self.lifetime = lifetime;
    }

    pub(crate) fn lifetime(&self) -> Duration {
        self.lifetime
    }

    pub(crate) fn set_issued_before(&mut self, by: Duration) {
        self.issued_before = by;
    }

    pub(crate) fn issued_before(&self) -> Duration {
        self.issued_before
    }

    pub(crate) fn set_not_before(&mut self) {
        self.not_before = true;
    }

    pub(crate) fn set_without_jti(&mut self) {
        self.without_jti = true;
    }

    pub(crate) fn set_parameter(&mut self, name: &str, value: impl Serialize) {
        match serde_json::to_value(value) {
            Ok(value) if !RESERVED_PARAMETERS.contains(&name) => self.parameters.set(name, value),
            _ => self.refuse(name),
        }
    }

    /// Sets a claim. Names in `reserved` are refused too.
    pub(crate) fn set_claim(&mut self, name: &str, value: impl Serialize, reserved: &[&str]) {
        match serde_json::to_value(value) {
            Ok(value) if !RESERVED_CLAIMS.contains(&name) && !reserved.contains(&name) => self.claims.set(name, value),
            _ => self.refuse(name),
        }
    }

    fn refuse(&mut self, name: &str) {
        self.refused.get_or_insert_with(|| ConfigError::JwtMember { name: name.to_owned() });
    }

    /// Checks the settings for this key.
    pub(crate) fn check(&self, key: &Key) -> Result<(), ConfigError> {
        if let Some(refused) = &self.refused {
            return Err(refused.clone());
        }
        match self.certificate.iter().find(|parameter| parameter.value(key).is_none()) {
            Some(parameter) => Err(ConfigError::NoCertificate { parameter: parameter.name() }),
            None => Ok(()),
        }
    }

    /// Returns the `kid` for this key: its own, or else its thumbprint.
    pub(crate) fn key_id<'k>(&self, key: &'k Key) -> Option<&'k str> {
        if self.without_key_id { None } else { key.key_id().or(key.thumbprint()) }
    }

    pub(crate) fn times(&self, at: SystemTime) -> Times {
        let now = at.duration_since(UNIX_EPOCH).unwrap_or_default();
        let iat = now.saturating_sub(self.issued_before).as_secs();
        Times { iat, exp: now.saturating_add(self.lifetime).as_secs() }
    }

    /// Returns the input of the signature for one transmission. `claims` come first. `None` without randomness.
    pub(crate) fn input(
        &self,
        key: &Key,
        purpose: Purpose,
        mut claims: Members,
        at: SystemTime,
        random: &Random,
    ) -> Option<SigningInput> {
        let mut header = Members::default();
        header.set("alg", key.algorithm().as_str());
        if let Some(typ) = self.typ() {
            header.set("typ", typ);
        }
        if let Some(kid) = self.key_id(key) {
            header.set("kid", kid);
        }
        for parameter in &self.certificate {
            header.set(parameter.name(), parameter.value(key)?);
        }
        header.extend(&self.parameters);
        claims.extend(&self.claims);
        if !self.without_jti {
            claims.set("jti", random.token::<16>()?.as_str());
        }
        let Times { iat, exp } = self.times(at);
        claims.set("iat", iat);
        if self.not_before {
            claims.set("nbf", iat);
        }
        claims.set("exp", exp);
        let text = |members: &Members| serde_json::to_vec(members).ok();
        Some(SigningInput::new(key, purpose, &text(&header)?, &text(&claims)?))
    }
}

/// The chained methods of a type with a `form: JwtForm`.
macro_rules! takes_jwt_settings {
    ($reserved:expr) => {
        /// Sets the `typ` of the header. It is `JWT` by default.
        #[must_use]
        pub fn typ(mut self, typ: impl Into<String>) -> Self {
            self.form.set_typ(Some(typ.into()));
            self
        }

        /// Leaves out the `typ` of the header.
        #[must_use]
        pub fn without_typ(mut self) -> Self {
            self.form.set_typ(None);
            self
        }

        /// Leaves out the `kid` of the header, for a server that tries every key of the client.
        #[must_use]
        pub fn without_key_id(mut self) -> Self {
            self.form.set_without_key_id();
            self
        }

        /// Sets how far `iat` lies in the past, for a server whose clock is behind and that tolerates no `iat` in the
        /// future. It is 0 by default. `exp` does not change.
        #[must_use]
        pub fn issued_before(mut self, by: Duration) -> Self {
            self.form.set_issued_before(by);
            self
        }

        /// Adds `nbf`, with the same time as `iat`, for a server that demands it.
        #[must_use]
        pub fn with_nbf(mut self) -> Self {
            self.form.set_not_before();
            self
        }

        /// Adds `x5t` to the header: the SHA-1 of the key's certificate
        /// ([RFC 7515 §4.1.7](https://www.rfc-editor.org/rfc/rfc7515.html#section-4.1.7)).
        #[must_use]
        pub fn with_x5t(mut self) -> Self {
            self.form.add_certificate(CertificateParameter::X5t);
            self
        }

        /// Adds `x5t#S256` to the header: the SHA-256 of the key's certificate
        /// ([RFC 7515 §4.1.8](https://www.rfc-editor.org/rfc/rfc7515.html#section-4.1.8)).
        #[must_use]
        pub fn with_x5t_s256(mut self) -> Self {
            self.form.add_certificate(CertificateParameter::X5tS256);
            self
        }

        /// Adds `x5c` to the header: the certificate of the key and its issuers
        /// ([RFC 7515 §4.1.6](https://www.rfc-editor.org/rfc/rfc7515.html#section-4.1.6)).
        #[must_use]
        pub fn with_x5c(mut self) -> Self {
            self.form.add_certificate(CertificateParameter::X5c);
            self
        }

        /// Adds a parameter to the header. Setting it again replaces the value. A parameter that has a method of its own
        /// is a [`ConfigError`](crate::ConfigError).
        #[must_use]
        pub fn header_parameter(mut self, name: &str, value: impl Serialize) -> Self {
            self.form.set_parameter(name, value);
            self
        }

        /// Adds a claim. Setting it again replaces the value. A claim that is new for each transmission, or that has a
        /// method of its own, is a [`ConfigError`](crate::ConfigError).
        #[must_use]
        pub fn claim(mut self, name: &str, value: impl Serialize) -> Self {
            self.form.set_claim(name, value, $reserved);
            self
        }
    };
}
pub(crate) use takes_jwt_settings;
