//! `WWW-Authenticate`: the grammar, tolerated faults, and errors that are only in a challenge.

use std::time::Duration;

use http::{HeaderMap, HeaderValue, Response};
use oauth_core::error::{Challenge, Problem, challenges};
use oauth_core::{DecodeError, ErrorCode, Scope};
use proptest::prelude::*;

use crate::support::{BASIC_NOTE, ENV, http_response, json, problem, read};

fn lines(lines: &[&str]) -> Vec<Challenge> {
    let mut headers = HeaderMap::new();
    for line in lines {
        headers.append("www-authenticate", HeaderValue::from_bytes(line.as_bytes()).unwrap());
    }
    challenges(&headers)
}

/// The challenges in one notation: `scheme[token68]` or `scheme{name: value; ...}`.
fn shown(all: &[Challenge]) -> String {
    let each = all.iter().map(|challenge| match challenge.token68() {
        Some(token68) => format!("{}[{token68}]", challenge.scheme()),
        None => {
            let pairs: Vec<String> = challenge.parameters().map(|(name, value)| format!("{name}: {value}")).collect();
            format!("{}{{{}}}", challenge.scheme(), pairs.join("; "))
        }
    });
    each.collect::<Vec<_>>().join(" ")
}

#[test]
fn valid_challenges() {
    let rows = [
        // RFC 9110 §11.6.1
        (
            r#"Basic realm="simple", Newauth realm="apps", type=1, title="Login to \"apps\"""#,
            r#"Basic{realm: simple} Newauth{realm: apps; type: 1; title: Login to "apps"}"#,
        ),
        // RFC 6750 §3
        (
            r#"Bearer realm="example", error="invalid_token", error_description="The access token expired""#,
            "Bearer{realm: example; error: invalid_token; error_description: The access token expired}",
        ),
        // RFC 9449 §7.1
        (
            r#"DPoP error="invalid_token", error_description="Invalid DPoP key binding", algs="ES256""#,
            "DPoP{error: invalid_token; error_description: Invalid DPoP key binding; algs: ES256}",
        ),
        ("Negotiate", "Negotiate{}"),
        ("Negotiate, NTLM", "Negotiate{} NTLM{}"),
        ("Negotiate oYG2MIGzoAMKAQE=", "Negotiate[oYG2MIGzoAMKAQE=]"),
        ("Negotiate a+/b==, Basic realm=x", "Negotiate[a+/b==] Basic{realm: x}"),
        ("Bearer a=1,b=2", "Bearer{a: 1; b: 2}"),
        ("Bearer a = 1 , b\t=\t\"2\"", "Bearer{a: 1; b: 2}"),
        (" ,, Bearer a=1,, ,b=2 ,", "Bearer{a: 1; b: 2}"),
        ("Bearer  , Basic", "Bearer{} Basic{}"),
        (r#"Bearer a="", b="x, Basic c=d""#, "Bearer{a: ; b: x, Basic c=d}"),
        (r#"Bearer a="\\\"\a""#, r#"Bearer{a: \"a}"#),
        ("Bearer a=\"\u{e9}\"", "Bearer{a: \u{e9}}"),
        ("", ""),
        (" , ", ""),
    ];
    for (line, expected) in rows {
        assert_eq!(shown(&lines(&[line])), expected, "{line}");
    }
}

#[test]
fn an_invalid_challenge_does_not_affect_the_others() {
    let rows = [
        // Seen: LemonLDAP::NG writes no scheme.
        ("error=invalid_request,error_description=Access token not found in request", ""),
        ("error=invalid_request,error_description=Access token not found in request, Basic realm=x", "Basic{realm: x}"),
        ("Bearer error=a, realm=r, error=b, Basic realm=x", "Basic{realm: x}"),
        ("Bearer scope=a, Scope=\"a b\"", ""),
        ("Bearer a=b c, Basic realm=x", "Basic{realm: x}"),
        ("Bearer a=\"b\"c=d, Basic realm=x", "Basic{realm: x}"),
        ("Bearer a=\"b\" Negotiate, Basic realm=x", "Basic{realm: x}"),
        ("Bearer a==b, Basic realm=x", "Basic{realm: x}"),
        ("Bearer a=(\"x, y=\"), Basic realm=x", "Basic{realm: x}"),
        ("Bearer a=\"open, Basic realm=x", ""),
        ("Bearer a=\"open\\", ""),
        ("Bearer a=, b=2, Basic realm=x", "Basic{realm: x}"),
        ("Bearer abc def, Basic realm=x", "Basic{realm: x}"),
        ("Negotiate abc=, a=1, Basic realm=x", "Basic{realm: x}"),
        ("Bearer(x), Basic realm=x", "Basic{realm: x}"),
        ("Bearer/abc, Basic realm=x", "Basic{realm: x}"),
        ("\"Bearer\", Basic realm=x", "Basic{realm: x}"),
        ("=, Basic realm=x", "Basic{realm: x}"),
    ];
    for (line, expected) in rows {
        assert_eq!(shown(&lines(&[line])), expected, "{line}");
    }
}

#[test]
fn tolerated_faults_of_real_servers() {
    let rows = [
        // Seen: no quotes around URLs.
        (
            "Bearer authorization_uri=https://login/x, resource_id=https://org/",
            "Bearer{authorization_uri: https://login/x; resource_id: https://org/}",
        ),
        (
            "Bearer resource_metadata=https://m/x?a=b, Basic realm=x",
            "Bearer{resource_metadata: https://m/x?a=b} Basic{realm: x}",
        ),
        // Missing commas, an extra comma, and a leading comma.
        (
            r#"Bearer realm="a" error="invalid_token" error_description="b""#,
            "Bearer{realm: a; error: invalid_token; error_description: b}",
        ),
        (
            r#"Bearer realm="a" error=x Basic realm="b" charset=c"#,
            "Bearer{realm: a; error: x} Basic{realm: b; charset: c}",
        ),
        ("Bearer a=1 b = 2, c=3", "Bearer{a: 1; b: 2; c: 3}"),
        (r#", Bearer realm="a",, error="invalid_token","#, "Bearer{realm: a; error: invalid_token}"),
        // A repeated name.
        ("Bearer realm=a, realm=b, error=invalid_token", "Bearer{realm: a; error: invalid_token}"),
        ("Bearer error=a, ERROR=\"a\", b=3", "Bearer{error: a; b: 3}"),
    ];
    for (line, expected) in rows {
        assert_eq!(shown(&lines(&[line])), expected, "{line}");
    }
}

#[test]
fn lines_are_read_independently() {
    let all = lines(&["Bearer a=\"open", "basic realm=x", "b=2", "DPoP algs=\"ES256\""]);
    assert_eq!(shown(&all), "basic{realm: x} DPoP{algs: ES256}");
    assert_eq!(lines(&[]), []);
}

#[test]
fn names_are_case_insensitive() {
    let all = lines(&["bEARER Error=x"]);
    assert!(all[0].is("Bearer") && !all[0].is("Basic"));
    assert_eq!((all[0].scheme(), all[0].error(), all[0].parameter("ERROR")), ("bEARER", Some("x"), Some("x")));
}

#[test]
fn oauth_parameters() {
    let line = r#"Bearer realm="r", error="e", error_description="d", scope="a b", acr_values="x y", max_age="5",
        resource_metadata="https://resource.example.com/.well-known/oauth-protected-resource""#;
    let all = lines(&[&line.replace('\n', "")]);
    let challenge = &all[0];
    assert_eq!(challenge.realm(), Some("r"));
    assert_eq!(challenge.error(), Some("e"));
    assert_eq!(challenge.error_description(), Some("d"));
    assert_eq!(challenge.scope(), Some("a b"));
    assert_eq!(challenge.acr_values(), Some("x y"));
    assert_eq!(challenge.max_age(), Some(Duration::from_secs(5)));
    let metadata = "https://resource.example.com/.well-known/oauth-protected-resource";
    assert_eq!(challenge.resource_metadata(), Some(metadata));
    for max_age in ["\"\"", "-1", "+1", "5s", "1.5", "99999999999999999999"] {
        assert_eq!(lines(&[&format!("Bearer max_age={max_age}")])[0].max_age(), None, "{max_age}");
    }
    assert_eq!(lines(&["Bearer error=\"\""])[0].error(), None);
}

#[test]
fn an_example_of_step_up() {
    // RFC 9470 §3
    let acr = r#"Bearer error="insufficient_user_authentication",
        error_description="A different authentication level is required", acr_values="myACR""#;
    let step_up = lines(&[&acr.replace('\n', "")])[0].step_up().unwrap();
    assert_eq!((step_up.acr_values, step_up.max_age, step_up.scope), (vec!["myACR".to_owned()], None, None));
    let age = r#"DPoP error="insufficient_user_authentication", max_age="5""#;
    let step_up = lines(&[age])[0].step_up().unwrap();
    assert_eq!((step_up.acr_values.len(), step_up.max_age), (0, Some(Duration::from_secs(5))));
    let scope = lines(&[r#"Bearer error="insufficient_scope", scope="read write""#])[0].step_up().unwrap();
    assert_eq!(scope.scope, Some(Scope::from("read write")));
    for none in ["Bearer error=invalid_token, acr_values=x", "Bearer acr_values=x", "Bearer error=\"\""] {
        assert_eq!(lines(&[none])[0].step_up(), None, "{none}");
    }
    let bad = lines(&["Bearer error=insufficient_scope, scope=\"a\\\\b\""])[0].step_up().unwrap();
    assert_eq!(bad.scope, None);
}

fn challenged(mut response: Response<Vec<u8>>, line: &str) -> Response<Vec<u8>> {
    response.headers_mut().append("www-authenticate", line.parse().unwrap());
    response
}

#[test]
fn an_error_may_be_only_in_a_challenge() {
    let line = r#"Basic realm="x", Bearer error="invalid_client", error_description="who?", error_uri="/e""#;
    for status in [400, 401, 403] {
        let page = http_response(status, "text/html", "<p>");
        for response in
            [http_response(status, "text/html", ""), page, json(status, "{}"), json(status, r#"{"error":{}}"#)]
        {
            let response = challenged(response, line);
            let error = read(&response).unwrap_err();
            assert_eq!(error.code(), Some(&ErrorCode::INVALID_CLIENT));
            assert_eq!(error.status().as_u16(), status);
            assert_eq!(error.challenges().len(), 2);
            let DecodeError::Server(error) = error else { panic!("{error:?}") };
            assert_eq!((error.description(), error.uri()), (Some("who?"), Some("/e")));
            assert_eq!(error.response().challenges().len(), 2);
        }
    }
}

#[test]
fn an_error_in_the_body_takes_precedence() {
    let response = challenged(json(401, r#"{"error":"invalid_client"}"#), "Bearer error=invalid_token");
    assert_eq!(read(&response).unwrap_err().code(), Some(&ErrorCode::INVALID_CLIENT));
}

#[test]
fn a_challenge_only_counts_with_a_4xx() {
    // Seen: FusionAuth sends one with 200.
    let good = r#"{"access_token":"A","token_type":"Bearer"}"#;
    assert!(read(&challenged(json(200, good), "Bearer error=invalid_token")).is_ok());
    assert_eq!(problem(&challenged(json(200, ""), "Bearer error=invalid_token")), Problem::Empty);
    let failing = read(&challenged(json(502, ""), "Bearer error=invalid_token")).unwrap_err();
    assert!(matches!(failing, DecodeError::Unavailable(_)));
    assert_eq!(problem(&challenged(json(302, ""), "Bearer error=invalid_token")), Problem::Redirect);
}

#[test]
fn a_challenge_without_an_error_is_shown_in_the_message() {
    let response = challenged(json(401, ""), "Basic realm=x");
    let error = read(&response).unwrap_err();
    let shown = format!(
        "the token_endpoint https://auth.pingone.com/{ENV}/as/token refused the request with 401 and named no error \
         (an empty body); WWW-Authenticate: Basic realm=x; usually the client's id, its secret or key, or its method \
         of authentication is wrong{BASIC_NOTE}"
    );
    assert_eq!(error.to_string(), shown);
    assert!(matches!(error, DecodeError::Refused(_)));
    for other in [challenged(json(403, ""), "Key realm=x"), challenged(json(401, ""), "error=invalid_request")] {
        let error = read(&other).unwrap_err();
        let line = other.headers()["www-authenticate"].to_str().unwrap();
        assert!(error.to_string().contains(line), "{error}");
    }
}

/// Writes a challenge as in RFC 9110, with quotes around every value and every other character escaped.
fn write(scheme: &str, parameters: &[(String, String)]) -> String {
    let pairs = parameters.iter().map(|(name, value)| {
        let escape = |c: char| if matches!(c, '"' | '\\' | 'e') { format!("\\{c}") } else { c.to_string() };
        format!("{name}=\"{}\"", value.chars().map(escape).collect::<String>())
    });
    format!("{scheme} {}", pairs.collect::<Vec<_>>().join(", "))
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn arbitrary_bytes_do_not_panic(line in prop::collection::vec((32_u8..=255).prop_filter("DEL", |byte| *byte != 127), 0..300)) {
        let mut headers = HeaderMap::new();
        headers.append("www-authenticate", HeaderValue::from_bytes(&line).unwrap());
        for challenge in challenges(&headers) {
            prop_assert!(!challenge.scheme().is_empty());
            let _ = (challenge.step_up(), challenge.max_age());
        }
    }

    #[test]
    fn text_like_a_challenge_does_not_panic(line in r#"(Bearer|Basic| |,|=|"|\\|a|é|error|token68==){0,60}"#) {
        let found = lines(&[&line]);
        let names = found.iter().flat_map(Challenge::parameters).map(|(name, _)| name);
        prop_assert!(names.into_iter().all(|name| !name.is_empty()));
    }

    #[test]
    fn a_written_challenge_is_read_back(
        all in prop::collection::vec(
            ("[A-Za-z][A-Za-z0-9-]{0,8}", prop::collection::btree_map("[a-z][a-z0-9_-]{0,8}", "[ -~é]{0,12}", 1..5)),
            1..5,
        ),
    ) {
        let all: Vec<(String, Vec<(String, String)>)> =
            all.into_iter().map(|(scheme, parameters)| (scheme, parameters.into_iter().collect())).collect();
        let line: Vec<String> = all.iter().map(|(scheme, parameters)| write(scheme, parameters)).collect();
        let found = lines(&[&line.join(", ")]);
        let read: Vec<(String, Vec<(String, String)>)> = found
            .iter()
            .map(|challenge| {
                let owned = |(name, value): (&str, &str)| (name.to_owned(), value.to_owned());
                (challenge.scheme().to_owned(), challenge.parameters().map(owned).collect())
            })
            .collect();
        prop_assert_eq!(read, all);
    }
}
