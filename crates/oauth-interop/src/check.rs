//! What is checked with every adapter at every server.

use oauth_client::{
    BasicEncoding, Client, ClientAuthentication, Dialect, Endpoint, Error, ErrorCode, Issuer, Server, ServerMetadata,
    ServerMetadataRequest, TokenResponse, TokenType,
};

use crate::Failure;
use crate::adapter::Adapter;
use crate::registered::Clients;
use crate::server::Target;

/// One check.
pub(crate) struct Check {
    pub(crate) name: &'static str,
    run: fn(&Scene<'_>) -> Result<(), Failure>,
}

/// `ClientAuthentication::client_secret_basic` and its like.
type ByMethod = fn(String) -> ClientAuthentication;

const BASIC: ByMethod = ClientAuthentication::client_secret_basic;
const POST: ByMethod = ClientAuthentication::client_secret_post;
/// The method that the server's metadata lists, Basic before post.
const LISTED: ByMethod = ClientAuthentication::client_secret;

/// Every check, in the order of the table.
pub(crate) const CHECKS: &[Check] = &[
    Check { name: "metadata, OpenID Connect's place", run: |scene| scene.metadata(&scene.issuer().openid_metadata()) },
    Check { name: "metadata, RFC 8414's place", run: |scene| scene.metadata(&scene.issuer().oauth_metadata()) },
    Check { name: "metadata, wherever it is", run: |scene| scene.has_token_endpoint(scene.discover()?) },
    Check { name: "basic", run: |scene| scene.gets_token("basic", BASIC) },
    Check { name: "post", run: |scene| scene.gets_token("post", POST) },
    Check { name: "the method that the server lists", run: |scene| scene.gets_token("basic", LISTED) },
    Check { name: "basic, special characters", run: |scene| scene.gets_token("special", BASIC) },
    Check { name: "post, special characters", run: |scene| scene.gets_token("special-post", POST) },
    Check { name: "basic, a space in the secret", run: |scene| scene.gets_token("space", BASIC) },
    Check { name: "basic, %41 in the secret", run: |scene| scene.gets_token("percent", BASIC) },
    Check { name: "raw basic, plain characters", run: |scene| usable(scene.raw("basic")?) },
    Check { name: "raw basic, %41 in the secret", run: |scene| scene.raw_is_refused() },
    Check { name: "basic, wrong secret", run: |scene| scene.refuses_wrong_secret("basic", BASIC) },
    Check { name: "post, wrong secret", run: |scene| scene.refuses_wrong_secret("post", POST) },
    Check { name: "basic, unknown client", run: |scene| scene.refuses_unknown_client() },
];

impl Check {
    pub(crate) fn run(&self, target: &Target, clients: &Clients, adapter: &dyn Adapter) -> Result<(), Failure> {
        (self.run)(&Scene { target, clients, adapter })
    }
}

/// Where one check plays.
struct Scene<'a> {
    target: &'a Target,
    clients: &'a Clients,
    adapter: &'a dyn Adapter,
}

impl Scene<'_> {
    fn issuer(&self) -> &Issuer {
        &self.target.issuer
    }

    fn metadata(&self, call: &ServerMetadataRequest) -> Result<(), Failure> {
        self.has_token_endpoint(self.adapter.metadata(call)?)
    }

    fn discover(&self) -> Result<ServerMetadata, Error> {
        self.adapter.discover(self.issuer().discover())
    }

    fn has_token_endpoint(&self, metadata: ServerMetadata) -> Result<(), Failure> {
        let endpoint = metadata.endpoint(Endpoint::Token).ok_or("the metadata has no token endpoint")?;
        let issuer = self.issuer().as_str();
        if endpoint.starts_with(issuer) { Ok(()) } else { Err(format!("{endpoint} is not of {issuer}").into()) }
    }

    fn token(&self, server: Server, id: &str, authentication: ClientAuthentication) -> Result<TokenResponse, Failure> {
        let client = Client::new(server, id, authentication)?;
        Ok(self.adapter.token(&client.client_credentials().scope("read"))?)
    }

    fn gets_token(&self, name: &str, method: ByMethod) -> Result<(), Failure> {
        let client = self.clients.named(name)?;
        usable(self.token(self.discover()?.into(), &client.id, method(client.secret.clone()))?)
    }

    fn refuses_wrong_secret(&self, name: &str, method: ByMethod) -> Result<(), Failure> {
        let client = self.clients.named(name)?;
        let wrong = method(format!("{}, but wrong", client.secret));
        refused(self.token(self.discover()?.into(), &client.id, wrong), 401, &ErrorCode::INVALID_CLIENT)
    }

    fn refuses_unknown_client(&self) -> Result<(), Failure> {
        let secret = ClientAuthentication::client_secret_basic("secret");
        refused(self.token(self.discover()?.into(), "nobody", secret), 401, &ErrorCode::INVALID_CLIENT)
    }

    /// A token with an id and a secret that are not encoded, which these servers then decode.
    fn raw(&self, name: &str) -> Result<TokenResponse, Failure> {
        let client = self.clients.named(name)?;
        let server = Server::from(self.discover()?).with_dialect(Dialect::new().basic_encoding(BasicEncoding::Raw));
        self.token(server, &client.id, ClientAuthentication::client_secret_basic(client.secret.clone()))
    }

    /// `%41` sent as it is means `A` to a server that decodes, and `A` is not in the secret.
    fn raw_is_refused(&self) -> Result<(), Failure> {
        refused(self.raw("percent"), 401, &ErrorCode::INVALID_CLIENT)
    }
}

/// The answer is a token that can be used, for the scope that was asked for.
fn usable(token: TokenResponse) -> Result<(), Failure> {
    let problem = if token.access_token.expose().is_empty() {
        "the access token is empty"
    } else if token.token_type != Some(TokenType::BEARER) {
        "the token is not a bearer token"
    } else if token.expires_in.is_none_or(|lifetime| lifetime.is_zero()) {
        "the token has no lifetime"
    } else if token.scope.is_none_or(|scope| scope.as_str() != "read") {
        "the scope is not the one that was asked for"
    } else {
        return Ok(());
    };
    Err(problem.into())
}

/// The server said no, with this status and this code.
fn refused(outcome: Result<TokenResponse, Failure>, status: u16, code: &ErrorCode) -> Result<(), Failure> {
    let Err(failure) = outcome else { return Err("a token was issued".into()) };
    let error = failure.downcast::<Error>()?;
    let matches = error.status().is_some_and(|found| found.as_u16() == status) && error.code() == Some(code);
    if matches { Ok(()) } else { Err(format!("{status} {code} was expected: {error}").into()) }
}
