//! What the fuzz targets found, each as small as it could be made.

use http::HeaderMap;
use oauth_core::endpoint::ClientMetadata;
use oauth_core::error::challenges;
use oauth_core::{
    Call, ClientAuthentication, DecodeError, Endpoint, Flow as _, FlowError, Issuer, Secret, Step, TokenResponse,
};

use crate::support::{
    CALLBACK, ENV, ID, SECRET, altered, basic, client, fresh_id_token, http_response, json, now, pingone, random, read,
};

/// Everything that an error says.
fn said(error: &DecodeError) -> String {
    format!("{error} {error:?} {error:#?}")
}

#[test]
fn a_scope_of_blanks_says_nothing() {
    let response = json(200, r#"{"access_token":"A","token_type":"Bearer","scope":[" "]}"#);
    let call = client(basic()).refresh_token(&Secret::new("R")).original_scope("a b");
    let tokens: TokenResponse = call.decode((&response).into(), now()).unwrap();
    assert_eq!(tokens.scope, Some("a b".into()));
    assert_eq!(read(&response).unwrap().scope, None);
}

#[test]
fn an_assertion_that_a_server_repeats_is_cut_out() {
    let call = client(ClientAuthentication::client_assertion(SECRET)).client_credentials();
    let response = json(400, format!(r#"{{"error":"invalid_client","error_description":"got {SECRET}"}}"#));
    let error = call.decode((&response).into(), now()).unwrap_err();
    assert!(said(&error).contains("got [cut out]") && !said(&error).contains(SECRET), "{error}");
}

#[test]
fn what_a_pushed_request_says_of_the_user_is_cut_out_where_a_server_repeats_it() {
    let request =
        client(basic()).authorization_request(CALLBACK).id_token_hint("eyJh.e30.c2ln").login_hint("ada@a.example");
    let call = request.push_with(random()).unwrap();
    let response = json(400, r#"{"error":"invalid_request","error_description":"eyJh.e30.c2ln of ada@a.example"}"#);
    let error = call.decode((&response).into(), now()).unwrap_err();
    assert!(said(&error).contains("[cut out] of [cut out]") && !said(&error).contains("eyJh"), "{error}");
}

#[test]
fn a_secret_that_a_server_makes_a_name_of_is_cut_out() {
    let call = client(basic()).client_credentials();
    let response = json(400, format!(r#"{{"error":"invalid_request","{SECRET}":"unknown","trace":1}}"#));
    let error = call.decode((&response).into(), now()).unwrap_err();
    assert!(said(&error).contains("[cut out]") && !said(&error).contains(SECRET), "{error:?}");
    let DecodeError::Server(error) = error else { panic!("{error}") };
    assert_eq!(error.extra().get::<u8>("trace"), Some(1));
}

#[test]
fn an_update_repeats_no_member_and_sends_nothing_that_is_the_servers() {
    let endpoint = "https://auth.pingone.com/register";
    let server = pingone().with_endpoint(Endpoint::Registration, endpoint).unwrap();
    let body = format!(
        r#"{{"client_id":"c","registration_access_token":"t","registration_client_uri":"{endpoint}/c",
           "client_secret_expires_at":"never","client_id_issued_at":"once","client_name":7,"x":1,"x":2}}"#
    );
    let information = server.register(ClientMetadata::new()).decode((&json(201, body)).into(), now()).unwrap();
    let metadata = information.metadata.clone();
    let updated = |metadata| information.configuration().unwrap().update(metadata).encode(now()).unwrap().into_body();
    assert_eq!(String::from_utf8(updated(metadata.clone())).unwrap(), r#"{"client_id":"c","client_name":7,"x":1}"#);
    let renamed = updated(metadata.client_name("n"));
    assert_eq!(String::from_utf8(renamed).unwrap(), r#"{"client_id":"c","client_name":"n","x":1}"#);
}

#[test]
fn a_session_is_printed_cut_whatever_it_was_read_from() {
    let begun = client(basic()).authorization_request(CALLBACK).begin_with(random()).unwrap();
    let long = "\u{202e}".repeat(20_000);
    let session =
        altered(&begun.session, &["issuer", "client_id", "redirect_uri", "response_type"].map(|name| (name, &*long)));
    let printed = format!("{session:?}");
    assert!(printed.len() < 16_384 && !printed.contains('\u{202e}'), "{}", printed.len());
}

#[test]
fn where_a_redirect_led_is_printed_cut() {
    let mut flow = Issuer::new("https://a.example/t").unwrap().discover();
    let error = loop {
        match flow.step(now()) {
            Ok(Step::Send(request)) => {
                let mut response = http_response(if request.uri().path().len() > 1_000 { 404 } else { 302 }, "", "");
                let location = format!("https://a.example/{}", "a".repeat(8_000));
                response.headers_mut().insert("location", location.parse().unwrap());
                flow.receive((&response).into(), now());
            }
            Ok(step) => panic!("{step:?}"),
            Err(error) => break error,
        }
    };
    assert!(matches!(error, FlowError::Discovery(_)));
    for printed in [error.to_string(), format!("{error:?}"), format!("{error:#?}")] {
        assert!(printed.len() < 16_384, "{}", printed.len());
    }
}

#[test]
fn what_a_resource_wants_is_printed_cut() {
    let mut headers = HeaderMap::new();
    let line = format!("Bearer error=\"insufficient_user_authentication\", acr_values=\"{}\"", "a ".repeat(8_000));
    headers.append("www-authenticate", line.parse().unwrap());
    let step_up = challenges(&headers)[0].step_up().unwrap();
    assert_eq!(step_up.acr_values.len(), 8_000);
    assert!(format!("{step_up:?}").len() < 16_384 && format!("{step_up:#?}").len() < 16_384);
}

#[test]
fn an_audience_of_thousands_is_compared_in_whatever_order() {
    let issuer = format!("https://auth.pingone.com/{ENV}/as");
    let names: Vec<String> = (0..5_000).map(|n| format!("\"{n:x}\"")).chain([format!("\"{ID}\"")]).collect();
    let reversed: Vec<String> = names.iter().rev().cloned().collect();
    let response = |audience: &[String]| {
        let claims = format!(r#""iss":"{issuer}","sub":"s","aud":[{}]"#, audience.join(","));
        let token = fresh_id_token(&claims);
        json(200, format!(r#"{{"access_token":"A","token_type":"Bearer","refresh_token":"R","id_token":"{token}"}}"#))
    };
    let client = client(basic());
    let call = client.dangerous_authorization_code("c").expect_id_token();
    let first = call.decode((&response(&names)).into(), now()).unwrap();
    let refreshed = |audience: &[String]| client.refresh(&first).unwrap().decode((&response(audience)).into(), now());
    assert!(refreshed(&reversed).is_ok());
    let others = refreshed(&reversed[..5_000]).unwrap_err();
    assert!(others.to_string().contains("the ID token's aud"), "{others}");
}
