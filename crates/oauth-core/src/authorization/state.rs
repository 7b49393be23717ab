//! The `state`: random, and with a text of the application's own behind that
//! ([RFC 6749 §4.1.1](https://www.rfc-editor.org/rfc/rfc6749.html#section-4.1.1)).

/// What stands between the random part and the text. The random part is base64url and never holds it.
const SEPARATOR: char = '.';

/// The random part with the text behind it.
pub(super) fn with_text(random: &str, text: Option<&str>) -> String {
    match text {
        Some(text) => format!("{random}{SEPARATOR}{text}"),
        None => random.to_owned(),
    }
}

/// The text of a `state`.
pub(super) fn text(state: &str) -> Option<&str> {
    state.split_once(SEPARATOR).map(|(_, text)| text)
}
