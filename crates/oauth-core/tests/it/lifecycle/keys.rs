//! The names of grants and access tokens.

use std::collections::BTreeSet;

use oauth_core::key::{Algorithm, Key};
use oauth_core::lifecycle::{CredentialId, GrantDetails, GrantKey, Lifecycle, TokenKey, Tokens};
use oauth_core::{Call as _, Client, ClientAuthentication, Secret, Server};

use crate::support::TestKey;

fn client(secret: &str) -> Client {
    let server = Server::at_token_endpoint("https://as.example/token").unwrap();
    Client::new(server, "client", ClientAuthentication::client_secret_post(secret)).unwrap()
}

#[test]
fn whatever_reaches_the_request_makes_another_key() {
    let client = client("secret");
    let request = || client.client_credentials().scope("a b");
    let keys = [
        request().token_key(),
        client.client_credentials().scope("a").token_key(),
        request().resource("https://api.example").token_key(),
        request().authorization_details(r#"[{"type":"x"}]"#).token_key(),
        request().extra_parameter("audience", "x").token_key(),
        request().extra_parameter("tenant", "x").token_key(),
        request().extra_header("x-tenant", "x").token_key(),
    ];
    let keys: BTreeSet<TokenKey> = keys.into_iter().map(Result::unwrap).collect();
    assert_eq!(keys.len(), 7);
}

#[test]
fn equal_requests_have_equal_keys_whatever_the_credentials() {
    let one = client("one").client_credentials().scope("a b").token_key().unwrap();
    let two = client("two").client_credentials().scope("b a").token_key().unwrap();
    assert_eq!(one, two);
    let key = |secret| GrantKey::new(&client(secret), "client_credentials").token(one.clone());
    assert_eq!(key("one"), key("two"));
}

#[test]
fn a_secret_is_in_no_key() {
    let request = client("secret").refresh_token(&Secret::new("R1")).scope("a");
    let text = format!("{:?}", request.token_key().unwrap().values().collect::<Vec<_>>());
    assert!(!text.contains("R1") && !text.contains("secret"), "{text}");
    assert_eq!(request.token_key().unwrap(), TokenKey::new().scope("a"));
}

#[test]
fn the_text_of_a_key_is_the_same_for_equal_keys_alone() {
    let client = client("secret");
    let key = || GrantKey::new(&client, "authorization_code");
    let keys = [
        key(),
        key().user("a"),
        key().user("a&token scope=b"),
        key().token(TokenKey::new().scope("b")),
        key().user("a").token(TokenKey::new().scope("b")),
    ];
    let texts: BTreeSet<String> = keys.iter().map(GrantKey::to_text).collect();
    assert_eq!(texts.len(), 5, "{texts:?}");
    assert_eq!(
        key().user("a b").to_text(),
        "server=https%3A%2F%2Fas.example%2Ftoken&client_id=client&grant_type=authorization_code&user=a+b"
    );
}

#[test]
fn a_renewal_repeats_the_resources_of_the_sign_in_and_is_cut_to_its_scope() {
    let client = client("secret");
    let body = br#"{"access_token":"A1","token_type":"Bearer","refresh_token":"R1","scope":"a b","refresh_expires_in":"1800"}"#;
    let response = http::Response::new(body.as_slice());
    let call = client.client_credentials().scope("a b").resource("https://api.example");
    let now = std::time::SystemTime::UNIX_EPOCH;
    let tokens = call.decode((&response).into(), now).unwrap();
    let mut details = GrantDetails::default();
    details.granted_scope.clone_from(&tokens.granted_scope);
    details.resources.clone_from(&tokens.resources);
    let renewal = client.renewal(&Secret::new("R1"), &details);
    let request = renewal.encode(now).unwrap();
    let form = String::from_utf8(request.body().clone()).unwrap();
    assert!(form.contains("&resource=https%3A%2F%2Fapi.example"), "{form}");
    assert!(client.renewal(&Secret::new("R1"), &details).scope("a c").encode(now).is_err());
    let text = format!("{:?}", Tokens::from_response(&tokens, now));
    assert!(text.contains("refresh_lifetime: Some(1800s)"), "{text}");
}

#[test]
fn a_lifecycle_can_be_shared_between_threads() {
    const fn kept<T: Send + Sync + 'static>() {}
    kept::<Lifecycle>();
    kept::<Tokens>();
}

#[test]
fn a_refused_signature_does_not_hold_the_next_one_back() {
    let now = std::time::SystemTime::UNIX_EPOCH;
    let number = |client: &Client| CredentialId::of(client, &client.client_credentials().encode(now).unwrap());
    let client = client("secret");
    assert!(number(&client).is_some() && number(&client) == number(&client));
    let before = number(&client);
    client.replace_client_secret("another").unwrap();
    assert_ne!(number(&client), before);
    let signs = Client::new(
        client.server().clone(),
        "client",
        ClientAuthentication::private_key_jwt(Key::new(TestKey::new(Algorithm::Es256))),
    );
    assert_eq!(number(&signs.unwrap()), None);
}
