//! The checks of an ID token that need no key (OpenID Connect Core §3.1.3.7 and §12.2).

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use oauth_core::authorization::AuthorizationRequest;
use oauth_core::call::Deviation;
use oauth_core::error::{FailedCheck, Problem};
use oauth_core::server::Dialect;
use oauth_core::{Call as _, Client, DecodeError, TokenResponse};

use crate::support::{CALLBACK, NONCE, STATE, basic, client_at, id_token, json, jwt, now, random};

const ISSUER: &str = "https://server.example.com";
const IAT: u64 = 1_795_348_990;

fn client() -> Client {
    client_at(ISSUER, "", "id", basic())
}

fn request(client: &Client) -> AuthorizationRequest {
    client.authorization_request(CALLBACK).scope("openid")
}

/// The tokens of a sign-in with this request and this ID token.
fn redeem_as(client: &Client, request: &AuthorizationRequest, id_token: &str) -> Result<TokenResponse, DecodeError> {
    let session = request.begin_with(random()).unwrap().session;
    let url = format!("/cb?code=c&state={STATE}");
    let response = oauth_core::authorization::AuthorizationResponse::from_url(&url).unwrap();
    let call = session.receive(client, response).unwrap().authorization_code();
    call.decode((&tokens_with(id_token, "R1")).into(), now())
}

fn tokens_with(id_token: &str, refresh_token: &str) -> http::Response<Vec<u8>> {
    let body = format!(
        r#"{{"access_token":"A","token_type":"Bearer","refresh_token":"{refresh_token}","id_token":"{id_token}"}}"#
    );
    json(200, body)
}

fn redeem(id_token: &str) -> Result<TokenResponse, DecodeError> {
    redeem_as(&client(), &request(&client()), id_token)
}

/// A valid payload with some claims replaced, or removed by an empty text.
fn payload(changes: &[(&str, &str)]) -> String {
    let mut claims = vec![
        ("iss", format!("\"{ISSUER}\"")),
        ("sub", "\"alice\"".to_owned()),
        ("aud", "\"id\"".to_owned()),
        ("nonce", format!("\"{NONCE}\"")),
        ("iat", IAT.to_string()),
        ("exp", (IAT + 300).to_string()),
    ];
    for (name, value) in changes {
        claims.retain(|(each, _)| each != name);
        claims.push((name, (*value).to_owned()));
    }
    let claims: Vec<String> = claims
        .into_iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| format!("\"{name}\":{value}"))
        .collect();
    format!("{{{}}}", claims.join(","))
}

fn with(changes: &[(&str, &str)]) -> Result<TokenResponse, DecodeError> {
    redeem(&id_token(&payload(changes)))
}

fn claim_of(result: Result<TokenResponse, DecodeError>) -> &'static str {
    match result {
        Err(DecodeError::Untrusted(error)) => match error.check() {
            FailedCheck::IdToken { claim } => claim,
            other => panic!("{other:?}"),
        },
        other => panic!("{other:?}"),
    }
}

fn problem_of(result: Result<TokenResponse, DecodeError>) -> Problem {
    match result {
        Err(DecodeError::Malformed(error)) => error.problem().clone(),
        other => panic!("{other:?}"),
    }
}

fn at(seconds: u64) -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(seconds)
}

#[test]
fn the_claims_are_returned_with_the_tokens() {
    let tokens = with(&[
        ("auth_time", "1795348900.5"),
        ("acr", "\"phr\""),
        ("amr", "[\"pwd\",\"otp\"]"),
        ("azp", "\"id\""),
        ("name", "\"Alice\""),
        ("email", "\"alice@example.org\""),
        ("email_verified", "true"),
        ("picture", "7"),
        ("groups", "[\"a\",\"b\"]"),
    ])
    .unwrap();
    let claims = tokens.id_token_claims().unwrap();
    assert_eq!((claims.issuer(), claims.subject(), claims.audience()), (ISSUER, "alice", &["id".to_owned()][..]));
    assert_eq!((claims.issued_at(), claims.expires_at()), (at(IAT), at(IAT + 300)));
    assert_eq!(claims.auth_time(), Some(at(1_795_348_900) + Duration::from_millis(500)));
    assert_eq!((claims.nonce(), claims.acr(), claims.authorized_party()), (Some(NONCE), Some("phr"), Some("id")));
    assert_eq!(claims.amr(), ["pwd", "otp"]);
    assert_eq!(
        (claims.name(), claims.email(), claims.email_verified()),
        (Some("Alice"), Some("alice@example.org"), Some(true))
    );
    assert_eq!((claims.picture(), claims.claim::<u64>("picture")), (None, Some(7)), "reachable as it was");
    assert_eq!(claims.claim::<Vec<String>>("groups").unwrap(), ["a", "b"]);
    assert_eq!(claims.claim::<&str>("sub"), Some("alice"));
    assert_eq!(claims.claim_names().count(), 15);
    assert_eq!(tokens.deviations, []);
    let shown = format!("{claims:?} {tokens:?}");
    for hidden in ["alice", "Alice", NONCE, "phr", "otp"] {
        assert!(!shown.contains(hidden), "{shown}");
    }
    assert!(shown.contains(ISSUER) && shown.contains("groups"), "{shown}");
}

#[test]
fn it_must_belong_to_this_sign_in() {
    for (claim, value) in [
        ("iss", "\"https://attacker.example.com\""),
        ("iss", "\"https://server.example.com/\""),
        ("iss", ""),
        ("iss", "null"),
        ("aud", "\"other\""),
        ("aud", "[\"idx\",\"i\"]"),
        ("aud", "[]"),
        ("aud", ""),
        ("azp", "\"other\""),
        ("nonce", "\"other\""),
        ("nonce", "\"\""),
        ("nonce", ""),
        ("sub", "\"\""),
        ("sub", ""),
    ] {
        assert_eq!(claim_of(with(&[(claim, value)])), claim, "{value}");
    }
    assert!(with(&[("aud", "[\"other\",\"id\"]"), ("azp", "\"id\"")]).is_ok());
}

#[test]
fn a_nonce_is_required_if_and_only_if_one_was_sent() {
    let request = request(&client()).dangerous_without_nonce();
    let redeem = |nonce: &str| redeem_as(&client(), &request, &id_token(&payload(&[("nonce", nonce)])));
    assert!(redeem("").is_ok());
    for foreign in [format!("\"{NONCE}\""), "\"x\"".to_owned()] {
        assert_eq!(claim_of(redeem(&foreign)), "nonce");
    }
}

#[test]
fn the_times_are_checked_with_a_tolerance_of_30_seconds() {
    let now = now().duration_since(UNIX_EPOCH).unwrap().as_secs();
    let text = |seconds: u64| seconds.to_string();
    for (claim, good, bad) in [
        ("exp", text(now - 29), text(now - 30)),
        ("iat", text(now + 30), text(now + 31)),
        ("nbf", text(now + 30), text(now + 31)),
        ("nbf", text(0), text(now + 86_400)),
        ("auth_time", text(now + 30), text(now + 31)),
        ("exp", format!("{}.75", now - 30), format!("{}.0", now - 30)),
        ("exp", "1.7953490e9".to_owned(), "1.79e9".to_owned()),
        ("iat", format!("{now}.123456789"), String::new()),
        ("exp", text(253_402_300_799), String::new()),
    ] {
        assert!(with(&[(claim, &good)]).is_ok(), "{claim} {good}");
        assert_eq!(claim_of(with(&[(claim, &bad)])), claim, "{bad}");
    }
}

#[test]
fn a_claim_of_a_wrong_type_is_not_absent() {
    for claim in ["exp", "iat", "nbf", "auth_time"] {
        for value in ["\"1795349100\"", "true", "[1795349100]", "{}", "-1", "1767225600000", "1e300", "-0.5"] {
            let problem = problem_of(with(&[(claim, value)]));
            let named = matches!(problem, Problem::WrongType { field, .. } | Problem::InvalidValue { field, .. } if field == claim);
            assert!(named, "{claim} {value}: {problem:?}");
        }
    }
    for claim in ["iss", "sub", "aud", "azp", "nonce", "acr", "amr"] {
        for value in ["true", "{}", "[7]", "1.5"] {
            let problem = problem_of(with(&[(claim, value)]));
            assert!(
                matches!(problem, Problem::WrongType { field, .. } if field == claim),
                "{claim} {value}: {problem:?}"
            );
        }
    }
    assert!(matches!(with(&[("exp", "1e999")]), Err(DecodeError::Malformed(_))));
    assert_eq!(claim_of(with(&[("exp", "null")])), "exp");
    let tokens = with(&[("sub", "35"), ("acr", "0")]).unwrap();
    assert_eq!(
        (tokens.id_token_claims().unwrap().subject(), tokens.id_token_claims().unwrap().acr()),
        ("35", Some("0"))
    );
    let number = |member| Deviation::NumberAsText { member };
    assert_eq!(tokens.deviations, [number("sub"), number("acr")]);
}

#[test]
fn repeated_names_are_rejected() {
    for twice in
        [r#""sub":"alice""#, r#""v":1,"v":2"#, r#""v":1,"v":1"#, r#""x":{"y":1,"y":2}"#, r#""x":[{"y":1,"y":1}]"#]
    {
        let payload = payload(&[]).replace('}', &format!(",{twice}}}"));
        let payload = if twice.contains('{') {
            crate::id_token::payload(&[]).trim_end_matches('}').to_owned() + "," + twice + "}"
        } else {
            payload
        };
        assert!(matches!(redeem(&id_token(&payload)), Err(DecodeError::Malformed(_))), "{payload}");
    }
    for header in [r#"{"alg":"RS256","alg":"RS256"}"#, r#"{"alg":"RS256","alg":"none"}"#] {
        assert!(matches!(redeem(&jwt(header, &payload(&[]))), Err(DecodeError::Malformed(_))), "{header}");
    }
}

#[test]
fn an_unsigned_id_token_must_be_allowed() {
    let unsigned = |header: &str| jwt(header, &payload(&[]));
    let without_signature = format!("{}.", id_token(&payload(&[])).rsplit_once('.').unwrap().0);
    for token in [
        unsigned(r#"{"alg":"none"}"#),
        unsigned(r#"{"alg":"NONE"}"#),
        unsigned(r#"{"alg":""}"#),
        unsigned(r#"{"alg":null}"#),
        unsigned(r#"{"typ":"JWT"}"#),
        without_signature,
    ] {
        assert_eq!(claim_of(redeem(&token)), "alg", "{token}");
        let registered = client().dangerous_with_unsigned_id_tokens();
        assert!(redeem_as(&registered, &request(&registered), &token).is_ok(), "{token}");
    }
    assert!(matches!(redeem(&unsigned(r#"{"alg":7}"#)), Err(DecodeError::Malformed(_))));
}

#[test]
fn a_critical_header_is_rejected() {
    for crit in [r#"["exp"]"#, "[]", "null", r#""b64""#, r#"["b64"]"#] {
        let token = jwt(&format!(r#"{{"alg":"RS256","crit":{crit},"b64":false}}"#), &payload(&[]));
        assert_eq!(claim_of(redeem(&token)), "crit", "{crit}");
    }
}

#[test]
fn max_age_requires_a_recent_auth_time() {
    let now = now().duration_since(UNIX_EPOCH).unwrap().as_secs();
    let hour = Duration::from_secs(3600);
    let redeem = |request: AuthorizationRequest, auth_time: &str| {
        redeem_as(&client(), &request, &id_token(&payload(&[("auth_time", auth_time)]))).map(|_| ())
    };
    let failed = |result: Result<(), DecodeError>| match result {
        Err(DecodeError::Untrusted(error)) => assert_eq!(*error.check(), FailedCheck::IdToken { claim: "auth_time" }),
        other => panic!("{other:?}"),
    };
    let ago = |seconds: u64| (now - seconds).to_string();
    let asked = || request(&client()).max_age(hour);
    assert!(redeem(asked(), &ago(0)).is_ok() && redeem(asked(), &ago(3630)).is_ok());
    for old in [ago(3631), "0".to_owned(), String::new()] {
        failed(redeem(asked(), &old));
    }
    // Time that the user spends at the server does not count, if the start of the sign-in is known.
    let now_only = || request(&client()).max_age(Duration::ZERO);
    failed(redeem(now_only(), &ago(120)));
    assert!(redeem(now_only().began_at(at(now - 130)), &ago(120)).is_ok());
    failed(redeem(now_only().began_at(at(now - 60)), &ago(120)));
    // The registered `default_max_age` applies although it is not sent.
    let registered = || request(&client()).registered_max_age(hour);
    assert!(!registered().begin_with(random()).unwrap().url.contains("max_age"));
    assert!(redeem(registered(), &ago(10)).is_ok());
    failed(redeem(registered(), &ago(3631)));
    failed(redeem(registered(), ""));
    assert!(redeem(registered().max_age(Duration::from_secs(7200)), &ago(3631)).is_ok());
    let required = || request(&client()).require_auth_time();
    assert!(redeem(required(), &ago(100_000)).is_ok());
    failed(redeem(required(), ""));
    assert!(redeem(request(&client()), "").is_ok());
}

fn signed_in(changes: &[(&str, &str)]) -> TokenResponse {
    with(changes).unwrap()
}

/// The outcome of a refresh with these changed claims, after a sign-in.
fn refreshed(first: &TokenResponse, changes: &[(&str, &str)]) -> Result<TokenResponse, DecodeError> {
    let call = client().refresh(first).unwrap();
    call.decode((&tokens_with(&id_token(&payload(changes)), "R2")).into(), now())
}

/// A refresh whose ID token has this claim, which is not that of the sign-in.
pub(crate) fn refused_refresh(claim: &str, value: &str) -> DecodeError {
    refreshed(&signed_in(&[]), &[(claim, value)]).unwrap_err()
}

#[test]
fn the_id_token_of_a_refresh_must_belong_to_the_same_sign_in() {
    let first = signed_in(&[("auth_time", "1795348900")]);
    let good = ("auth_time", "1795348900");
    for same in [
        &[good, ("nonce", "")][..],
        &[good],
        &[good, ("aud", "[\"id\"]"), ("azp", "\"id\"")],
        &[("auth_time", ""), ("iat", "1795349000")],
    ] {
        let tokens = refreshed(&first, same).unwrap();
        assert_eq!(tokens.id_token_claims().unwrap().subject(), "alice");
        assert_eq!(tokens.deviations, []);
    }
    for (claim, value) in [
        ("sub", "\"mallory\""),
        ("iss", "\"https://attacker.example.com\""),
        ("aud", "\"other\""),
        ("aud", "[\"id\",\"other\"]"),
        ("azp", "\"other\""),
        ("nonce", "\"other\""),
        ("exp", "1795348000"),
    ] {
        let error = refreshed(&first, &[good, (claim, value)]).unwrap_err();
        // The old refresh token is spent by now, so the error must keep the new one.
        assert_eq!(error.rotated().map(|token| token.expose().to_owned()).as_deref(), Some("R2"), "{claim}");
        assert_eq!(claim_of(Err(error)), claim);
    }
    let malformed = refreshed(&first, &[("exp", "\"soon\"")]).unwrap_err();
    assert_eq!(malformed.rotated().map(|token| token.expose().to_owned()).as_deref(), Some("R2"));
    let without_nonce =
        redeem_as(&client(), &request(&client()).dangerous_without_nonce(), &id_token(&payload(&[("nonce", "")])))
            .unwrap();
    assert_eq!(claim_of(refreshed(&without_nonce, &[])), "nonce");
}

#[test]
fn a_later_auth_time_in_a_refresh_is_a_deviation() {
    let first = signed_in(&[("auth_time", "1795348900")]);
    let tokens = refreshed(&first, &[("auth_time", "1795348950")]).unwrap();
    assert_eq!(tokens.deviations, [Deviation::AuthTimeMoved]);
    let server = client().server().clone().with_dialect(Dialect::new().strict());
    let strict = Client::new(server, "id", basic()).unwrap();
    let call = strict.refresh(&first).unwrap();
    let token = id_token(&payload(&[("auth_time", "1795348950")]));
    let result = call.decode((&tokens_with(&token, "R2")).into(), now());
    assert!(matches!(problem_of(result), Problem::InvalidValue { field: "auth_time", .. }));
}

#[test]
fn the_claims_of_the_sign_in_are_kept_across_refreshes() {
    let first = signed_in(&[]);
    let none = json(200, r#"{"access_token":"A2","token_type":"Bearer","refresh_token":"R2"}"#);
    let second = client().refresh(&first).unwrap().decode((&none).into(), now()).unwrap();
    assert_eq!(second.id_token_claims().unwrap().subject(), "alice");
    let third = refreshed(&second, &[("nonce", ""), ("email", "\"new\"")]).unwrap();
    assert_eq!(third.id_token_claims().unwrap().email(), Some("new"));
    assert_eq!(claim_of(refreshed(&third, &[("nonce", "\"other\"")])), "nonce");
    assert_eq!(claim_of(refreshed(&third, &[("sub", "\"mallory\"")])), "sub");
    // The claims of the sign-in count, not those of the previous refresh.
    let fourth = refreshed(&third, &[("nonce", "")]).unwrap();
    assert!(refreshed(&fourth, &[]).is_ok());
    // Without the earlier tokens, an ID token is ignored.
    let call = client().refresh_token(&oauth_core::Secret::new("R1"));
    let tokens = call.decode((&tokens_with("opaque", "R2")).into(), now()).unwrap();
    assert!(tokens.id_token_claims().is_none() && tokens.id_token.is_some());
}

#[test]
fn user_info_must_be_about_the_user_of_the_id_token() {
    let tokens = signed_in(&[]);
    let call = client().userinfo(&tokens);
    assert_eq!(call.decode((&json(200, r#"{"sub":"alice"}"#)).into(), now()).unwrap().sub, "alice");
    match call.decode((&json(200, r#"{"sub":"mallory"}"#)).into(), now()) {
        Err(DecodeError::Untrusted(error)) => assert_eq!(*error.check(), FailedCheck::Subject),
        other => panic!("{other:?}"),
    }
    let none = json(200, r#"{"access_token":"A2","token_type":"Bearer"}"#);
    let refreshed = client().refresh(&tokens).unwrap().decode((&none).into(), now()).unwrap();
    assert!(client().userinfo(&refreshed).decode((&json(200, r#"{"sub":"mallory"}"#)).into(), now()).is_err());
    let expected = client().userinfo(&tokens).expect_subject("bob");
    assert!(expected.decode((&json(200, r#"{"sub":"alice"}"#)).into(), now()).is_err());
}
