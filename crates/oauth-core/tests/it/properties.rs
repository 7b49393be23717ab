//! Properties that hold for any text and any bytes.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use oauth_core::authorization::{AuthorizationResponse, AuthorizationSession};
use oauth_core::{Call as _, Client, ClientAuthentication, Flow as _, Issuer, Step};
use proptest::prelude::*;

use crate::support::{CALLBACK, basic, client, form, http_response, id_token, json, now, pingone, random, read};

/// Any text that is a valid id or secret.
fn credential() -> impl Strategy<Value = String> {
    "[^\\p{Cc}]{1,40}".prop_filter("an id of blanks alone is none", |text| !text.trim().is_empty())
}

/// JSON of any shape, without duplicate names.
fn value() -> impl Strategy<Value = serde_json::Value> {
    let leaf = prop_oneof![
        Just(serde_json::Value::Null),
        any::<bool>().prop_map(Into::into),
        any::<i64>().prop_map(Into::into),
        any::<u64>().prop_map(Into::into),
        any::<i32>().prop_map(|number| (f64::from(number) / 8.0).into()),
        any::<String>().prop_map(Into::into),
    ];
    leaf.prop_recursive(4, 32, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Into::into),
            prop::collection::btree_map(any::<String>(), inner, 0..6)
                .prop_map(|members| serde_json::Value::Object(members.into_iter().collect())),
        ]
    })
}

proptest! {
    // A failure prints its input instead of writing a file.
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn basic_decodes_to_the_original_credentials(id in credential(), secret in credential()) {
        let client = Client::new(pingone(), &*id, ClientAuthentication::client_secret_basic(&*secret)).unwrap();
        let request = client.client_credentials().encode(now()).unwrap();
        let header = request.headers()["authorization"].to_str().unwrap();
        let pair = String::from_utf8(STANDARD.decode(&header["Basic ".len()..]).unwrap()).unwrap();
        prop_assert!(pair.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~%:".contains(&byte)));
        let (encoded_id, encoded_secret) = pair.split_once(':').unwrap();
        let decoded: Vec<(String, String)> =
            serde_urlencoded::from_str(&format!("id={encoded_id}&secret={encoded_secret}")).unwrap();
        prop_assert_eq!(decoded, vec![("id".to_owned(), id), ("secret".to_owned(), secret)]);
    }

    #[test]
    fn post_decodes_to_the_original_credentials(id in credential(), secret in credential(), scope in "[!#-\\[\\]-~]{1,20}") {
        let client = Client::new(pingone(), &*id, ClientAuthentication::client_secret_post(&*secret)).unwrap();
        let request = client.client_credentials().scope(&*scope).encode(now()).unwrap();
        let expected = [
            ("grant_type", "client_credentials"),
            ("scope", &*scope),
            ("client_id", &*id),
            ("client_secret", &*secret),
        ];
        prop_assert_eq!(form(&request), expected.map(|(name, value)| (name.to_owned(), value.to_owned())));
    }

    #[test]
    fn an_extra_parameter_is_sent_or_rejected(name in any::<String>(), value in any::<String>()) {
        if let Ok(request) = client(basic()).client_credentials().extra_parameter(&*name, &*value).encode(now()) {
            let expected = [("grant_type".to_owned(), "client_credentials".to_owned()), (name, value)];
            prop_assert_eq!(form(&request), expected);
            prop_assert!(request.body().is_ascii());
        }
    }

    #[test]
    fn an_extra_header_is_sent_or_rejected(name in "[A-Za-z-]{1,12}|.{0,4}", value in "[ -~]{0,20}|.{0,8}") {
        if let Ok(request) = client(basic()).client_credentials().extra_header(&*name, &*value).encode(now()) {
            prop_assert_eq!(request.headers().get(name.as_str()).unwrap().as_bytes(), value.as_bytes());
            prop_assert_eq!(request.headers().len(), 5);
        }
    }

    #[test]
    fn arbitrary_bytes_do_not_panic(status in 200_u16..600, body in prop::collection::vec(any::<u8>(), 0..400)) {
        let _ = read(&http_response(status, "application/json", body.clone()));
        let _ = read(&http_response(status, "text/plain", body));
    }

    #[test]
    fn text_like_json_does_not_panic(body in r#"(\{|\}|\[|\]|"|:|,|\\u[0-9a-f]{1,4}|access_token|expires_in|[0-9eE.+-]{1,8}|null|true|é){0,60}"#) {
        let _ = read(&json(200, format!("{{\"access_token\":\"A\",{body}")));
        let _ = read(&json(200, body));
    }

    #[test]
    fn extensions_are_kept(value in value()) {
        let body = serde_json::json!({"access_token": "A", "token_type": "Bearer", "extension": value});
        let tokens = read(&json(200, body.to_string())).unwrap();
        let read: Option<serde_json::Value> = tokens.extra.get("extension");
        prop_assert_eq!(read.unwrap_or_default(), value);
    }

    #[test]
    fn a_truncated_response_is_never_accepted(cut in 1_usize..130) {
        let body = r#"{"access_token":"2YotnFZFEjr1zCsicMWpAA","token_type":"Bearer","expires_in":3600,"scope":"read write","x":{"y":[1,2,3]}}"#;
        prop_assume!(cut < body.len());
        prop_assert!(read(&json(200, &body[..cut])).is_err());
    }

    #[test]
    fn any_issuer_is_kept_verbatim_or_rejected(text in "https://[a-z]{1,8}[.]example(:[0-9]{0,6})?(/[a-z0-9.%?#@ -]{0,12})?|[a-z0-9.:/?#@% -]{0,30}") {
        if let Ok(issuer) = Issuer::new(&text) {
            prop_assert_eq!(issuer.as_str(), &text);
            for request in [issuer.openid_metadata(), issuer.oauth_metadata()] {
                let request = request.encode(now()).unwrap();
                prop_assert_eq!(request.uri().scheme_str(), Some("https"));
                prop_assert!(request.uri().to_string().contains("/.well-known/"));
            }
        }
    }

    #[test]
    fn a_page_is_kept_verbatim_or_rejected(text in "https://[a-z@]{1,8}[.]example(:[0-9]{0,6})?(/[a-z0-9.%?#@ '<-]{0,12})?|[a-z0-9.:/?#@% '<-]{0,30}") {
        let body = serde_json::json!({"device_code": "D", "user_code": "U", "verification_uri": text, "expires_in": 60});
        if let Ok(read) = client(basic()).device_authorization().decode((&json(200, body.to_string())).into(), now()) {
            let page = &read.verification_uri;
            prop_assert!(page.ends_with(&text) || !text.starts_with("https://"), "{}", page);
            prop_assert!(page.starts_with("https://") && !page.contains([' ', '<']));
            let authority = page["https://".len()..].split(['/', '?', '#']).next().unwrap();
            prop_assert!(!authority.contains('@'));
            prop_assert!(text.starts_with("https://") || authority == "auth.pingone.com", "{}", page);
        }
    }

    #[test]
    fn polling_handles_any_response(
        interval in any::<u64>(),
        expires_in in any::<u64>(),
        steps in prop::collection::vec((0_u16..8, any::<u32>()), 0..12),
    ) {
        let body = serde_json::json!({"device_code": "D", "user_code": "U", "verification_uri": "https://a.example",
            "expires_in": expires_in, "interval": interval});
        let client = client(basic());
        let authorization = client.device_authorization().decode((&json(200, body.to_string())).into(), now()).unwrap();
        let mut flow = client.device_token(&authorization).poll();
        let mut time = now();
        for (kind, jump) in steps {
            match flow.step(time) {
                Ok(Step::WaitUntil(until)) => {
                    prop_assert!(until >= time && until < authorization.expires_at);
                    time = until;
                }
                Ok(Step::Send(_)) => match kind {
                    0 => { flow.failed(oauth_core::flow::Failure::MayHaveBeenReceived, time); }
                    1 => flow.receive((&json(429, "")).into(), time),
                    2 => flow.receive((&json(400, r#"{"error":"slow_down"}"#)).into(), time),
                    3 => flow.receive((&json(400, r#"{"error":"access_denied"}"#)).into(), time),
                    4 => time += Duration::from_secs(jump.into()),
                    _ => flow.receive((&json(400, r#"{"error":"authorization_pending"}"#)).into(), time),
                },
                Ok(_) | Err(_) => {}
            }
        }
    }

    #[test]
    fn arbitrary_callbacks_do_not_panic_or_pass_without_the_state(text in "((code|state|iss|error|id_token|response)?[=&%+#?a-f0-9é\\x00]){0,60}", bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = AuthorizationResponse::from_form_post(bytes, &text);
        let _ = AuthorizationResponse::from_fragment(&text, &text);
        let _ = AuthorizationResponse::from_query(&text, &text);
        let client = client(basic());
        let session = client.authorization_request(CALLBACK).begin_with(random()).unwrap().session;
        if let Ok(response) = AuthorizationResponse::from_url(&text) {
            prop_assert!(session.receive(&client, response).is_err());
        }
    }

    #[test]
    fn arbitrary_id_tokens_do_not_panic(payload in any::<String>(), text in "[A-Za-z0-9_.=-]{0,80}") {
        let client = client(basic());
        for token in [id_token(&payload), text] {
            let session = client.authorization_request(CALLBACK).response_type("id_token").begin_with(random()).unwrap().session;
            let response = AuthorizationResponse::from_query(&format!("state={}&id_token={token}", session.state()), "/cb").unwrap();
            prop_assert!(session.receive(&client, response).is_err());
        }
    }

    #[test]
    fn an_authorization_url_decodes_to_the_request(hint in credential(), scope in "[!#-\\[\\]-~]{1,20}", extra in credential()) {
        let request = client(basic()).authorization_request(CALLBACK).scope(&*scope).login_hint(&*hint);
        let url = request.extra_parameter("extra", &*extra).begin_with(random()).unwrap().url;
        prop_assert!(url.parse::<http::Uri>().is_ok());
        let parameters: Vec<(String, String)> = serde_urlencoded::from_str(url.split_once('?').unwrap().1).unwrap();
        for (name, value) in [("login_hint", hint), ("scope", scope), ("extra", extra)] {
            prop_assert!(parameters.contains(&(name.to_owned(), value)));
        }
    }

    #[test]
    fn arbitrary_sessions_do_not_panic(text in any::<String>()) {
        prop_assert!(serde_json::from_str::<AuthorizationSession>(&text).is_err());
    }
}
