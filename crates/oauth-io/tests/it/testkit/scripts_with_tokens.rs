//! Token responses of real servers, each in its own spelling.

use std::time::Duration;

use oauth_io::call::Deviation;
use oauth_io::server::Dialect;
use oauth_io::token::TokenType;
use oauth_io::{Scope, TokenResponse};
use oauth_testkit::Script;

use super::outcome::Outcome;
use super::world::{ID, SECRET, World, confidential};

/// The lifetime in seconds, the scope, the type and the deviations; the requested scope is `asked`.
type Row = (&'static str, Script, Option<u64>, &'static str, Option<&'static str>, &'static [Deviation]);

const TEN_YEARS: u64 = 10 * 365 * 24 * 60 * 60;

fn rows() -> Vec<Row> {
    use Deviation::{ExpiresInCapped, ExpiresInNotInteger, FormEncoded, ScopeIsArray, TokenTypeMissing, Unreadable};
    let bearer = Some("Bearer");
    vec![
        ("github_form_token", Script::github_form_token(), None, "repo,gist", bearer, &[FormEncoded]),
        ("facebook_form_token", Script::facebook_form_token(), None, "asked", None, &[FormEncoded, TokenTypeMissing]),
        ("wechat_text_token", Script::wechat_text_token(), Some(7200), "snsapi_login", None, &[TokenTypeMissing]),
        ("missing_token_type", Script::missing_token_type(), Some(3600), "asked", None, &[TokenTypeMissing]),
        ("token_type bot", Script::token_type("\"bot\""), None, "asked", Some("bot"), &[]),
        ("token_type null", Script::token_type("null"), None, "asked", None, &[TokenTypeMissing]),
        ("expires_in text", Script::expires_in("\"3599\""), Some(3599), "asked", bearer, &[ExpiresInNotInteger]),
        ("expires_in zero", Script::expires_in("0"), Some(0), "asked", bearer, &[]),
        ("expires_in null", Script::expires_in("null"), None, "asked", bearer, &[]),
        ("expires_in fraction", Script::expires_in("59.9"), Some(59), "asked", bearer, &[ExpiresInNotInteger]),
        ("expires_in huge", Script::expires_in("1e18"), Some(TEN_YEARS), "asked", bearer, &[ExpiresInCapped]),
        (
            "expires_in negative",
            Script::expires_in("-1"),
            None,
            "asked",
            bearer,
            &[Unreadable { member: "expires_in" }],
        ),
        (
            "expires_in words",
            Script::expires_in("\"never\""),
            None,
            "asked",
            bearer,
            &[Unreadable { member: "expires_in" }],
        ),
        ("scope array", Script::scope(r#"["openid","user:read"]"#), None, "openid user:read", bearer, &[ScopeIsArray]),
        ("scope null", Script::scope("null"), None, "asked", bearer, &[]),
        ("entra_string_numbers", Script::entra_string_numbers(), Some(3599), "asked", bearer, &[ExpiresInNotInteger]),
        ("keycloak_extra_members", Script::keycloak_extra_members(), Some(300), "profile email", bearer, &[]),
        ("salesforce_issued_at", Script::salesforce_issued_at(), None, "asked", bearer, &[]),
    ]
}

/// Returns whether the script of this name has a row here.
pub(crate) fn has(name: &str) -> bool {
    rows().iter().any(|row| row.0 == name)
}

#[test]
fn each_response_is_read() {
    confidential(
        |application| application,
        |world| {
            for (name, script, seconds, scope, token_type, deviations) in rows() {
                world.server.queue(script);
                let now = world.server.clock().now();
                let tokens = world.send(&world.client.client_credentials().scope("asked")).unwrap();
                let lifetime = seconds.map(Duration::from_secs);
                assert_eq!(tokens.expires_in, lifetime, "{name}");
                assert_eq!(tokens.expires_at, lifetime.map(|lifetime| now + lifetime), "{name}");
                assert_eq!(tokens.scope, Some(Scope::from(scope)), "{name}");
                assert_eq!(tokens.token_type, token_type.map(TokenType::from), "{name}");
                assert_eq!(tokens.deviations, deviations, "{name}");
                assert_eq!(tokens.bearer_header().is_some(), token_type != Some("bot"), "{name}");
            }
        },
    );
}

fn ask(world: &World, script: Script) -> TokenResponse {
    world.server.queue(script);
    world.send(&world.client.client_credentials()).unwrap()
}

#[test]
fn nonstandard_members_are_kept() {
    let world = World::new();
    let entra = ask(&world, Script::entra_string_numbers());
    assert_eq!(entra.extra.get::<String>("expires_on").as_deref(), Some("1547579127"));
    let keycloak = ask(&world, Script::keycloak_extra_members());
    assert_eq!(keycloak.extra.get::<u64>("not-before-policy"), Some(0));
    let salesforce = ask(&world, Script::salesforce_issued_at());
    assert_eq!(salesforce.extra.get::<String>("issued_at").as_deref(), Some("1278448832702"));
    let facebook = ask(&world, Script::facebook_form_token());
    assert_eq!(facebook.extra.get::<String>("expires").as_deref(), Some("5183999"));
    let wechat = ask(&world, Script::wechat_text_token());
    assert_eq!(wechat.refresh_token.unwrap().expose(), "R");
}

#[test]
fn wrong_types_of_a_token() {
    let world = World::new();
    for (script, member) in
        [(Script::token_type("1"), "token_type"), (Script::scope("1"), "scope"), (Script::scope("[1]"), "scope")]
    {
        let tokens = ask(&world, script);
        assert_eq!(tokens.deviations, [Deviation::Unreadable { member }]);
        assert!(tokens.extra.names().eq([member]), "{:?}", tokens.extra);
    }
    world.server.queue(Script::expires_in("[]"));
    let tokens = world.send(&world.client.client_credentials()).unwrap();
    assert_eq!((tokens.expires_in, &*tokens.deviations), (None, &[Deviation::Unreadable { member: "expires_in" }][..]));
}

#[test]
fn a_strict_client_rejects_deviations() {
    let world = World::new();
    let server = world.client.server().clone().with_dialect(Dialect::new().strict());
    let authentication = oauth_io::ClientAuthentication::client_secret_basic(SECRET);
    let strict = oauth_io::Client::new(server, ID, authentication).unwrap();
    for (name, script, _, _, _, deviations) in rows() {
        world.server.queue(script);
        let outcome = world.send(&strict.client_credentials());
        assert_eq!(outcome.is_ok(), deviations.is_empty(), "{name}");
        assert!(!matches!(Outcome::of(&outcome), Outcome::Server(..)), "{name}");
    }
}
