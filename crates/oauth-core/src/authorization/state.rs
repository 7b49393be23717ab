//! The `state`: a random part, optionally followed by text of the application
//! ([RFC 6749 §4.1.1](https://www.rfc-editor.org/rfc/rfc6749.html#section-4.1.1)).

/// Separates the random part from the text. The random part is base64url and never contains it.
const SEPARATOR: char = '.';

/// Appends the text to the random part.
pub(super) fn with_text(random: &str, text: Option<&str>) -> String {
    match text {
        Some(text) => format!("{random}{SEPARATOR}{text}"),
        None => random.to_owned(),
    }
}

/// Returns the text in a `state`.
pub(super) fn text(state: &str) -> Option<&str> {
    state.split_once(SEPARATOR).map(|(_, text)| text)
}
