//! All recorded callbacks of two real servers.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use oauth_core::ClientAuthentication;
use oauth_core::authorization::{AuthorizationResponse, Authorized};
use oauth_core::error::{AuthorizationError, FailedCheck};

use crate::support::{CALLBACK, altered, client_at, random};

const PROMISED: &str = r#","authorization_response_iss_parameter_supported":true"#;

/// The outcome of each callback, by name.
fn outcomes(server: &str, issuer: &str, client_id: &str, nonce: &str) -> BTreeMap<String, String> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/captures/callbacks").join(server);
    let client = client_at(issuer, PROMISED, client_id, ClientAuthentication::none());
    let mut outcomes = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let url = fs::read_to_string(&path).unwrap();
        let response = AuthorizationResponse::from_url(url.trim_end()).unwrap();
        let words = name.strip_prefix("implicit_").unwrap_or("code").replace("id_token", "id-token").replace('_', " ");
        let begun = client.authorization_request(CALLBACK).response_type(&*words.replace("id-token", "id_token"));
        let begun = begun.begin_with(random()).unwrap();
        let state = response.state().unwrap_or_default().to_owned();
        assert!(["", "s", "st&te=1"].contains(&state.as_str()), "{name}: {state}");
        let state = if state.is_empty() { "other" } else { &state };
        let place = url.split(['?', '#']).next().unwrap();
        let session = altered(&begun.session, &[("state", state), ("nonce", nonce), ("redirect_uri", place)]);
        outcomes.insert(name, outcome(session.receive(&client, response).map_err(Into::into)));
    }
    outcomes
}

fn outcome(result: Result<Authorized, AuthorizationError>) -> String {
    match result {
        Ok(authorized) => {
            let mut parts = Vec::new();
            parts.extend(authorized.access_token.map(|_| "token"));
            parts.extend(authorized.unverified_id_token.map(|_| "id_token"));
            if parts.is_empty() { "code".to_owned() } else { parts.join(" ") }
        }
        Err(AuthorizationError::Server(error)) => error.code().as_str().to_owned(),
        Err(AuthorizationError::Untrusted(FailedCheck::Issuer { found, .. })) => format!("issuer {found}"),
        Err(AuthorizationError::Untrusted(check)) => format!("{check:?}"),
        Err(error) => panic!("{error}"),
    }
}

fn expected(rows: &[(&str, &str)]) -> BTreeMap<String, String> {
    rows.iter().map(|(name, outcome)| ((*name).to_owned(), (*outcome).to_owned())).collect()
}

#[test]
fn oidc_provider() {
    let rows = [
        ("auth_denied", "access_denied"),
        ("auth_err_bad_resource", "invalid_target"),
        ("auth_err_bad_response_type", "unsupported_response_type"),
        ("auth_err_bad_scope_chars", "invalid_scope"),
        ("auth_err_no_pkce", "invalid_request"),
        ("auth_err_plain_pkce", "invalid_request"),
        ("auth_err_prompt_none", "login_required"),
        ("code_public_flow_06", "code"),
        ("code_web_auto_flow_04", "code"),
        ("fapi_no_par", "issuer https://127.0.0.1:4104"),
        ("implicit_code_id_token", "id_token"),
        ("implicit_code_id_token_token", "token id_token"),
        ("implicit_code_token", "token"),
        ("implicit_id_token", "id_token"),
        ("implicit_id_token_token", "token id_token"),
        ("jar_flow_04", "code"),
        ("jar_missing_request", "invalid_request"),
        ("jarm_fragment.jwt", "ResponseJwt"),
        ("jarm_jwt", "ResponseJwt"),
        ("jarm_query.jwt", "ResponseJwt"),
        ("par_flow_04", "code"),
        ("par_required_but_plain", "invalid_request"),
    ];
    assert_eq!(outcomes("oidc-provider", "http://127.0.0.1:4101", "hybrid", "n-2"), expected(&rows));
}

#[test]
fn canaille() {
    let rows = [
        ("auth_denied", "access_denied"),
        // Two errors lack the issuer that the metadata promises.
        ("auth_err_bad_response_type", "IssuerMissing"),
        ("auth_err_bad_scope", "code"),
        ("auth_err_no_pkce", "code"),
        ("auth_err_prompt_none", "IssuerMissing"),
        ("code_consent_flow_01", "code"),
        ("code_flow_05", "code"),
        // The issuer is in the query, and the rest in the fragment.
        ("implicit_code_id_token", "id_token"),
        ("implicit_code_token", "token"),
        ("jar_flow_00", "code"),
    ];
    assert_eq!(outcomes("canaille", "http://127.0.0.1:5001", "web", "n2y9_mpLf2"), expected(&rows));
}
