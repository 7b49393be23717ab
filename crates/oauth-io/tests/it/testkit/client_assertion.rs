//! Clients that sign, at a server that verifies: the keys of oauth-jose, the assertions of oauth-core.

use std::time::Duration;

use oauth_io::client::{Audience, ClientAssertion};
use oauth_io::endpoint::UserHint;
use oauth_io::key::{Algorithm, SignedJwt};
use oauth_io::{Call, Client, ClientAuthentication, ConfigError, Error, Issuer, Server, TokenResponse, run, send};
use oauth_jose::{HmacKey, PrivateKey};
use oauth_testkit::{
    AssertionAudience, AssertionIssuer, AssertionRules, AssertionTyp, AuthorizationServer, Endpoint, Fault, KeyLookup,
    PublicKey, RegisteredClient, SigningAlgorithm,
};

use super::browser;
use super::wire::Wire;
use super::world::CALLBACK;
use crate::canned::ready;

const ID: &str = "signing";
const SECRET: &str = "a secret of more than sixty-four bytes, so that it is long enough for HS512";

struct World {
    server: AuthorizationServer,
    wire: Wire,
    client: Client,
}

impl World {
    fn new(application: RegisteredClient, authentication: ClientAuthentication) -> Self {
        let application = application.scopes(["openid", "read"]).redirect_uris([CALLBACK]);
        let server = AuthorizationServer::new().client(application);
        let wire = Wire::new(server.clone());
        let issuer = Issuer::new(&server.issuer()).unwrap();
        let metadata = ready(run(&wire, issuer.discover())).unwrap();
        let client = Client::new(Server::from(metadata), ID, authentication).unwrap();
        Self { server, wire, client }
    }

    /// A world whose server demands this of the assertions.
    fn demanding(rules: AssertionRules, settings: impl FnOnce(PrivateKey) -> ClientAssertion) -> Self {
        let key = es256();
        let application = RegisteredClient::private_key_jwt(ID, [public(&key)]).assertion_rules(rules);
        Self::new(application, ClientAuthentication::private_key_jwt(settings(key)))
    }

    fn send<C: Call>(&self, call: &C) -> Result<C::Output, Error> {
        ready(send(&self.wire, call))
    }

    fn token(&self) -> Result<TokenResponse, Error> {
        self.send(&self.client.client_credentials().scope("read"))
    }

    fn sign_in(&self) -> TokenResponse {
        self.server.sign_in_as("alice");
        let begun = self.client.authorization_request(CALLBACK).scope("openid read").begin().unwrap();
        let response = browser::visit(&self.server, &begun.url).read().unwrap();
        let authorized = begun.session.receive(&self.client, response).unwrap();
        self.send(&authorized.authorization_code()).unwrap()
    }
}

fn es256() -> PrivateKey {
    PrivateKey::generate(Algorithm::Es256).unwrap()
}

fn public(key: &PrivateKey) -> PublicKey {
    PublicKey::from_jwk(&key.jwk().to_json().unwrap()).unwrap()
}

#[test]
fn each_algorithm_of_pingone_is_verified() {
    for algorithm in
        [Algorithm::Rs256, Algorithm::Rs384, Algorithm::Rs512, Algorithm::Es256, Algorithm::Es384, Algorithm::Es512]
    {
        let key = PrivateKey::generate(algorithm).unwrap();
        let application = RegisteredClient::private_key_jwt(ID, [public(&key)]);
        let world = World::new(application, ClientAuthentication::private_key_jwt(key));
        assert!(world.token().is_ok(), "{algorithm}: {:?}", world.server.ledger().last());
    }
    for algorithm in [Algorithm::Hs256, Algorithm::Hs384, Algorithm::Hs512] {
        let key = HmacKey::new(algorithm, SECRET).unwrap();
        let application = RegisteredClient::client_secret_jwt(ID, SECRET);
        let world = World::new(application, ClientAuthentication::client_secret_jwt(key));
        assert!(world.token().is_ok(), "{algorithm}");
    }
}

#[test]
fn an_algorithm_that_the_server_does_not_take_is_refused_with_what_was_sent() {
    let key = PrivateKey::generate(Algorithm::Ps256).unwrap();
    let application = RegisteredClient::private_key_jwt(ID, [public(&key)]);
    // Its metadata lists what it takes, so the client does not even come about, unless it insists.
    let settings = ClientAssertion::new(key).with_unlisted_algorithm();
    let world = World::new(application, ClientAuthentication::private_key_jwt(settings));
    let listed = ClientAuthentication::private_key_jwt(PrivateKey::generate(Algorithm::Ps256).unwrap());
    let error = Client::new(world.client.server().clone(), ID, listed).unwrap_err();
    assert!(matches!(error, ConfigError::AssertionAlgorithm { algorithm: "PS256", .. }), "{error}");
    let error = world.token().unwrap_err();
    assert!(error.is_client_fault() && !error.needs_sign_in());
    assert!(error.to_string().contains("the client authenticated by private_key_jwt with aud "), "{error}");
    assert!(error.to_string().contains("alg PS256"), "{error}");
}

#[test]
fn every_endpoint_accepts_the_assertion_and_each_only_once() {
    for (rule, audience) in [
        (AssertionAudience::IssuerText, Audience::Issuer),
        (AssertionAudience::TokenEndpoint, Audience::TokenEndpoint),
        (AssertionAudience::CalledEndpoint, Audience::CalledEndpoint),
    ] {
        let rules =
            AssertionRules::new().audience(rule).single_use().typ(AssertionTyp::Jwt).key_lookup(KeyLookup::KeyId);
        let world = World::demanding(rules, |key| ClientAssertion::new(key).audience(audience.clone()));
        let tokens = world.sign_in();
        let client = &world.client;
        let refreshed = world.send(&client.refresh(&tokens).unwrap()).unwrap();
        world.send(&client.introspect(&refreshed.access_token)).unwrap();
        world.send(&client.revoke(&refreshed.access_token)).unwrap();
        world.send(&client.authorization_request(CALLBACK).push().unwrap()).unwrap();
        world.send(&client.device_authorization().scope("read")).unwrap();
        let hint = UserHint::Login("alice".to_owned());
        world.send(&client.backchannel_authentication(hint).scope("openid")).unwrap();
        world.token().unwrap();
    }
}

#[test]
fn an_audience_or_a_type_that_the_server_does_not_take_is_refused() {
    let demanding = |rules: AssertionRules, settings: fn(ClientAssertion) -> ClientAssertion| {
        World::demanding(rules, |key| settings(ClientAssertion::new(key))).token()
    };
    let by_audience = |audience| AssertionRules::new().audience(audience);
    let by_typ = |typ| AssertionRules::new().typ(typ);
    for (rules, wrong, right) in [
        (
            by_audience(AssertionAudience::IssuerText),
            (|settings| settings.audience_as_list()) as fn(ClientAssertion) -> ClientAssertion,
            (|settings| settings) as fn(ClientAssertion) -> ClientAssertion,
        ),
        (by_audience(AssertionAudience::TokenEndpoint), |settings| settings, |it| it.audience(Audience::TokenEndpoint)),
        (
            by_audience(AssertionAudience::CalledEndpoint),
            |settings| settings,
            |it| it.audience(Audience::CalledEndpoint),
        ),
        (by_typ(AssertionTyp::Jwt), |it| it.typ("client-authentication+jwt"), |it| it.without_typ()),
        (by_typ(AssertionTyp::ClientAuthentication), |it| it, |it| it.typ("client-authentication+jwt")),
        (
            AssertionRules::new().longest_lifetime(Duration::from_secs(60)),
            |it| it.lifetime(Duration::from_secs(61)),
            |it| it,
        ),
    ] {
        let error = demanding(rules.clone(), wrong).unwrap_err();
        assert!(error.is_client_fault(), "{error}");
        assert!(demanding(rules, right).is_ok());
    }
}

#[test]
fn a_grant_keeps_the_key_with_which_it_began() {
    let (old, new) = (es256(), es256());
    let application = RegisteredClient::private_key_jwt(ID, [public(&old), public(&new)]).key_bound_refresh_tokens();
    let world = World::new(application, ClientAuthentication::private_key_jwt(old.clone()));
    let tokens = world.sign_in();
    assert_eq!(tokens.client_key.as_deref(), Some(old.thumbprint()));
    let both = ClientAssertion::new(new.clone()).older_key(old);
    world.client.replace_client_assertion(both).unwrap();
    let renewed = world.send(&world.client.refresh(&tokens).unwrap()).unwrap();
    assert_eq!(world.token().unwrap().client_key.as_deref(), Some(new.thumbprint()));
    // Without the old key the server refuses, and its grant needs a new sign-in.
    world.client.replace_client_assertion(new).unwrap();
    let error = world.send(&world.client.refresh(&renewed).unwrap()).unwrap_err();
    assert!(error.needs_sign_in() && !error.is_client_fault(), "{error}");
}

#[test]
fn a_key_that_the_server_does_not_know_yet_is_no_end_of_anything() {
    let (old, new) = (es256(), es256());
    let application = RegisteredClient::private_key_jwt(ID, [public(&old)]);
    let world = World::new(application, ClientAuthentication::private_key_jwt(old.clone()));
    let published = [public(&old), public(&new)];
    world.server.replace_keys(ID, published, Duration::from_secs(600)).unwrap();
    // Used at once, the new key is refused.
    let settings = || world.client.client_assertion().unwrap();
    let now = world.server.clock().now();
    let before = settings();
    world.client.replace_client_assertion(settings().key_from(now, new.clone())).unwrap();
    let error = world.token().unwrap_err();
    assert!(error.is_client_fault() && !error.needs_sign_in());
    // Used from a later time, nothing is refused.
    let later = before.key_from(now + Duration::from_secs(600), new.clone());
    world.client.replace_client_assertion(later).unwrap();
    for passed in [0, 599, 1, 600] {
        world.server.clock().advance(Duration::from_secs(passed));
        assert!(world.token().is_ok(), "{passed}");
    }
    assert_eq!(world.token().unwrap().client_key.as_deref(), Some(new.thumbprint()));
}

#[test]
fn after_one_refusal_the_clock_of_the_server_is_known() {
    for (fault, told) in [
        (Fault::ClockBehind(Duration::from_secs(45)), "this clock is 45 s ahead of"),
        (Fault::ClockAhead(Duration::from_secs(75)), "this clock is 75 s behind"),
    ] {
        let world = World::demanding(AssertionRules::new(), ClientAssertion::new);
        world.server.queue(fault.clone().at(Endpoint::Token).times(2));
        let error = world.token().unwrap_err();
        assert!(error.is_client_fault() && error.to_string().contains(told), "{error}");
        assert!(world.token().is_ok(), "the next transmission is right");
    }
    // Switched off, the second one is refused as well.
    let world = World::demanding(AssertionRules::new(), ClientAssertion::new);
    let client = world.client.clone().with_clock_correction(Duration::ZERO);
    world.server.queue(Fault::ClockBehind(Duration::from_secs(45)).at(Endpoint::Token).times(2));
    for _ in 0..2 {
        assert!(world.send(&client.client_credentials()).is_err());
    }
}

#[test]
fn iat_can_be_set_back_for_a_server_that_is_behind() {
    let behind = || Fault::ClockBehind(Duration::from_secs(30));
    let world = World::demanding(AssertionRules::new(), ClientAssertion::new);
    world.server.queue(behind());
    assert!(world.token().is_err());
    let early = |key| ClientAssertion::new(key).issued_before(Duration::from_secs(25));
    let world = World::demanding(AssertionRules::new(), early);
    world.server.queue(behind());
    assert!(world.token().is_ok());
}

#[test]
fn a_service_account_gets_a_token_without_a_client() {
    let key = PrivateKey::generate(Algorithm::Rs256).unwrap();
    let rules = AssertionRules::new().algorithms([SigningAlgorithm::Rs256]).single_use();
    let account = AssertionIssuer::new("job@project.example", [public(&key)])
        .audiences(["https://login.example"])
        .without_client(["read"])
        .assertion_rules(rules)
        .subject_optional();
    let server = AuthorizationServer::new().assertion_issuer(account);
    let wire = Wire::new(server.clone());
    let metadata = ready(run(&wire, Issuer::new(&server.issuer()).unwrap().discover())).unwrap();
    let client = Client::without_identity(Server::from(metadata));
    let jwt =
        SignedJwt::new(key).issuer("job@project.example").audience("https://login.example").claim("scope", "read");
    let call = client.jwt_bearer(jwt);
    for _ in 0..2 {
        let tokens = ready(send(&wire, &call)).unwrap();
        assert_eq!(tokens.scope, Some("read".into()));
    }
}
