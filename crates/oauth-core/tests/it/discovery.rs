//! Discovery: which locations it tries, which redirects it follows, and its errors.

use std::time::Duration;

use http::Response;
use oauth_core::flow::{AfterFailure, Discovery, Failure};
use oauth_core::server::Dialect;
use oauth_core::{DecodeError, EncodeError, Endpoint, Flow as _, FlowError, Issuer, Server, Step};

use crate::support::{http_response, json, now};

const ISSUER: &str = "https://a.example/t";
const OPENID: &str = "https://a.example/t/.well-known/openid-configuration";
const OAUTH: &str = "https://a.example/.well-known/oauth-authorization-server/t";
const THIRD: &str = "https://a.example/.well-known/openid-configuration/t";

fn issuer() -> Issuer {
    Issuer::new(ISSUER).unwrap()
}

fn good() -> Response<Vec<u8>> {
    json(200, format!(r#"{{"issuer":"{ISSUER}","token_endpoint":"https://a.example/token"}}"#))
}

fn absent() -> Response<Vec<u8>> {
    http_response(404, "", "")
}

fn redirect(location: &str) -> Response<Vec<u8>> {
    Response::builder().status(302).header("location", location).body(Vec::new()).unwrap()
}

/// Drives the flow with these responses, in order. Returns the URLs that it requested and its outcome. After the last
/// response, it takes one more step.
fn drive(flow: &mut Discovery, responses: &[&Response<Vec<u8>>]) -> (Vec<String>, Option<Result<Server, FlowError>>) {
    let mut asked = Vec::new();
    let mut responses = responses.iter();
    loop {
        match flow.step(now()) {
            Ok(Step::Send(request)) => {
                asked.push(request.uri().to_string());
                assert!(!request.headers().contains_key("authorization"));
                let Some(response) = responses.next() else { return (asked, None) };
                flow.receive((*response).into(), now());
            }
            Ok(Step::Done(metadata)) => return (asked, Some(Ok(metadata.into()))),
            Ok(other) => panic!("{other:?}"),
            Err(error) => return (asked, Some(Err(error))),
        }
    }
}

fn token_endpoint(outcome: Option<Result<Server, FlowError>>) -> String {
    outcome.unwrap().unwrap().endpoint(Endpoint::Token).unwrap().to_owned()
}

#[test]
fn it_ends_at_the_first_location_with_metadata() {
    for (responses, asked) in [
        (vec![&good()], vec![OPENID]),
        (vec![&absent(), &good()], vec![OPENID, OAUTH]),
        (vec![&absent(), &absent(), &good()], vec![OPENID, OAUTH, THIRD]),
    ] {
        let mut flow = issuer().discover();
        let (urls, outcome) = drive(&mut flow, &responses);
        assert_eq!(urls, asked);
        assert_eq!(token_endpoint(outcome), "https://a.example/token");
        assert!(matches!(flow.step(now()), Err(FlowError::Ended)));
        flow.receive((&good()).into(), now());
        assert!(matches!(flow.step(now()), Err(FlowError::Ended)));
    }
}

#[test]
fn an_issuer_without_a_path_has_two_locations() {
    let mut flow = Issuer::new("https://a.example/").unwrap().discover();
    let (asked, outcome) = drive(&mut flow, &[&absent(), &absent()]);
    assert_eq!(
        asked,
        [
            "https://a.example/.well-known/openid-configuration",
            "https://a.example/.well-known/oauth-authorization-server"
        ]
    );
    assert!(matches!(outcome, Some(Err(FlowError::Discovery(_)))));
}

#[test]
fn any_other_response_leads_to_the_next_location() {
    for first in [
        http_response(404, "text/html", "<html>"),
        json(404, "{}"),
        json(404, r#"{"error":"not_found"}"#),
        http_response(200, "text/html", "<html>"),
        json(200, "{}"),
        json(200, "[]"),
        http_response(403, "text/html", "<html>"),
        http_response(429, "", ""),
        http_response(500, "", ""),
        http_response(503, "text/html", "<html>"),
        redirect("https://b.example/"),
        redirect("http://a.example/"),
        http_response(302, "", ""),
        http_response(304, "", ""),
    ] {
        let (asked, outcome) = drive(&mut issuer().discover(), &[&first, &good()]);
        assert_eq!(asked, [OPENID, OAUTH], "{first:?}");
        assert_eq!(token_endpoint(outcome), "https://a.example/token");
    }
}

#[test]
fn a_redirect_within_the_origin_is_followed_once_per_location() {
    for (location, url) in [
        ("https://a.example/meta?x=1", "https://a.example/meta?x=1"),
        ("https://A.example:443/meta", "https://A.example:443/meta"),
        ("/meta", "https://a.example/meta"),
        ("../.well-known/meta", "https://a.example/t/.well-known/meta"),
    ] {
        let flow = issuer().discover().extra_header("x-tenant", "t").extra_parameter("appid", "x");
        let (asked, outcome) = drive(&mut { flow }, &[&redirect(location), &good()]);
        assert_eq!(asked, [&format!("{OPENID}?appid=x"), url]);
        assert_eq!(token_endpoint(outcome), "https://a.example/token");
    }
    for status in [301, 302, 303, 307, 308] {
        let mut response = redirect("/meta");
        *response.status_mut() = status.try_into().unwrap();
        assert_eq!(drive(&mut issuer().discover(), &[&response]).0[1], "https://a.example/meta", "{status}");
    }
    // The second redirect of a location is not followed, and the next location may redirect once again.
    let again = redirect("/meta");
    let (asked, outcome) = drive(&mut issuer().discover(), &[&again, &again, &again, &good()]);
    assert_eq!(asked, [OPENID, "https://a.example/meta", OAUTH, "https://a.example/meta"]);
    assert!(outcome.unwrap().is_ok());
    for elsewhere in [
        "https://b.example/",
        "https://a.example:8443/",
        "http://a.example/",
        "//b.example/",
        "https://u@a.example/",
        "https://a.example/%2e%2e/x",
        "https://a.example/#x",
        "javascript:alert(1)",
        "",
    ] {
        assert_eq!(drive(&mut issuer().discover(), &[&redirect(elsewhere)]).0, [OPENID, OAUTH], "{elsewhere}");
    }
}

#[test]
fn a_document_that_names_another_issuer_ends_the_search() {
    let lie = json(200, r#"{"issuer":"https://attacker.example","token_endpoint":"https://attacker.example/t"}"#);
    for (responses, asked) in [
        (vec![&lie], vec![OPENID]),
        (vec![&absent(), &lie], vec![OPENID, OAUTH]),
        (vec![&redirect("/meta"), &lie], vec![OPENID, "https://a.example/meta"]),
    ] {
        let (urls, outcome) = drive(&mut issuer().discover(), &responses);
        assert_eq!(urls, asked);
        assert!(matches!(outcome, Some(Err(FlowError::Decode(DecodeError::Untrusted(_))))));
    }
    let (_, outcome) = drive(&mut issuer().discover().merge_documents(), &[&good(), &lie]);
    assert!(matches!(outcome, Some(Err(FlowError::Decode(DecodeError::Untrusted(_))))));
}

#[test]
fn the_error_names_each_location_with_its_status() {
    let html = http_response(200, "text/html", "nothing");
    let mut flow = issuer().discover();
    let (_, outcome) = drive(&mut flow, &[&json(404, "{}"), &redirect("https://b.example/"), &html]);
    let error = outcome.unwrap().unwrap_err();
    assert_eq!(
        error.to_string(),
        format!(
            "the metadata of {ISSUER} was not found: no metadata at {OPENID} (404); {OAUTH} redirects elsewhere (302); \
             no metadata at {THIRD} (200, the body is neither JSON nor a form (byte 1))"
        )
    );
    let FlowError::Discovery(discovery) = &error else { panic!("{error:?}") };
    assert_eq!(discovery.issuer(), &issuer());
    let statuses: Vec<u16> = discovery.attempts().iter().map(|attempt| attempt.status().as_u16()).collect();
    assert_eq!(statuses, [404, 302, 200]);
    assert!(!error.is_transient() && !error.needs_sign_in() && !error.is_client_fault());
    assert!(matches!(flow.step(now()), Err(FlowError::Ended)));

    let busy = Response::builder().status(503).header("retry-after", "7").body(Vec::new()).unwrap();
    let (_, outcome) = drive(&mut issuer().discover(), &[&absent(), &busy, &http_response(500, "", "")]);
    let error = outcome.unwrap().unwrap_err();
    assert!(error.to_string().contains(&format!("{OAUTH} answered 503; {THIRD} answered 500")), "{error}");
    assert!(error.is_transient());
    let FlowError::Discovery(discovery) = &error else { panic!("{error:?}") };
    assert_eq!(discovery.retry_after(now()), Some(Duration::from_secs(7)));
}

#[test]
fn a_404_means_that_there_is_no_metadata() {
    use oauth_core::Call as _;
    let error = issuer().openid_metadata().decode((&json(404, "{}")).into(), now()).unwrap_err();
    assert!(error.to_string().contains("there is no metadata at this URL"), "{error}");
    assert!(!error.to_string().contains("error is missing"), "{error}");
}

#[test]
fn documents_can_be_merged_and_the_first_one_wins() {
    let first = json(
        200,
        format!(
            r#"{{"issuer":"{ISSUER}","token_endpoint":"https://a.example/token","scopes_supported":["a"],"x":1,
               "jwks_uri":"http://a.example/jwks","revocation_endpoint":"http://a.example/r"}}"#
        ),
    );
    let second = json(
        200,
        format!(
            r#"{{"issuer":"{ISSUER}","token_endpoint":"https://a.example/other","scopes_supported":["b"],"x":2,"y":3,
               "registration_endpoint":"https://a.example/register","jwks_uri":"https://a.example/jwks",
               "require_pushed_authorization_requests":true,"grant_types_supported":["g"]}}"#
        ),
    );
    let (asked, outcome) = drive(&mut issuer().discover().merge_documents(), &[&first, &second, &absent()]);
    assert_eq!(asked, [OPENID, OAUTH, THIRD]);
    let server = outcome.unwrap().unwrap();
    assert_eq!(server.endpoint(Endpoint::Token), Some("https://a.example/token"));
    assert_eq!(server.endpoint(Endpoint::Registration), Some("https://a.example/register"));
    assert_eq!(server.endpoint(Endpoint::Jwks), Some("https://a.example/jwks"));
    assert_eq!(server.endpoint(Endpoint::Revocation), None);
    let metadata = server.metadata();
    assert_eq!(metadata.scopes_supported.as_deref().unwrap(), ["a"]);
    assert_eq!(metadata.grant_types_supported.as_deref().unwrap(), ["g"]);
    assert_eq!(metadata.require_pushed_authorization_requests, Some(true));
    assert_eq!((metadata.extra.get::<u8>("x"), metadata.extra.get::<u8>("y")), (Some(1), Some(3)));
    let request = oauth_core::Client::new(server, "id", crate::support::basic()).unwrap();
    let error = oauth_core::Call::encode(&request.introspect(&oauth_core::Secret::new("t")), now()).unwrap_err();
    let read = format!("{OPENID} and {OAUTH}");
    assert_eq!(error, EncodeError::NotInMetadata { endpoint: "introspection_endpoint", read, other: None });
}

#[test]
fn a_single_document_is_enough_for_a_merge() {
    for responses in [[&good(), &absent(), &absent()], [&absent(), &http_response(500, "", ""), &good()]] {
        let (asked, outcome) = drive(&mut issuer().discover().merge_documents(), &responses);
        assert_eq!(asked, [OPENID, OAUTH, THIRD]);
        assert_eq!(token_endpoint(outcome), "https://a.example/token");
    }
    let (_, outcome) = drive(&mut issuer().discover().merge_documents(), &[&absent(), &absent(), &absent()]);
    assert!(matches!(outcome, Some(Err(FlowError::Discovery(_)))));
}

#[test]
fn an_early_step_changes_nothing() {
    let mut flow = issuer().discover();
    assert!(matches!(flow.step(now()), Ok(Step::Send(_))));
    assert!(matches!(flow.step(now()), Err(FlowError::Ended)));
    flow.receive((&absent()).into(), now());
    assert!(matches!(flow.step(now()), Ok(Step::Send(request)) if request.uri() == OAUTH));
    assert!(matches!(flow.step(now()), Err(FlowError::Ended)));
    flow.receive((&good()).into(), now());
    // An unexpected response changes nothing.
    flow.receive((&absent()).into(), now());
    assert!(matches!(flow.step(now()), Ok(Step::Done(_))));
}

#[test]
fn a_lost_request_ends_it_unless_nothing_was_sent() {
    let mut flow = issuer().discover();
    assert!(matches!(flow.step(now()), Ok(Step::Send(_))));
    assert_eq!(flow.failed(Failure::NotSent, now()), AfterFailure::Continue);
    assert!(matches!(flow.step(now()), Ok(Step::Send(request)) if request.uri() == OPENID));
    assert_eq!(flow.failed(Failure::MayHaveBeenReceived, now()), AfterFailure::GiveUp);
    assert!(matches!(flow.step(now()), Err(FlowError::Ended)));
}

#[test]
fn settings_apply_to_every_location() {
    let flow = issuer()
        .discover()
        .extra_parameter("appid", "x")
        .extra_header("x-tenant", "t")
        .dangerous_expect_issuer("https://a.example/{tenant}")
        .dialect(Dialect::new().strict());
    let mut flow = { flow };
    for _place in 0..3 {
        match flow.step(now()).unwrap() {
            Step::Send(request) => {
                assert_eq!(request.uri().query(), Some("appid=x"));
                assert_eq!(request.headers()["x-tenant"], "t");
            }
            other => panic!("{other:?}"),
        }
        // The dialect is strict, so a string instead of a list is not metadata.
        let odd = json(200, r#"{"issuer":"https://a.example/{tenant}","scopes_supported":"a"}"#);
        flow.receive((&odd).into(), now());
    }
    assert!(matches!(flow.step(now()), Err(FlowError::Discovery(_))));

    let mut flow = issuer().discover().dangerous_without_issuer();
    let (_, outcome) = drive(&mut flow, &[&absent(), &json(200, r#"{"token_endpoint":"https://a.example/token"}"#)]);
    assert_eq!(token_endpoint(outcome), "https://a.example/token");
}
