//! The grants in the record of a PingOne application.

use oauth_core::endpoint::UserHint;
use oauth_core::pingone::GrantType;
use oauth_core::token::TokenTypeIdentifier;
use oauth_core::{Call as _, Client, ConfigError, EncodeError, Secret};

use super::with_grants;
use crate::support::{CALLBACK, SECRET, now, pingone, random};

fn refused(result: Result<impl Sized, EncodeError>) -> Option<String> {
    match result {
        Ok(_) => None,
        Err(EncodeError::Config(ConfigError::ApplicationGrantType { grant_type, .. })) => Some(grant_type),
        Err(other) => panic!("{other:?}"),
    }
}

#[test]
fn a_grant_that_the_record_does_not_list_is_rejected_before_any_request() {
    let requests = |client: &Client| {
        let begin = |response_type: &str| {
            client.authorization_request(CALLBACK).scope("openid").response_type(response_type).begin_with(random())
        };
        [
            refused(client.client_credentials().encode(now())),
            refused(client.device_authorization().encode(now())),
            refused(client.backchannel_authentication(UserHint::Login("ada".into())).encode(now())),
            refused(client.token_exchange("t", TokenTypeIdentifier::JWT).encode(now())),
            refused(client.jwt_bearer("a.b.c").encode(now())),
            refused(begin("code")),
            refused(begin("id_token")),
            refused(begin("code id_token")),
            refused(client.refresh_token(&Secret::new("r")).encode(now())),
        ]
    };
    const NAMES: [&str; 8] = [
        "CLIENT_CREDENTIALS",
        "DEVICE_CODE",
        "CIBA",
        "TOKEN_EXCHANGE",
        "JWT_BEARER",
        "AUTHORIZATION_CODE",
        "IMPLICIT",
        "AUTHORIZATION_CODE",
    ];
    let none = with_grants("[]").client(pingone(), SECRET).unwrap();
    let mut expected: Vec<Option<String>> = NAMES.map(|name| Some(name.to_owned())).to_vec();
    // An issued refresh token is a grant by itself.
    expected.push(None);
    assert_eq!(requests(&none).to_vec(), expected);
    for listed in NAMES {
        let application = with_grants(&format!(r#"["{listed}","REFRESH_TOKEN"]"#));
        let client = application.client(pingone(), SECRET).unwrap();
        for (at, (found, name)) in requests(&client).into_iter().zip(NAMES).enumerate() {
            let implicit_too = at == 7 && listed == "AUTHORIZATION_CODE";
            let expected = if implicit_too { Some("IMPLICIT") } else { Some(name).filter(|name| *name != listed) };
            assert_eq!(found.as_deref(), expected, "{listed} {name}");
        }
        assert!(application.require_grant(&GrantType::from(listed)).is_ok());
        // The documentation spells some of them like this.
        assert!(application.require_grant(&GrantType::from(&*listed.to_ascii_lowercase())).is_ok());
        assert!(application.require_grant(&GrantType::REFRESH_TOKEN).is_ok());
        assert!(application.require_grant(&GrantType::from("PASSWORD")).is_err());
    }
}

#[test]
fn the_error_names_the_grant_and_the_record() {
    let application = with_grants(r#"["AUTHORIZATION_CODE","REFRESH_TOKEN"]"#);
    let error = application.require_grant(&GrantType::CLIENT_CREDENTIALS).unwrap_err();
    let text = "grantTypes in the record of the PingOne application does not list CLIENT_CREDENTIALS, which is needed \
                here; it lists AUTHORIZATION_CODE, REFRESH_TOKEN; add the grant to the application, or use one of these";
    assert_eq!(error.to_string(), text);
    let client = application.client(pingone(), SECRET).unwrap();
    let encoded = client.client_credentials().encode(now()).unwrap_err();
    assert_eq!((encoded.to_string().as_str(), encoded), (text, EncodeError::Config(error)));
    let none = with_grants("[]").require_grant(&GrantType::CIBA).unwrap_err();
    assert!(none.to_string().contains("it lists none;"), "{none}");
}

#[test]
fn an_unreadable_list_allows_all_grants() {
    for grants in ["null", "7", "{}", r#"["IMPLICIT",7]"#] {
        let application = with_grants(grants);
        assert!(application.require_grant(&GrantType::CLIENT_CREDENTIALS).is_ok(), "{grants}");
        let client = application.client(pingone(), SECRET).unwrap();
        assert_eq!(refused(client.client_credentials().encode(now())), None, "{grants}");
    }
}
