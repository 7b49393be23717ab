//! The raw parameters of an authorization response.

use std::collections::HashSet;

use serde_json::Value;

use crate::error::Problem;
use crate::wire::extra::Extra;
use crate::wire::secret::Secret;
use crate::wire::text::{has_control, is_vschar};

/// The maximum size of a response, in bytes.
const LARGEST: usize = 64 * 1024;
/// The maximum number of parameters.
const MOST: usize = 1_000;

/// The parameters in order. Each one is validated only when it is needed, so that an invalid one does not affect the
/// others.
#[derive(Clone)]
pub(super) struct Returned(Vec<(String, Secret)>);

impl Returned {
    /// Parses a query, a fragment or a form.
    pub(super) fn parse(form: &[u8]) -> Result<Self, Problem> {
        if form.len() > LARGEST {
            return Err(Problem::TooLarge { limit: LARGEST });
        }
        let pairs: Vec<(String, String)> =
            serde_urlencoded::from_bytes(form).map_err(|_| Problem::Syntax { offset: 0 })?;
        if pairs.len() > MOST {
            return Err(Problem::TooManyMembers { limit: MOST });
        }
        Ok(Self(pairs.into_iter().map(|(name, value)| (name, Secret::new(value))).collect()))
    }

    /// Takes parameters that have already been decoded.
    pub(super) fn from_pairs(pairs: impl Iterator<Item = (String, Secret)>) -> Result<Self, Problem> {
        let (mut list, mut size) = (Vec::new(), 0_usize);
        for (name, value) in pairs {
            size = size.saturating_add(name.len()).saturating_add(value.expose().len());
            if size > LARGEST {
                return Err(Problem::TooLarge { limit: LARGEST });
            }
            if list.len() == MOST {
                return Err(Problem::TooManyMembers { limit: MOST });
            }
            list.push((name, value));
        }
        Ok(Self(list))
    }

    /// Returns the names in order.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(name, _)| name.as_str())
    }

    /// Returns all values of a parameter, in order.
    pub(super) fn values(&self, name: &str) -> impl Iterator<Item = &str> {
        self.0.iter().filter(move |(each, _)| each == name).map(|(_, value)| value.expose())
    }

    /// Returns a name that occurs more than once.
    pub(super) fn repeated(&self) -> Option<&str> {
        let mut known = HashSet::new();
        self.names().find(|name| !known.insert(*name))
    }

    /// Returns the value of a parameter, which may be repeated with the same value. An empty value counts as absent
    /// (RFC 6749 §3.1).
    /// Returns the parameters, ordered by name; those of one name stay in their order.
    pub(super) fn by_name(&self) -> Vec<(&str, &str)> {
        let mut all: Vec<(&str, &str)> = self.0.iter().map(|(name, value)| (name.as_str(), value.expose())).collect();
        all.sort_by_key(|(name, _)| *name);
        all
    }

    fn value(&self, field: &'static str) -> Result<Option<&str>, Problem> {
        let mut values = self.values(field);
        let Some(first) = values.next() else { return Ok(None) };
        if values.any(|other| other != first) {
            return Err(Problem::Duplicate { member: field.to_owned() });
        }
        Ok(Some(first).filter(|value| !value.is_empty()))
    }

    /// Returns a value of visible ASCII characters and spaces, which codes, tokens and our own `state` consist of.
    pub(super) fn secret(&self, field: &'static str) -> Result<Option<Secret>, Problem> {
        match self.value(field)? {
            Some(text) if !is_vschar(text) => {
                Err(Problem::InvalidValue { field, reason: "contains an invalid character" })
            }
            text => Ok(text.map(Secret::from)),
        }
    }

    /// Returns a value without control characters.
    pub(super) fn line(&self, field: &'static str) -> Result<Option<String>, Problem> {
        match self.value(field)? {
            Some(text) if has_control(text) => {
                Err(Problem::InvalidValue { field, reason: "holds a control character" })
            }
            text => Ok(text.map(str::to_owned)),
        }
    }

    /// Returns the first value, unchecked, for text that is only shown to people.
    pub(super) fn text(&self, field: &str) -> Option<String> {
        self.values(field).next().filter(|text| !text.is_empty()).map(str::to_owned)
    }

    /// Returns the parameters that are not in `names`.
    pub(super) fn without(&self, names: &[&str]) -> Extra {
        let others = self.0.iter().filter(|(name, _)| !names.contains(&name.as_str()));
        let mut extra = Extra::default();
        extra
            .extend(others.map(|(name, value)| (name.as_str().into(), Value::from(value.expose()).to_string().into())));
        extra
    }
}
