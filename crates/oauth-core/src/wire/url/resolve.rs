//! Relative references ([RFC 3986 §5](https://www.rfc-editor.org/rfc/rfc3986.html#section-5)) and origins.

use std::borrow::Cow;

use super::UrlProblem;
use super::parts::{Parts, is_url_byte};

/// Returns whether both URLs have the same scheme, host and port.
pub(crate) fn same_origin(one: &str, other: &str) -> bool {
    match (Parts::of(one), Parts::of(other)) {
        (Ok(one), Ok(other)) => one.has_origin_of(&other),
        _ => false,
    }
}

/// Returns whether `parent` has the origin of `url`, and its path is a prefix of the other's in whole segments.
pub(crate) fn is_parent(parent: &str, url: &str) -> bool {
    let (Ok(parent), Ok(url)) = (Parts::of(parent), Parts::of(url)) else { return false };
    let path = parent.path().strip_suffix('/').unwrap_or(parent.path());
    let below = url.path().strip_prefix(path);
    parent.has_origin_of(&url)
        && !parent.rest.contains('?')
        && below.is_some_and(|below| below.is_empty() || below.starts_with('/'))
}

/// Resolves a reference in a response from `base`. A relative reference becomes a URL of the same origin without dot
/// segments. Anything else is returned unchanged; the caller checks where it leads.
///
/// A relative reference begins with `/`, `./` or `../`: one that begins with a name may just as well be a host without
/// its scheme.
pub(crate) fn resolve<'r>(base: &str, reference: &'r str) -> Result<Cow<'r, str>, UrlProblem> {
    if !["/", "./", "../"].iter().any(|start| reference.starts_with(start)) {
        return Ok(reference.into());
    }
    // Before a segment goes: a browser reads a backslash as a slash, and passes over some control characters.
    if !reference.bytes().all(is_url_byte) {
        return Err(UrlProblem::Character);
    }
    let base = Parts::of(base)?;
    if reference.starts_with("//") {
        // The reference names a host.
        let scheme = if base.is_http { "http:" } else { "https:" };
        let absolute = format!("{scheme}{reference}");
        let same = Parts::of(before_fragment(&absolute))?.has_origin_of(&base);
        return if same { Ok(absolute.into()) } else { Err(UrlProblem::Origin) };
    }
    let end = reference.find(['?', '#']).unwrap_or(reference.len());
    let (path, behind) = reference.split_at(end);
    let joined = match path {
        path if path.starts_with('/') => without_dot_segments(path),
        path => {
            let folder = base.path().rfind('/').map_or("/", |at| base.path().get(..=at).unwrap_or("/"));
            without_dot_segments(&format!("{folder}{path}"))
        }
    };
    Ok(format!("{}{joined}{behind}", base.origin).into())
}

fn before_fragment(url: &str) -> &str {
    url.split('#').next().unwrap_or_default()
}

/// Removes `.` and `..` from an absolute path (RFC 3986 §5.2.4). Percent-encoded ones remain, and are rejected later.
fn without_dot_segments(path: &str) -> String {
    let segments: Vec<&str> = path.split('/').skip(1).collect();
    let mut kept: Vec<&str> = Vec::with_capacity(segments.len());
    for (at, &segment) in segments.iter().enumerate() {
        let is_last = at + 1 == segments.len();
        match segment {
            ".." => drop(kept.pop()),
            "." => {}
            segment => kept.push(segment),
        }
        if is_last && matches!(segment, "." | "..") {
            kept.push("");
        }
    }
    format!("/{}", kept.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn relative_references() {
        let base = "https://a.example:8443/b/c/d?q=1";
        let rows = [
            ("/device", Ok("https://a.example:8443/device")),
            ("g", Ok("g")),
            ("a.example/device", Ok("a.example/device")),
            ("", Ok("")),
            ("./g/", Ok("https://a.example:8443/b/c/g/")),
            ("../g?y", Ok("https://a.example:8443/b/g?y")),
            ("../../../../g", Ok("https://a.example:8443/g")),
            ("./", Ok("https://a.example:8443/b/c/")),
            ("./..", Ok("https://a.example:8443/b/")),
            ("/x/../..", Ok("https://a.example:8443/")),
            ("?y=2", Ok("?y=2")),
            ("/?y=/../", Ok("https://a.example:8443/?y=/../")),
            ("/e#s", Ok("https://a.example:8443/e#s")),
            ("/a//b", Ok("https://a.example:8443/a//b")),
            ("//a.example:8443/x", Ok("https://a.example:8443/x")),
            ("//a.example/x", Err(UrlProblem::Origin)),
            ("//evil.example/x", Err(UrlProblem::Origin)),
            ("//", Err(UrlProblem::NotAbsolute)),
            ("///evil.example", Err(UrlProblem::NotAbsolute)),
            ("/x\\y/..", Err(UrlProblem::Character)),
            ("/\t/../z", Err(UrlProblem::Character)),
            ("https://evil.example/", Ok("https://evil.example/")),
            ("javascript:alert(1)", Ok("javascript:alert(1)")),
        ];
        for (reference, expected) in rows {
            let resolved = resolve(base, reference);
            assert_eq!(resolved.as_deref(), expected.as_deref(), "{reference}");
        }
        assert_eq!(resolve("https://a.example", "./x").as_deref(), Ok("https://a.example/x"));
        assert_eq!(resolve("http://a.example/", "//a.example:80/x").as_deref(), Ok("http://a.example:80/x"));
    }

    #[test]
    fn spellings_of_the_same_origin() {
        for (one, other) in [
            ("https://a.example/x", "https://A.Example:443/y?z"),
            ("http://a.example", "http://a.example:80"),
            ("https://[::1]/", "https://[0:0::1]/"),
        ] {
            assert!(same_origin(one, other), "{one} {other}");
        }
        for (one, other) in [
            ("https://a.example", "http://a.example"),
            ("https://a.example", "https://a.example:8443"),
            ("https://a.example", "https://a.example.evil.example"),
            ("https://a.example", "https://u@a.example"),
            ("nothing", "nothing"),
        ] {
            assert!(!same_origin(one, other), "{one} {other}");
        }
    }

    #[test]
    fn parent_urls() {
        let url = "https://a.example/mcp/v1";
        for parent in
            ["https://a.example", "https://a.example/", "https://A.example:443/mcp", "https://a.example/mcp/", url]
        {
            assert!(is_parent(parent, url), "{parent}");
        }
        for other in [
            "https://a.example/mc",
            "https://a.example/mcp/v1/x",
            "https://a.example/other",
            "https://a.example/mcp?x",
            "https://b.example/mcp",
            "http://a.example/mcp",
            "https://a.example:8443/mcp",
        ] {
            assert!(!is_parent(other, url), "{other}");
        }
    }
}
