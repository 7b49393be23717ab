//! Client metadata ([RFC 7591 §2](https://www.rfc-editor.org/rfc/rfc7591.html#section-2)).

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use http::StatusCode;

use crate::assertion::algorithm::SigningAlgorithm;
use crate::assertion::rules::AssertionRules;
use crate::client::RegisteredClient;
use crate::client::auth_method::TokenEndpointAuthMethod;
use crate::grant::GrantType;
use crate::ids::Ids;
use crate::public_key::PublicKey;
use crate::request::json_object::JsonObject;
use crate::response::refusal::Refusal;

/// The metadata of a registration request, with defaults filled in.
#[derive(Clone, Debug)]
pub(crate) struct ClientMetadata {
    document: JsonObject,
}

impl ClientMetadata {
    /// Reads the metadata of a registration request and fills in the defaults.
    pub(crate) fn new(mut document: JsonObject) -> Result<Self, Refusal> {
        if document.get("software_statement").is_some() {
            let description = "This server does not support software statements";
            return Err(Refusal::new(StatusCode::BAD_REQUEST, "invalid_software_statement", description));
        }
        for (name, json) in [
            ("token_endpoint_auth_method", "\"client_secret_basic\""),
            ("grant_types", "[\"authorization_code\"]"),
            ("response_types", "[\"code\"]"),
        ] {
            if document.get(name).is_none() {
                document.members.push((name.to_owned(), json.to_owned()));
            }
        }
        Ok(Self { document })
    }

    /// The names and the JSON values of all members, in the order of the request.
    pub(crate) fn members(&self) -> &[(String, String)] {
        &self.document.members
    }

    /// A new client secret, if the authentication method needs one.
    pub(crate) fn new_secret(&self, ids: &mut Ids) -> Result<Option<String>, Refusal> {
        let needs_one =
            !matches!(self.method()?, TokenEndpointAuthMethod::None | TokenEndpointAuthMethod::PrivateKeyJwt);
        Ok(needs_one.then(|| URL_SAFE_NO_PAD.encode(ids.bytes(48))))
    }

    /// The requested authentication method.
    pub(crate) fn method(&self) -> Result<TokenEndpointAuthMethod, Refusal> {
        let Some(method) = self.document.get("token_endpoint_auth_method") else {
            return Ok(TokenEndpointAuthMethod::ClientSecretBasic);
        };
        let known = TokenEndpointAuthMethod::SUPPORTED.iter().copied().find(|known| *method == known.as_str());
        known.ok_or_else(|| {
            Refusal::invalid_client_metadata("This server does not support the token_endpoint_auth_method")
        })
    }

    /// Builds the client that the metadata describes.
    pub(crate) fn client(
        &self,
        client_id: &str,
        secret: Option<&str>,
        rules: &AssertionRules,
    ) -> Result<RegisteredClient, Refusal> {
        let grant_types = match self.strings("grant_types")? {
            Some(names) => names.iter().map(|name| grant_type(name)).collect::<Result<Vec<_>, _>>()?,
            None => vec![GrantType::AuthorizationCode],
        };
        let redirect_uris = self.strings("redirect_uris")?.unwrap_or_default();
        let needs_one = [GrantType::AuthorizationCode, GrantType::Implicit].iter().any(|it| grant_types.contains(it));
        if (needs_one && redirect_uris.is_empty()) || !redirect_uris.iter().all(|uri| is_redirect_uri(uri)) {
            let description =
                "The redirect_uris are missing, or one of them is not an absolute URI, has a fragment, or uses http";
            return Err(Refusal::new(StatusCode::BAD_REQUEST, "invalid_redirect_uri", description));
        }
        let scope = match self.document.get("scope") {
            None => "",
            Some(scope) => {
                scope.as_str().ok_or_else(|| Refusal::invalid_client_metadata("The scope is not a string"))?
            }
        };
        let client = match self.method()? {
            TokenEndpointAuthMethod::PrivateKeyJwt => RegisteredClient::private_key_jwt(client_id, self.keys()?),
            method => RegisteredClient::with(client_id.to_owned(), method, secret.map(str::to_owned)),
        };
        let mut client = client
            .grant_types(grant_types)
            .redirect_uris(redirect_uris)
            .scopes(scope.split_whitespace())
            .post_logout_redirect_uris(self.strings("post_logout_redirect_uris")?.unwrap_or_default())
            .authorization_details_types(self.strings("authorization_details_types")?.unwrap_or_default())
            .token_lifetime(Duration::from_secs(3600));
        client.assertion_rules = self.signing_algorithm(rules)?.map(|algorithm| rules.clone().algorithms([algorithm]));
        Ok(client)
    }

    /// The keys in `jwks`.
    fn keys(&self) -> Result<Vec<PublicKey>, Refusal> {
        match (self.document.get("jwks"), self.document.get("jwks_uri")) {
            (Some(jwks), None) => PublicKey::from_jwks(&jwks.to_string())
                .map_err(|error| Refusal::invalid_client_metadata(format!("The jwks are refused: {error}"))),
            (Some(_), Some(_)) => Err(Refusal::invalid_client_metadata("A client has jwks or jwks_uri, not both")),
            (None, Some(_)) => {
                Err(Refusal::invalid_client_metadata("This server does not fetch a jwks_uri; register the jwks"))
            }
            (None, None) => Err(Refusal::invalid_client_metadata("private_key_jwt needs the member jwks")),
        }
    }

    /// The `token_endpoint_auth_signing_alg`, which is one of those of the server and fits the authentication method.
    fn signing_algorithm(&self, rules: &AssertionRules) -> Result<Option<SigningAlgorithm>, Refusal> {
        let Some(alg) = self.document.get("token_endpoint_auth_signing_alg") else { return Ok(None) };
        let algorithm = alg.as_str().and_then(SigningAlgorithm::from_wire);
        let fits = |algorithm: &SigningAlgorithm| match self.method() {
            Ok(TokenEndpointAuthMethod::ClientSecretJwt) => algorithm.is_symmetric(),
            Ok(TokenEndpointAuthMethod::PrivateKeyJwt) => !algorithm.is_symmetric(),
            _ => true,
        };
        match algorithm.filter(|algorithm| rules.algorithms.contains(algorithm)).filter(fits) {
            Some(algorithm) => Ok(Some(algorithm)),
            None => Err(Refusal::invalid_client_metadata(
                "This server does not support the token_endpoint_auth_signing_alg with this authentication method",
            )),
        }
    }

    fn strings(&self, name: &str) -> Result<Option<Vec<String>>, Refusal> {
        let Some(value) = self.document.get(name) else { return Ok(None) };
        let strings = value
            .as_array()
            .and_then(|list| list.iter().map(|item| item.as_str().map(str::to_owned)).collect::<Option<Vec<_>>>());
        strings
            .map(Some)
            .ok_or_else(|| Refusal::invalid_client_metadata(format!("The {name} are not a list of strings")))
    }
}

fn grant_type(name: &str) -> Result<GrantType, Refusal> {
    let known = GrantType::ALL.into_iter().find(|grant_type| grant_type.as_str() == name);
    known.ok_or_else(|| Refusal::invalid_client_metadata("This server does not support one of the grant_types"))
}

/// Whether a redirect URI is allowed: https, http on loopback, or a private-use scheme
/// ([RFC 8252 §7](https://www.rfc-editor.org/rfc/rfc8252.html#section-7)).
fn is_redirect_uri(uri: &str) -> bool {
    let Some((scheme, rest)) = uri.split_once(':') else { return false };
    let authority = rest.trim_start_matches('/').split(['/', '?']).next().unwrap_or_default();
    let host = authority.rsplit_once(':').map_or(authority, |(host, _)| host);
    let is_loopback = ["127.0.0.1", "[::1]", "localhost"].iter().any(|it| *it == host || *it == authority);
    !uri.contains('#') && !rest.is_empty() && (scheme != "http" || is_loopback)
}

#[cfg(test)]
mod tests {
    use super::is_redirect_uri;

    #[test]
    fn http_is_allowed_on_loopback_only() {
        for uri in
            ["https://a/cb", "http://127.0.0.1/cb", "http://[::1]:80/cb", "http://localhost:1", "com.example:/cb"]
        {
            assert!(is_redirect_uri(uri), "{uri}");
        }
        for uri in ["http://a/cb", "http://127.0.0.1.a/cb", "https://a/cb#x", "/cb", "cb", "", "https:"] {
            assert!(!is_redirect_uri(uri), "{uri}");
        }
    }
}
