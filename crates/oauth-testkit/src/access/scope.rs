//! The `scope` parameter ([RFC 6749 §3.3](https://www.rfc-editor.org/rfc/rfc6749.html#section-3.3)).

use http::StatusCode;

use crate::response::refusal::Refusal;

/// The scopes granted to a request: those that it names, or all allowed ones if it names none.
pub(crate) fn grant(requested: Option<&str>, allowed: &[String]) -> Result<Vec<String>, Refusal> {
    let Some(requested) = requested else { return Ok(allowed.to_vec()) };
    let mut granted: Vec<String> = Vec::new();
    for scope in requested.split(' ') {
        if !is_scope_token(scope) {
            return Err(invalid("The scope is not a list of scope tokens with one space between them"));
        }
        if !allowed.iter().any(|candidate| candidate == scope) {
            return Err(invalid(&format!(
                "The scope {scope} is unknown or may not be granted to this client: see RegisteredClient::scopes"
            )));
        }
        if !granted.iter().any(|earlier| earlier == scope) {
            granted.push(scope.to_owned());
        }
    }
    Ok(granted)
}

fn invalid(description: &str) -> Refusal {
    Refusal::new(StatusCode::BAD_REQUEST, "invalid_scope", description)
}

fn is_scope_token(scope: &str) -> bool {
    !scope.is_empty() && scope.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'"' && byte != b'\\')
}

#[cfg(test)]
mod tests {
    use super::grant;

    fn allowed() -> Vec<String> {
        vec!["a".to_owned(), "b".to_owned()]
    }

    #[test]
    fn no_scope_means_all_scopes() {
        assert_eq!(grant(None, &allowed()).unwrap(), ["a", "b"]);
    }

    #[test]
    fn the_order_of_the_request_is_kept_and_a_repeat_dropped() {
        assert_eq!(grant(Some("b a b"), &allowed()).unwrap(), ["b", "a"]);
    }

    #[test]
    fn other_separators_and_unknown_scopes_are_refused() {
        for scope in ["a,b", "a  b", " a", "c", "a\tb", "\"a\"", "A"] {
            assert!(grant(Some(scope), &allowed()).is_err(), "{scope}");
        }
    }
}
