//! Dialects: requests to servers that deviate, and their responses.

use http::{HeaderMap, Method, Request, StatusCode};
use oauth_core::error::Problem;
use oauth_core::server::{Dialect, ExpiresInUnit};
use oauth_core::{
    Call as _, Client, ClientAuthentication, ConfigError, DecodeError, EncodeError, Endpoint, ErrorCode, Issuer, Scope,
    Server,
};

use crate::support::{ID, SECRET, basic, form, json, now, pingone, post, read_as};

fn request(dialect: Dialect, authentication: ClientAuthentication) -> Request<Vec<u8>> {
    let client = Client::new(pingone().with_dialect(dialect), ID, authentication).unwrap();
    client.client_credentials().scope("a b").encode(now()).unwrap()
}

#[test]
fn the_client_id_can_be_renamed() {
    let tiktok = || Dialect::new().credential_parameters("client_key", "client_secret");
    let request = request(tiktok(), post());
    let names: Vec<String> = form(&request).into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["grant_type", "scope", "client_key", "client_secret"]);
    assert_eq!(form(&request)[2].1, ID);

    let wechat = Dialect::new().credential_parameters("appid", "secret");
    let request = self::request(wechat, post());
    assert!(request.body().ends_with(format!("&appid={ID}&secret={SECRET}").as_bytes()));
}

#[test]
fn extra_parameters_cannot_use_the_credential_names() {
    let dialect = Dialect::new().credential_parameters("appid", "secret");
    let client = Client::new(pingone().with_dialect(dialect), ID, post()).unwrap();
    for name in ["appid", "secret", "client_id", "client_secret"] {
        let error = client.client_credentials().extra_parameter(name, "x").encode(now()).unwrap_err();
        assert_eq!(error, EncodeError::ReservedParameter { name: name.into() });
    }
}

#[test]
fn parameters_can_be_sent_as_json() {
    let request = request(Dialect::new().json_body(), basic());
    assert_eq!(request.method(), Method::POST);
    assert_eq!(request.headers()["content-type"], "application/json");
    assert!(request.headers().contains_key("authorization"));
    let body: serde_json::Value = serde_json::from_slice(request.body()).unwrap();
    assert_eq!(body, serde_json::json!({"grant_type": "client_credentials", "scope": "a b"}));

    let request = self::request(Dialect::new().json_body(), post());
    let body: serde_json::Value = serde_json::from_slice(request.body()).unwrap();
    assert_eq!(body["client_secret"], SECRET);
    assert!(!request.headers().contains_key("authorization"));
}

#[test]
fn a_repeated_parameter_becomes_an_array() {
    let client = Client::new(pingone().with_dialect(Dialect::new().json_body()), ID, basic()).unwrap();
    let call = client.client_credentials().resource("urn:a").resource("urn:b").resource("urn:c");
    let body: serde_json::Value = serde_json::from_slice(call.encode(now()).unwrap().body()).unwrap();
    assert_eq!(body["resource"], serde_json::json!(["urn:a", "urn:b", "urn:c"]));
}

#[test]
fn get_must_be_chosen_explicitly() {
    let request = request(Dialect::new().dangerous_get(), ClientAuthentication::client_secret_post("s&1"));
    assert_eq!(request.method(), Method::GET);
    assert_eq!(
        request.uri().query(),
        Some(&*format!("grant_type=client_credentials&scope=a+b&client_id={ID}&client_secret=s%261"))
    );
    assert!(request.body().is_empty() && !request.headers().contains_key("content-type"));

    let server = Server::new(Issuer::new("https://a.example").unwrap())
        .with_endpoint(Endpoint::Token, "https://a.example/t?x=1")
        .unwrap()
        .with_dialect(Dialect::new().dangerous_get());
    let request = Client::new(server, "id", basic()).unwrap().client_credentials().encode(now()).unwrap();
    assert_eq!(request.uri(), "https://a.example/t?x=1&grant_type=client_credentials");
}

#[test]
fn parameters_too_long_for_a_url_are_rejected() {
    let client = Client::new(pingone().with_dialect(Dialect::new().dangerous_get()), ID, basic()).unwrap();
    let error = client.client_credentials().extra_parameter("x", "y".repeat(70_000)).encode(now()).unwrap_err();
    assert_eq!(error, EncodeError::BodyFormat);
}

#[test]
fn responses_can_have_their_own_scope_separator() {
    let dialect = || Dialect::new().granted_scope_separator(',');
    assert_eq!(form(&request(dialect(), basic()))[1], ("scope".to_owned(), "a b".to_owned()));
    let response = json(200, r#"{"access_token":"A","token_type":"bearer","scope":"repo,gist"}"#);
    assert_eq!(read_as(dialect(), &response).unwrap().scope, Some(Scope::from("repo gist")));
}

fn wechat(_: StatusCode, _: &HeaderMap, body: &[u8]) -> Option<Vec<u8>> {
    let response: serde_json::Value = serde_json::from_slice(body).ok()?;
    let error = match response.get("errcode")?.as_u64()? {
        40029 => "invalid_grant",
        _ => "server_error",
    };
    serde_json::to_vec(&serde_json::json!({"error": error, "error_description": response["errmsg"]})).ok()
}

#[test]
fn a_hook_can_translate_a_nonstandard_error() {
    let hooked = || Dialect::new().response_hook(wechat);
    match read_as(hooked(), &json(200, r#"{"errcode":40029,"errmsg":"invalid code"}"#)) {
        Err(DecodeError::Server(error)) => {
            assert_eq!(*error.code(), ErrorCode::INVALID_GRANT);
            assert_eq!(error.description(), Some("invalid code"));
        }
        other => panic!("{other:?}"),
    }
    assert!(read_as(hooked(), &json(200, r#"{"access_token":"A"}"#)).is_ok(), "what it leaves alone is read as it is");
}

#[test]
fn slack_nests_the_token_of_a_user() {
    let client = Client::new(Server::slack().unwrap(), "id", post()).unwrap();
    let read = |body: &str| client.client_credentials().decode((&json(200, body)).into(), now());
    let tokens = read(
        r#"{"ok":true,"app_id":"A1","authed_user":{"id":"U1","scope":"chat:write,users:read","access_token":"xoxp-1","token_type":"user"}}"#,
    )
    .unwrap();
    assert_eq!(tokens.access_token.expose(), "xoxp-1");
    assert_eq!(tokens.scope, Some(Scope::from("chat:write users:read")));
    let bot = read(r#"{"ok":true,"access_token":"xoxb-1","token_type":"bot","authed_user":{"id":"U1"}}"#).unwrap();
    assert_eq!(bot.access_token.expose(), "xoxb-1");
    let error = read(r#"{"ok":false,"error":"invalid_code"}"#).unwrap_err();
    assert_eq!(error.code().unwrap().as_str(), "invalid_code");
    assert!(matches!(
        read(r#"{"ok":true}"#),
        Err(DecodeError::Malformed(error)) if *error.problem() == Problem::Missing { field: "access_token" }
    ));
}

#[test]
fn presets() {
    let rows = [
        (Server::auth0("t.eu.auth0.com"), "https://t.eu.auth0.com/", "https://t.eu.auth0.com/oauth/token"),
        (
            Server::cognito("d.auth.eu-west-1.amazoncognito.com", "eu-west-1", "eu-west-1_AbC"),
            "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_AbC",
            "https://d.auth.eu-west-1.amazoncognito.com/oauth2/token",
        ),
        (
            Server::entra_id("9188040d-6c67-4c5b-b112-36a304b66dad"),
            "https://login.microsoftonline.com/9188040d-6c67-4c5b-b112-36a304b66dad/v2.0",
            "https://login.microsoftonline.com/9188040d-6c67-4c5b-b112-36a304b66dad/oauth2/v2.0/token",
        ),
        (Server::github(), "https://github.com/login/oauth", "https://github.com/login/oauth/access_token"),
        (Server::google(), "https://accounts.google.com", "https://oauth2.googleapis.com/token"),
        (
            Server::keycloak("https://sso.example.com/", "main"),
            "https://sso.example.com/realms/main",
            "https://sso.example.com/realms/main/protocol/openid-connect/token",
        ),
        (
            Server::okta("dev-1.okta.com", "default"),
            "https://dev-1.okta.com/oauth2/default",
            "https://dev-1.okta.com/oauth2/default/v1/token",
        ),
        (
            Server::salesforce("login.salesforce.com"),
            "https://login.salesforce.com",
            "https://login.salesforce.com/services/oauth2/token",
        ),
        (Server::slack(), "https://slack.com", "https://slack.com/api/oauth.v2.access"),
    ];
    for (server, issuer, token_endpoint) in rows {
        let server = server.unwrap();
        assert_eq!(server.issuer().unwrap().as_str(), issuer);
        assert_eq!(server.endpoint(Endpoint::Token), Some(token_endpoint));
        assert!(server.endpoint(Endpoint::Authorization).unwrap().starts_with("https://"));
    }
}

#[test]
fn cognito_gets_raw_basic_credentials() {
    let server = Server::cognito("d.example.com", "eu-west-1", "p").unwrap();
    let client = Client::new(server, "id", ClientAuthentication::client_secret_basic("a/b+c=")).unwrap();
    let request = client.client_credentials().encode(now()).unwrap();
    assert_eq!(request.headers()["authorization"], "Basic aWQ6YS9iK2M9");
}

#[test]
fn github_gets_the_secret_in_the_body() {
    let client = Client::new(Server::github().unwrap(), "id", ClientAuthentication::client_secret("s")).unwrap();
    let request = client.client_credentials().encode(now()).unwrap();
    assert!(request.body().ends_with(b"client_id=id&client_secret=s"));
}

#[test]
fn a_name_in_a_preset_cannot_change_the_url() {
    for name in ["", "..", "a/b", "a?b", "a#b", "a b", "%2e"] {
        let rows = [
            ("tenant", Server::dangerous_entra_id_any_tenant(name)),
            ("realm", Server::keycloak("https://k.example", name)),
            ("authorization server", Server::okta("o.example", name)),
            ("region", Server::cognito("d.example", name, "p")),
            ("user pool id", Server::cognito("d.example", "r", name)),
        ];
        for (what, server) in rows {
            assert_eq!(server.unwrap_err(), ConfigError::PathSegment { what }, "{name:?}");
        }
    }
    for domain in ["", "a/b", "a?b", "u@a", "a b"] {
        for server in [Server::auth0(domain), Server::okta(domain, "default"), Server::salesforce(domain)] {
            assert_eq!(server.unwrap_err(), ConfigError::Domain, "{domain:?}");
        }
    }
}

#[test]
fn unusable_credential_names_are_rejected() {
    for (id, secret) in [("grant_type", "scope"), ("x", "x"), ("", "s"), ("i", ""), ("a\nb", "s"), ("code", "s")] {
        let server = pingone().with_dialect(Dialect::new().credential_parameters(id, secret));
        let error = Client::new(server, ID, post()).unwrap_err();
        assert_eq!(error, ConfigError::CredentialParameters, "{id:?} {secret:?}");
    }
}

#[test]
fn a_hook_is_skipped_for_rejected_responses_and_errors_keep_the_original_body() {
    fn good(_: StatusCode, _: &HeaderMap, _: &[u8]) -> Option<Vec<u8>> {
        Some(br#"{"access_token":"A","token_type":"Bearer"}"#.to_vec())
    }
    fn bad(_: StatusCode, _: &HeaderMap, _: &[u8]) -> Option<Vec<u8>> {
        Some(b"{}".to_vec())
    }
    let hooked = |hook, response: &http::Response<Vec<u8>>| read_as(Dialect::new().response_hook(hook), response);
    assert!(hooked(good, &json(200, "anything")).is_ok());
    let mut encoded = json(200, "anything");
    encoded.headers_mut().insert("content-encoding", "gzip".parse().unwrap());
    for refused in [json(200, vec![b' '; 1_048_577]), json(302, "anything"), encoded] {
        assert!(matches!(hooked(good, &refused), Err(DecodeError::Malformed(_))));
    }
    assert_eq!(hooked(bad, &json(200, "original")).unwrap_err().response().expose_body(), b"original");
}

#[test]
fn notion_gets_json_and_zoom_has_its_own_grant() {
    use oauth_core::call::Parameters;
    use oauth_core::grant::Grant;
    struct Custom(&'static str, &'static [(&'static str, &'static str)]);
    impl Grant for Custom {
        fn grant_type(&self) -> std::borrow::Cow<'static, str> {
            self.0.into()
        }
        fn parameters(&self, parameters: &mut Parameters<'_>) -> Result<(), EncodeError> {
            self.1.iter().try_for_each(|(name, value)| parameters.push(*name, value))
        }
    }
    let client = Client::new(pingone().with_dialect(Dialect::new().json_body()), ID, basic()).unwrap();
    let notion = client.token_request(Custom("authorization_code", &[("code", "c"), ("redirect_uri", "r")]));
    let body: serde_json::Value = serde_json::from_slice(notion.encode(now()).unwrap().body()).unwrap();
    assert_eq!(body, serde_json::json!({"grant_type": "authorization_code", "code": "c", "redirect_uri": "r"}));
    let client = Client::new(pingone(), ID, basic()).unwrap();
    let zoom = client.token_request(Custom("account_credentials", &[("account_id", "A1")])).encode(now()).unwrap();
    assert_eq!(zoom.body(), b"grant_type=account_credentials&account_id=A1");
}

#[test]
fn expires_is_an_alias_only_in_the_dialect() {
    let response = crate::support::http_response(200, "text/plain", "access_token=x&token_type=bearer&expires=5183999");
    assert_eq!(read_as(Dialect::new(), &response).unwrap().expires_in, None);
    let tokens = read_as(Dialect::new().expires_in_alias("expires", ExpiresInUnit::Seconds), &response).unwrap();
    assert_eq!(tokens.expires_in, Some(std::time::Duration::from_secs(5_183_999)));
    let both = json(200, r#"{"access_token":"x","token_type":"bearer","expires_in":60,"expires":7}"#);
    let tokens = read_as(Dialect::new().expires_in_alias("expires", ExpiresInUnit::Seconds), &both).unwrap();
    assert_eq!(tokens.expires_in, Some(std::time::Duration::from_secs(60)));
}
