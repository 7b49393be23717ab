//! Servers whose name is not their issuer: metadata, authorization responses and ID tokens are checked against the
//! name.

use oauth_core::authorization::{AuthorizationResponse, ResponseType};
use oauth_core::error::{AuthorizationError, FailedCheck};
use oauth_core::key::{SecretInput, SecretSource};
use oauth_core::server::ExpectedIssuer;
use oauth_core::{
    Call as _, Client, ClientAuthentication, ConfigError, DecodeError, Endpoint, Flow as _, Issuer, Secret, Server,
    Step, TokenResponse,
};

use crate::support::{CALLBACK, NONCE, STATE, basic, form, id_token, json, now, random};

const TENANT: &str = "9188040d-6c67-4c5b-b112-36a304b66dad";
const OTHER: &str = "72f988bf-86f1-41af-91ab-2d7cd011db47";

/// Reads the metadata of `issuer`, which names another issuer.
fn server(issuer: &str, named: &str, expected: impl Into<ExpectedIssuer>) -> Server {
    let mut flow = Issuer::new(issuer).unwrap().discover().dangerous_expect_issuer(expected);
    assert!(matches!(flow.step(now()), Ok(Step::Send(_))));
    let body = format!(
        r#"{{"issuer":"{named}","authorization_endpoint":"{issuer}/authorize","token_endpoint":"{issuer}/token",
           "authorization_response_iss_parameter_supported":true}}"#
    );
    flow.receive((&json(200, body)).into(), now());
    match flow.step(now()) {
        Ok(Step::Done(metadata)) => metadata.into(),
        other => panic!("{other:?}"),
    }
}

/// A sign-in whose callback has the issuer `callback`, and whose ID token has these additional claims.
fn sign_in(server: Server, callback: Option<&str>, claims: &str) -> Result<TokenResponse, String> {
    let client = Client::new(server, "c1", basic()).unwrap();
    let request = client.authorization_request(CALLBACK).scope("openid");
    let session = request.begin_with(random()).unwrap().session;
    let iss = callback.map(|iss| format!("&iss={iss}")).unwrap_or_default();
    let response = AuthorizationResponse::from_query(&format!("code=C&state={STATE}{iss}"), CALLBACK).unwrap();
    let authorized = match session.receive(&client, response) {
        Ok(authorized) => authorized,
        Err(refused) => match refused.error() {
            AuthorizationError::Untrusted(FailedCheck::Issuer { .. }) => return Err("callback".to_owned()),
            other => panic!("{other:?}"),
        },
    };
    let (from, until) = (1_795_348_990_u64, 1_795_352_600_u64);
    let token = id_token(&format!(r#"{{"sub":"u","aud":"c1","nonce":"{NONCE}","iat":{from},"exp":{until},{claims}}}"#));
    let body = format!(r#"{{"access_token":"A","token_type":"Bearer","id_token":"{token}"}}"#);
    match authorized.authorization_code().decode((&json(200, body)).into(), now()) {
        Ok(tokens) => Ok(tokens),
        Err(DecodeError::Untrusted(error)) => match error.check() {
            FailedCheck::IdToken { claim } => Err((*claim).to_owned()),
            other => panic!("{other:?}"),
        },
        Err(other) => panic!("{other:?}"),
    }
}

fn outcome(server: &Server, callback: Option<&str>, claims: &str) -> Result<(), String> {
    sign_in(server.clone(), callback, claims).map(drop)
}

#[test]
fn the_name_is_used_by_every_check() {
    let (vanity, named) = ("https://vanity.example", "https://cloud.example/pool-1");
    let server = server(vanity, named, named);
    assert_eq!(server.issuer().unwrap().as_str(), vanity);
    assert_eq!(server.endpoint(Endpoint::Token), Some("https://vanity.example/token"));
    let iss = |text: &str| format!(r#""iss":"{text}""#);
    assert_eq!(outcome(&server, Some(named), &iss(named)), Ok(()));
    assert_eq!(outcome(&server, Some(vanity), &iss(named)), Err("callback".into()));
    assert_eq!(outcome(&server, Some(named), &iss(vanity)), Err("iss".into()));
    assert_eq!(outcome(&server, Some(named), &iss(&format!("{named}/"))), Err("iss".into()));
    // A server that is set up by hand can set it too.
    let by_hand = Server::new(Issuer::new(vanity).unwrap())
        .with_endpoint(Endpoint::Authorization, "https://vanity.example/authorize")
        .and_then(|server| server.with_endpoint(Endpoint::Token, "https://vanity.example/token"))
        .unwrap();
    assert_eq!(outcome(&by_hand, None, &iss(named)), Err("iss".into()));
    assert_eq!(outcome(&by_hand.dangerous_expect_issuer(named), Some(named), &iss(named)), Ok(()));
}

#[test]
fn a_template_matches_the_tenant_of_the_id_token() {
    let template = "https://login.example/{tenantid}/v2.0";
    let of = |tenant: &str| format!("https://login.example/{tenant}/v2.0");
    let claims = |iss: &str, tid: &str| format!(r#""iss":"{}","tid":"{tid}""#, of(iss));
    let any = server("https://login.example/common/v2.0", template, template);
    let (one, other) = (of(TENANT), of(OTHER));
    assert_eq!(outcome(&any, Some(&one), &claims(TENANT, TENANT)), Ok(()));
    assert_eq!(outcome(&any, Some(&other), &claims(OTHER, OTHER)), Ok(()));
    assert_eq!(outcome(&any, Some(&one), &claims(TENANT, OTHER)), Err("iss".into()));
    assert_eq!(outcome(&any, Some(&one), &format!(r#""iss":"{one}""#)), Err("iss".into()));
    assert_eq!(outcome(&any, Some(&one), &format!(r#""iss":"{one}","tid":7"#)), Err("iss".into()));
    // The callback and the ID token must name the same issuer.
    assert_eq!(outcome(&any, Some(&one), &claims(OTHER, OTHER)), Err("iss".into()));
    assert_eq!(outcome(&any, Some("https://evil.example"), &claims(TENANT, TENANT)), Err("callback".into()));
    assert_eq!(outcome(&any, Some(template), &claims(TENANT, TENANT)), Err("callback".into()));

    let known = ExpectedIssuer::from(template).tenants([TENANT]);
    let some = server("https://login.example/common/v2.0", template, known);
    assert_eq!(outcome(&some, Some(&one), &claims(TENANT, TENANT)), Ok(()));
    assert_eq!(outcome(&some, Some(&other), &claims(OTHER, OTHER)), Err("callback".into()));
    assert_eq!(outcome(&some, Some(&one), &claims(OTHER, OTHER)), Err("iss".into()));
}

/// The fields of a callback for `code id_token`, whose ID token has the issuer of `tenant` and the claim `tid`.
fn fragment(tenant: &str, tid: &str) -> String {
    let token = id_token(&format!(
        r#"{{"iss":"https://login.example/{tenant}/v2.0","tid":"{tid}","sub":"u","aud":"c1","nonce":"{NONCE}",
           "iat":1795348990,"exp":1795352600}}"#
    ));
    format!("code=C&id_token={token}&state={STATE}")
}

#[test]
fn an_id_token_through_the_browser_is_checked_the_same_way() {
    let template = "https://login.example/{tenantid}/v2.0";
    let server = server("https://login.example/common/v2.0", template, template);
    let client = Client::new(server, "c1", ClientAuthentication::none()).unwrap();
    let receive = |fragment: &str| {
        let request = client.authorization_request(CALLBACK).scope("openid");
        let session = request.response_type(ResponseType::CODE_ID_TOKEN).begin_with(random()).unwrap().session;
        session.receive(&client, AuthorizationResponse::from_fragment(fragment, CALLBACK).unwrap())
    };
    assert!(receive(&fragment(TENANT, TENANT)).is_ok());
    assert!(receive(&fragment(TENANT, OTHER)).is_err());
    // The parameter and both ID tokens must name the same issuer.
    let named = |tenant: &str| format!("{}&iss=https://login.example/{tenant}/v2.0", fragment(TENANT, TENANT));
    assert!(receive(&named(TENANT)).is_ok());
    assert!(receive(&named(OTHER)).is_err());
    for (tenant, good) in [(TENANT, true), (OTHER, false)] {
        let authorized = receive(&fragment(TENANT, TENANT)).unwrap();
        let second = fragment(tenant, tenant);
        let token = second.split(['=', '&']).nth(3).unwrap();
        let response = format!(r#"{{"access_token":"A","token_type":"Bearer","id_token":"{token}"}}"#);
        let outcome = authorized.authorization_code().decode((&json(200, response)).into(), now());
        assert_eq!(outcome.is_ok(), good, "{tenant}");
    }
}

#[test]
fn the_audience_of_an_assertion_is_the_name_of_the_server() {
    let asked = |server: Server| {
        let name = |input: &SecretInput| Ok::<_, &str>(Secret::new(input.audience().to_owned()));
        let authentication = ClientAuthentication::client_assertion(SecretSource::from_fn(name));
        let request = Client::new(server, "c1", authentication).unwrap().client_credentials().encode(now()).unwrap();
        form(&request).into_iter().find(|(name, _)| name == "client_assertion").unwrap().1
    };
    let named = "https://cloud.example/pool-1";
    assert_eq!(asked(server("https://vanity.example", named, named)), named);
    let template = "https://login.example/{tenantid}/v2.0";
    assert_eq!(
        asked(server("https://login.example/common/v2.0", template, template)),
        "https://login.example/common/v2.0"
    );
}

#[test]
fn entra_id_works_or_is_rejected_at_set_up() {
    let issuer = |tenant: &str| format!("https://login.microsoftonline.com/{tenant}/v2.0");
    let claims = |tenant: &str| format!(r#""iss":"{}","tid":"{tenant}""#, issuer(tenant));
    let one = Server::entra_id(TENANT).unwrap();
    assert_eq!(outcome(&one, None, &claims(TENANT)), Ok(()));
    assert_eq!(outcome(&one, None, &claims(OTHER)), Err("iss".into()));
    for no_id in ["common", "organizations", "consumers", "contoso.onmicrosoft.com", "", "a/b", "{tenantid}"] {
        assert_eq!(Server::entra_id(no_id).unwrap_err(), ConfigError::TenantId, "{no_id}");
    }
    let some = Server::entra_id_multi_tenant("organizations", &[TENANT]).unwrap();
    let token = "https://login.microsoftonline.com/organizations/oauth2/v2.0/token";
    assert_eq!(some.endpoint(Endpoint::Token), Some(token));
    assert_eq!(outcome(&some, None, &claims(TENANT)), Ok(()));
    assert_eq!(outcome(&some, None, &claims(OTHER)), Err("iss".into()));
    for tenants in [&[][..], &["common"], &[TENANT, "x"]] {
        assert_eq!(Server::entra_id_multi_tenant("common", tenants).unwrap_err(), ConfigError::TenantId);
    }
    let any = Server::dangerous_entra_id_any_tenant("common").unwrap();
    assert_eq!(outcome(&any, None, &claims(OTHER)), Ok(()));
    assert_eq!(outcome(&any, None, &format!(r#""iss":"{}","tid":"{OTHER}""#, issuer(TENANT))), Err("iss".into()));
}
