//! RP-initiated logout.

use oauth_core::error::UrlProblem;
use oauth_core::{Client, EncodeError, Issuer, Server};

use crate::support::{ENV, ID, basic, client};

#[test]
fn the_url_byte_for_byte() {
    let url = client(basic())
        .end_session()
        .id_token_hint("e.y.J")
        .post_logout_redirect_uri("https://client.example.org/bye?x=1")
        .state("a b&c")
        .logout_hint("a@example.org")
        .ui_locales("de fr")
        .extra_parameter("tenant", "t1")
        .url()
        .unwrap();
    assert_eq!(
        url,
        format!(
            "https://auth.pingone.com/{ENV}/as/signoff?client_id={ID}\
             &post_logout_redirect_uri=https%3A%2F%2Fclient.example.org%2Fbye%3Fx%3D1&id_token_hint=e.y.J\
             &state=a%20b%26c&logout_hint=a%40example.org&ui_locales=de%20fr&tenant=t1"
        )
    );
    let bare = client(basic()).end_session().url().unwrap();
    assert_eq!(bare, format!("https://auth.pingone.com/{ENV}/as/signoff?client_id={ID}"));
}

#[test]
fn invalid_requests_are_rejected() {
    let request = || client(basic()).end_session();
    for name in ["client_id", "id_token_hint", "post_logout_redirect_uri", "state"] {
        let error = request().extra_parameter(name, "x").url().unwrap_err();
        assert_eq!(error, EncodeError::ReservedParameter { name: name.into() });
    }
    let error = request().post_logout_redirect_uri("http://client.example.org/").url().unwrap_err();
    let what = "post_logout_redirect_uri";
    assert_eq!(error, EncodeError::InvalidRedirectUri { what, problem: UrlProblem::Http });
    assert_eq!(request().state("a\n").url().unwrap_err(), EncodeError::InvalidParameter { name: "state".into() });
    let bare = Client::new(Server::new(Issuer::new("https://a.example").unwrap()), "id", basic()).unwrap();
    assert_eq!(bare.end_session().url().unwrap_err(), EncodeError::NoEndpoint { endpoint: "end_session_endpoint" });
}
