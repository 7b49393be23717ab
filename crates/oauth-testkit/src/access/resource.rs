//! Resource indicators ([RFC 8707](https://www.rfc-editor.org/rfc/rfc8707.html)).

use http::StatusCode;

use crate::response::refusal::Refusal;

/// The resources granted to a request: those that it names, if the client may use them.
pub(crate) fn grant<'a>(requested: impl Iterator<Item = &'a str>, allowed: &[String]) -> Result<Vec<String>, Refusal> {
    let mut granted: Vec<String> = Vec::new();
    for resource in requested {
        if !is_absolute(resource) {
            return Err(invalid("A resource is an absolute URI without a fragment"));
        }
        if !allowed.iter().any(|candidate| candidate == resource) {
            return Err(invalid(&format!("The resource {resource} is unknown or not for this request")));
        }
        if !granted.iter().any(|earlier| earlier == resource) {
            granted.push(resource.to_owned());
        }
    }
    Ok(granted)
}

/// The resources granted to a later request for the same authorization. A request that names none is granted all of
/// them.
pub(crate) fn narrow<'a>(requested: impl Iterator<Item = &'a str>, granted: &[String]) -> Result<Vec<String>, Refusal> {
    let narrowed = grant(requested, granted)?;
    Ok(if narrowed.is_empty() { granted.to_vec() } else { narrowed })
}

fn invalid(description: &str) -> Refusal {
    Refusal::new(StatusCode::BAD_REQUEST, "invalid_target", description)
}

fn is_absolute(resource: &str) -> bool {
    let uri = resource.parse::<http::Uri>().ok();
    (uri.is_some_and(|uri| uri.scheme().is_some()) || resource.starts_with("urn:")) && !resource.contains('#')
}

#[cfg(test)]
mod tests {
    use super::{grant, narrow};

    #[test]
    fn several_resources_are_granted_but_no_others() {
        let allowed = ["https://a/".to_owned(), "urn:b".to_owned(), "https://c/#d".to_owned()];
        let ask = |names: &[&'static str]| grant(names.iter().copied(), &allowed).map_err(|_| ());
        assert_eq!(ask(&["urn:b", "https://a/", "urn:b"]).unwrap(), ["urn:b", "https://a/"]);
        for name in ["https://a", "/a", "a", "https://c/#d"] {
            assert!(ask(&[name]).is_err(), "{name}");
        }
        assert!(ask(&[]).unwrap().is_empty());
        assert_eq!(narrow([].into_iter(), &allowed).unwrap().len(), 3);
    }
}
