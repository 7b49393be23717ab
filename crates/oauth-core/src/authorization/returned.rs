//! The parameters that the browser brought back, as they stand there.

use crate::error::Problem;
use crate::wire::extra::Extra;
use crate::wire::secret::Secret;
use crate::wire::text::{has_control, is_vschar};

/// The greatest size of a response that is read, in bytes.
const LARGEST: usize = 64 * 1024;
/// The greatest number of parameters that is read.
const MOST: usize = 1_000;

/// The parameters in their order. Each one is read if somebody needs it, so that no other one can be in its way.
#[derive(Clone)]
pub(super) struct Returned(Vec<(String, Secret)>);

impl Returned {
    /// Reads a query, a fragment or a form.
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

    /// Takes parameters over that somebody else decoded.
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

    /// The names, in their order.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(name, _)| name.as_str())
    }

    /// The values of a parameter, in their order.
    pub(super) fn values(&self, name: &str) -> impl Iterator<Item = &str> {
        self.0.iter().filter(move |(each, _)| each == name).map(|(_, value)| value.expose())
    }

    /// A name that stands there twice.
    pub(super) fn repeated(&self) -> Option<&str> {
        self.names().enumerate().find_map(|(at, name)| self.names().take(at).any(|each| each == name).then_some(name))
    }

    /// The value of a parameter. It may stand there twice if the value is the same; an empty one counts as absent (RFC
    /// 6749 §3.1).
    fn value(&self, field: &'static str) -> Result<Option<&str>, Problem> {
        let mut values = self.values(field);
        let Some(first) = values.next() else { return Ok(None) };
        if values.any(|other| other != first) {
            return Err(Problem::Duplicate { member: field.to_owned() });
        }
        Ok(Some(first).filter(|value| !value.is_empty()))
    }

    /// A value of visible ASCII characters and spaces, as codes, tokens and our own state are.
    pub(super) fn secret(&self, field: &'static str) -> Result<Option<Secret>, Problem> {
        match self.value(field)? {
            Some(text) if !is_vschar(text) => {
                Err(Problem::InvalidValue { field, reason: "holds a character that it cannot hold" })
            }
            text => Ok(text.map(Secret::from)),
        }
    }

    /// A value without control characters.
    pub(super) fn line(&self, field: &'static str) -> Result<Option<String>, Problem> {
        match self.value(field)? {
            Some(text) if has_control(text) => {
                Err(Problem::InvalidValue { field, reason: "holds a control character" })
            }
            text => Ok(text.map(str::to_owned)),
        }
    }

    /// A value for people, which nothing rests on: the first one, whatever it holds.
    pub(super) fn text(&self, field: &str) -> Option<String> {
        self.values(field).next().filter(|text| !text.is_empty()).map(str::to_owned)
    }

    /// The parameters of other names than these.
    pub(super) fn without(&self, names: &[&str]) -> Extra {
        let mut extra = Extra::default();
        for (name, value) in self.0.iter().filter(|(name, _)| !names.contains(&name.as_str())) {
            extra.insert(name.clone(), value.expose().into());
        }
        extra
    }
}
