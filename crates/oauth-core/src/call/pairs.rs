//! The parameters of a request and how they are written.

use std::borrow::Cow;
use std::sync::Arc;

use serde_json::{Map, Value as Json};
use zeroize::Zeroizing;

use crate::error::EncodeError;
use crate::wire::form::{self, Space};
use crate::wire::secret::Secret;
use crate::wire::text::has_control;

/// Up to this number of parameters, the list needs no allocation.
const FEW: usize = 4;

/// The size of a form, in bytes, up to which reserving room is cheaper than counting.
const SMALL: usize = 1024;

/// Parameters that may be repeated (RFC 8707 §2, RFC 8693 §2.1).
const REPEATABLE: [&str; 2] = ["resource", "audience"];

/// Parameters that contain the client's credentials.
const CREDENTIALS: [&str; 4] = ["client_id", "client_secret", "client_assertion", "client_assertion_type"];

/// The parameters of a request, in order.
#[derive(Clone, Default)]
pub(crate) struct Pairs {
    few: [Option<Pair>; FEW],
    more: Vec<Pair>,
}

#[derive(Clone)]
struct Pair {
    name: Cow<'static, str>,
    value: Value,
}

/// The value of a parameter.
#[derive(Clone)]
pub(crate) enum Value {
    Text(Cow<'static, str>),
    Shared(Arc<str>),
    Secret(Secret),
}

impl Value {
    fn as_str(&self) -> &str {
        match self {
            Self::Text(text) => text,
            Self::Shared(text) => text,
            Self::Secret(secret) => secret.expose(),
        }
    }
}

impl Pairs {
    /// Adds a parameter without checking it.
    pub(crate) fn add(&mut self, name: impl Into<Cow<'static, str>>, value: Value) {
        let pair = Pair { name: name.into(), value };
        match self.few.iter_mut().find(|place| place.is_none()) {
            Some(place) => *place = Some(pair),
            None => self.more.push(pair),
        }
    }

    /// Whether there is a parameter with this name.
    pub(crate) fn contains(&self, name: &str) -> bool {
        self.iter().any(|pair| pair.name == name)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.few[0].is_none()
    }

    /// Adds the parameters of another list.
    pub(crate) fn append(&mut self, others: &Self) {
        for pair in others.iter() {
            self.add(pair.name.clone(), pair.value.clone());
        }
    }

    /// Returns the names in order.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.iter().map(|pair| &*pair.name)
    }

    /// Returns the names and values that are not secrets.
    pub(crate) fn public(&self) -> impl Iterator<Item = (&str, &str)> {
        let public = |pair: &&Pair| !matches!(pair.value, Value::Secret(_));
        self.iter().filter(public).map(|pair| (&*pair.name, pair.value.as_str()))
    }

    /// Returns the values that are secrets.
    pub(crate) fn secrets(&self) -> impl Iterator<Item = &Secret> {
        self.iter().filter_map(|pair| match &pair.value {
            Value::Secret(secret) => Some(secret),
            _ => None,
        })
    }

    fn iter(&self) -> impl Iterator<Item = &Pair> {
        self.few.iter().map_while(Option::as_ref).chain(&self.more)
    }
}

/// Whether a parameter with this name may be repeated.
pub(crate) fn is_repeatable(name: &str) -> bool {
    REPEATABLE.contains(&name)
}

/// Whether a parameter with this name contains the client's credentials.
pub(crate) fn is_credential(name: &str) -> bool {
    CREDENTIALS.contains(&name)
}

/// Checks that the name is not empty, and that neither name nor value contains a control character.
pub(crate) fn check(name: &str, value: &str) -> Result<(), EncodeError> {
    if name.is_empty() || has_control(name) || has_control(value) {
        return Err(EncodeError::InvalidParameter { name: name.to_owned() });
    }
    Ok(())
}

/// Calls `each` with each parameter of the lists.
fn for_each(lists: &[&Pairs], mut each: impl FnMut(&Pair)) {
    for list in lists {
        list.few.iter().map_while(Option::as_ref).for_each(&mut each);
        list.more.iter().for_each(&mut each);
    }
}

/// Writes lists of parameters as a form. The buffer never grows, so that no copy of a secret is left behind.
pub(crate) fn to_form(lists: &[&Pairs], space: Space) -> Zeroizing<Vec<u8>> {
    let mut plain = 0;
    for_each(lists, |pair| plain += pair.name.len() + pair.value.as_str().len() + 2);
    // Room for every byte to become %XX. In a long form, the bytes that do are counted.
    let room = if plain <= SMALL {
        3 * plain
    } else {
        let mut escaped = 0;
        for_each(lists, |pair| escaped += form::escapes(&pair.name) + form::escapes(pair.value.as_str()));
        plain + 2 * escaped
    };
    let mut form = Zeroizing::new(Vec::with_capacity(room));
    form.resize(room, 0);
    let mut end = 0;
    for_each(lists, |pair| {
        if end > 0 {
            form[end] = b'&';
            end += 1;
        }
        end += form::write(&pair.name, space, &mut form[end..]);
        form[end] = b'=';
        end += 1;
        end += form::write(pair.value.as_str(), space, &mut form[end..]);
    });
    form.truncate(end);
    form
}

/// Writes lists of parameters as a JSON object of strings. A repeated parameter becomes an array.
pub(crate) fn to_json(lists: &[&Pairs]) -> Result<Vec<u8>, EncodeError> {
    let mut object = Map::new();
    for pair in lists.iter().flat_map(|list| list.iter()) {
        let value = Json::String(pair.value.as_str().to_owned());
        match object.get_mut(&*pair.name) {
            None => drop(object.insert(pair.name.clone().into_owned(), value)),
            Some(Json::Array(values)) => values.push(value),
            Some(first) => *first = Json::Array(vec![first.take(), value]),
        }
    }
    serde_json::to_vec(&object).map_err(|_| EncodeError::BodyFormat)
}

/// Appends a query to a URL that may already have one.
pub(crate) fn with_query(url: &str, query: &str) -> String {
    let joint = match url.split_once('?') {
        _ if query.is_empty() => "",
        None => "?",
        Some((_, before)) if before.is_empty() || before.ends_with('&') => "",
        Some(_) => "&",
    };
    format!("{url}{joint}{query}")
}
