//! The challenges of `WWW-Authenticate` headers
//! ([RFC 9110 §11.6.1](https://www.rfc-editor.org/rfc/rfc9110.html#section-11.6.1)).

use std::fmt;

use http::{HeaderMap, header};

use super::show::Showing;
use super::text::Shown;

/// The maximum length of a header line, in bytes.
const MAX_LINE: usize = 16 * 1024;
/// The maximum number of challenges in all lines.
const MAX_CHALLENGES: usize = 32;
/// The maximum number of parameters in one challenge.
const MAX_PARAMETERS: usize = 32;

/// Parameters on which callers base decisions.
const READ: [&str; 7] = ["acr_values", "claims", "error", "error_description", "max_age", "resource_metadata", "scope"];

/// A challenge: what a server requires before it grants access
/// ([RFC 9110 §11.6.1](https://www.rfc-editor.org/rfc/rfc9110.html#section-11.6.1)).
///
/// Its `Debug` shows only the scheme and the names of the parameters.
#[derive(Clone, PartialEq, Eq)]
pub struct Challenge {
    scheme: String,
    token68: Option<String>,
    parameters: Vec<(String, String)>,
}

/// Returns the challenges in all `WWW-Authenticate` lines of a response, in order.
///
/// Missing commas, and missing quotes around a URL, are tolerated. If a parameter is repeated, the first value counts.
///
/// A challenge is skipped if it breaks the grammar in another way, or if it has two different values for a parameter
/// with a meaning in OAuth. A line of more than 16 KiB is skipped as well. All other challenges are still returned.
///
/// ```
/// let mut headers = http::HeaderMap::new();
/// headers.append("www-authenticate", r#"Basic realm="api", Bearer error="invalid_token""#.parse()?);
///
/// let challenges = oauth_core::error::challenges(&headers);
/// assert!(challenges[0].is("basic"));
/// assert_eq!(challenges[1].error(), Some("invalid_token"));
/// # Ok::<_, http::header::InvalidHeaderValue>(())
/// ```
#[must_use]
pub fn challenges(headers: &HeaderMap) -> Vec<Challenge> {
    let lines = headers.get_all(header::WWW_AUTHENTICATE).iter();
    let mut all: Vec<Challenge> = Vec::new();
    for line in lines.map(|value| value.as_bytes()).filter(|line| line.len() <= MAX_LINE) {
        Parser { rest: line, current: None, found: &mut all }.line();
    }
    all
}

impl Challenge {
    /// Returns the authentication scheme as the server wrote it, such as `Bearer`. Compare it with [`is`](Self::is).
    #[must_use]
    pub fn scheme(&self) -> &str {
        &self.scheme
    }

    /// Returns whether the challenge has this scheme, ignoring case.
    #[must_use]
    pub fn is(&self, scheme: &str) -> bool {
        self.scheme.eq_ignore_ascii_case(scheme)
    }

    /// Returns the single value of a challenge without parameters, such as that of `Negotiate`.
    #[must_use]
    pub fn token68(&self) -> Option<&str> {
        self.token68.as_deref()
    }

    /// Returns a parameter by name, ignoring case.
    #[must_use]
    pub fn parameter(&self, name: &str) -> Option<&str> {
        self.parameters.iter().find_map(|(each, value)| each.eq_ignore_ascii_case(name).then_some(value.as_str()))
    }

    /// Returns the parameters as the server wrote them, without quotes.
    pub fn parameters(&self) -> impl Iterator<Item = (&str, &str)> {
        self.parameters.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }
}

impl fmt::Debug for Challenge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<String> = self.parameters().map(|(name, _)| name.to_owned()).collect();
        f.debug_struct("Challenge")
            .field("scheme", &Shown(&self.scheme))
            .field("parameters", &Showing(&names))
            .finish_non_exhaustive()
    }
}

/// A parser of one line. It looks at each byte a bounded number of times.
struct Parser<'a, 'f> {
    rest: &'a [u8],
    /// The challenge to which the next parameters belong. `None` if it is malformed or has no scheme.
    current: Option<Challenge>,
    found: &'f mut Vec<Challenge>,
}

impl<'a> Parser<'a, '_> {
    /// Reads the line: a list in which each item is a parameter of the preceding challenge or begins a new one.
    fn line(mut self) {
        loop {
            self.skip(|byte| matches!(byte, b' ' | b'\t' | b','));
            if self.rest.is_empty() {
                break;
            }
            if self.item().is_none() {
                // A challenge with an unreadable part has no reliable meaning.
                self.current = None;
                self.skip_item();
            }
        }
        self.finish();
    }

    /// Reads one item of the list, up to its comma. `None` if it breaks the grammar.
    fn item(&mut self) -> Option<()> {
        let token = self.take(is_token_byte)?;
        let spaces = self.skip_spaces();
        if self.rest.first() == Some(&b'=') {
            return self.parameter(token);
        }
        self.finish();
        self.current = Some(Challenge { scheme: text(token), token68: None, parameters: Vec::new() });
        if self.at_end_of_item() {
            return Some(());
        }
        if spaces == 0 {
            return None;
        }
        if let Some(token68) = self.token68() {
            self.current.as_mut()?.token68 = Some(text(token68));
            return Some(());
        }
        let name = self.take(is_token_byte)?;
        self.skip_spaces();
        self.parameter(name)
    }

    /// Reads `=value` and adds it to the current challenge.
    fn parameter(&mut self, name: &[u8]) -> Option<()> {
        self.rest = self.rest.strip_prefix(b"=")?;
        self.skip_spaces();
        let value = match self.rest.strip_prefix(b"\"") {
            Some(rest) => {
                self.rest = rest;
                self.quoted()?
            }
            None => text(self.take_value()?),
        };
        let spaces = self.skip_spaces();
        // Some servers omit the commas.
        if !self.at_end_of_item() && (spaces == 0 || !self.begins_item()) {
            return None;
        }
        // Ignore a parameter that belongs to no challenge.
        let Some(mut challenge) = self.current.take() else { return Some(()) };
        let name = text(name);
        let is_read = READ.iter().any(|each| each.eq_ignore_ascii_case(&name));
        let fits = match challenge.parameter(&name) {
            // The first value counts, unless callers base decisions on the parameter.
            Some(known) => !is_read || known == value,
            None if challenge.token68.is_some() || challenge.parameters.len() == MAX_PARAMETERS => false,
            None => {
                challenge.parameters.push((name, value));
                true
            }
        };
        self.current = fits.then_some(challenge);
        Some(())
    }

    /// Reads an unquoted value. Some servers omit the quotes around a URL.
    fn take_value(&mut self) -> Option<&'a [u8]> {
        if self.rest.first() == Some(&b'=') {
            return None;
        }
        self.take(|byte| byte.is_ascii_graphic() && byte != b',' && byte != b'"')
    }

    /// Returns whether a parameter begins here, or a challenge with parameters.
    fn begins_item(&mut self) -> bool {
        let start = self.rest;
        let mut parameter = || self.take(is_token_byte).map(|_| (self.skip_spaces(), self.rest.first() == Some(&b'=')));
        let begins = match parameter() {
            Some((_, true)) => true,
            Some((spaces, false)) if spaces > 0 => matches!(parameter(), Some((_, true))),
            _ => false,
        };
        self.rest = start;
        begins
    }

    /// Reads up to and including the closing quote.
    fn quoted(&mut self) -> Option<String> {
        let mut value = Vec::new();
        loop {
            let (&byte, rest) = self.rest.split_first()?;
            self.rest = rest;
            match byte {
                b'"' => return Some(text(&value)),
                b'\\' => {
                    let (&escaped, rest) = rest.split_first()?;
                    self.rest = rest;
                    value.push(escaped);
                }
                byte => value.push(byte),
            }
        }
    }

    /// Reads a token68, if it is the whole item.
    fn token68(&mut self) -> Option<&'a [u8]> {
        let start = self.rest;
        let letters = start.iter().take_while(|byte| is_token68_byte(**byte)).count();
        let padding = start[letters..].iter().take_while(|byte| **byte == b'=').count();
        let (token68, rest) = start.split_at(letters + padding);
        self.rest = rest;
        self.skip_spaces();
        if letters == 0 || !self.at_end_of_item() {
            self.rest = start;
            return None;
        }
        Some(token68)
    }

    fn finish(&mut self) {
        if let Some(challenge) = self.current.take() {
            if self.found.len() < MAX_CHALLENGES {
                self.found.push(challenge);
            }
        }
    }

    fn at_end_of_item(&self) -> bool {
        matches!(self.rest.first(), None | Some(b','))
    }

    /// Skips to the next comma outside quotes.
    fn skip_item(&mut self) {
        while !self.at_end_of_item() {
            let quoted = self.rest.first() == Some(&b'"');
            self.rest = &self.rest[1..];
            if quoted && self.quoted().is_none() {
                self.rest = &[];
            }
        }
    }

    fn take(&mut self, class: impl Fn(u8) -> bool) -> Option<&'a [u8]> {
        let (taken, rest) = self.rest.split_at(self.rest.iter().take_while(|byte| class(**byte)).count());
        self.rest = rest;
        (!taken.is_empty()).then_some(taken)
    }

    fn skip(&mut self, class: impl Fn(u8) -> bool) -> usize {
        self.take(class).map_or(0, <[u8]>::len)
    }

    fn skip_spaces(&mut self) -> usize {
        self.skip(|byte| matches!(byte, b' ' | b'\t'))
    }
}

/// `tchar` of RFC 9110 §5.6.2.
fn is_token_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte)
}

fn is_token68_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-._~+/".contains(&byte)
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_challenges_and_parameters_are_limited() {
        let line = |text: String| {
            let mut headers = HeaderMap::new();
            headers.append(header::WWW_AUTHENTICATE, text.parse().unwrap());
            challenges(&headers)
        };
        assert_eq!(line(format!("A a=\"{}\"", "x".repeat(MAX_LINE))), []);
        assert_eq!(line("A, ".repeat(100)).len(), MAX_CHALLENGES);
        let parameters = |count: usize| (0..count).map(|n| format!("p{n}=x")).collect::<Vec<_>>().join(", ");
        assert_eq!(line(format!("A {}", parameters(MAX_PARAMETERS)))[0].parameters().count(), MAX_PARAMETERS);
        let found = line(format!("A {}, B", parameters(MAX_PARAMETERS + 2)));
        assert_eq!(found.iter().map(Challenge::scheme).collect::<Vec<_>>(), ["B"]);
    }
}
