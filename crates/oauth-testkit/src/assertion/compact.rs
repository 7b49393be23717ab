//! A JWT in compact serialization ([RFC 7515 §7.1](https://www.rfc-editor.org/rfc/rfc7515.html#section-7.1)).

use std::collections::BTreeSet;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::Value;

use crate::wire::json;

/// An assertion that has been taken apart, and not verified.
pub(crate) struct Assertion<'a> {
    pub(crate) header: Value,
    pub(crate) claims: Value,
    pub(crate) signing_input: &'a str,
    pub(crate) signature: Vec<u8>,
}

impl<'a> Assertion<'a> {
    /// Takes a JWT apart. An error says what is wrong with it.
    pub(crate) fn parse(jwt: &'a str) -> Result<Self, String> {
        let parts: Vec<&str> = jwt.split('.').collect();
        let [header, claims, signature] = parts[..] else {
            return Err(match parts.len() {
                5 => "The assertion has five parts: it is encrypted".to_owned(),
                count => format!("The assertion is not a JWT: it has {count} parts instead of three"),
            });
        };
        let signature = URL_SAFE_NO_PAD.decode(signature);
        Ok(Self {
            header: object("header", header)?,
            claims: object("claims", claims)?,
            signing_input: jwt.rsplit_once('.').map_or(jwt, |(signing_input, _)| signing_input),
            signature: signature.map_err(|_| "The signature is not base64url without padding".to_owned())?,
        })
    }

    /// A claim that is a text, and not empty. An error names the claim.
    pub(crate) fn required(&self, name: &str) -> Result<&str, String> {
        match self.claims.get(name) {
            None => Err(format!("The assertion has no {name}")),
            Some(value) => {
                let text = value.as_str().filter(|text| !text.is_empty());
                text.ok_or_else(|| format!("The {name} is {}, which is not a text", show(value)))
            }
        }
    }
}

/// Decodes a JSON object whose names are unique.
fn object(what: &str, part: &str) -> Result<Value, String> {
    let bytes = URL_SAFE_NO_PAD.decode(part);
    let bytes = bytes.map_err(|_| format!("The {what} of the assertion must be base64url without padding"))?;
    let text = String::from_utf8(bytes).map_err(|_| format!("The {what} of the assertion must be UTF-8"))?;
    let members = json::members(&text).ok_or_else(|| format!("The {what} of the assertion must be a JSON object"))?;
    let mut seen = BTreeSet::new();
    if let Some((name, _)) = members.iter().find(|(name, _)| !seen.insert(name)) {
        return Err(format!(
            "The member {} is twice in the {what} of the assertion",
            show(&Value::from(name.as_str()))
        ));
    }
    serde_json::from_str(&text).map_err(|_| format!("The {what} of the assertion must be a JSON object"))
}

/// Formats a value of the assertion for the ledger, at most 200 characters of it.
pub(crate) fn show(value: &Value) -> String {
    let text = value.to_string();
    match text.char_indices().nth(200) {
        Some((end, _)) => format!("{}..", &text[..end]),
        None => text,
    }
}
