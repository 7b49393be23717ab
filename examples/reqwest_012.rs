//! As `client_credentials`, over another major version of reqwest than that of `oauth-reqwest`: a program that is bound to
//! 0.12 writes this one `Transport`. With the steps of `oauth_io::adapter` it keeps what every adapter keeps.

use std::error::Error;
use std::time::Duration;

use http::{Request, Response};
use oauth_examples::{ID, SECRET, application, show_tokens};
use oauth_io::adapter::{BodyReader, check_request, complete_request, connect_time, engine_error, total_time};
use oauth_io::{Client, ClientAuthentication, Issuer, Policy, Server, Transport, TransportError, TransportErrorKind};
use oauth_io::{run, send};
use oauth_testkit::{AuthorizationServer, TestServer};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let test_server = TestServer::start(AuthorizationServer::new().client(application("client_secret_basic")))?;
    let transport = Reqwest012::new(Policy::new().dangerous_allow_http_loopback())?;

    let issuer = Issuer::dangerous_http_loopback(&test_server.issuer())?;
    let server: Server = run(&transport, issuer.discover()).await?.into();
    let client = Client::new(server, ID, ClientAuthentication::client_secret_basic(SECRET))?;
    show_tokens(&send(&transport, &client.client_credentials()).await?);
    Ok(())
}

/// A client of reqwest 0.12, set up so that it keeps the promises of a `Transport`.
pub(crate) struct Reqwest012 {
    client: reqwest_012::Client,
    policy: Policy,
}

impl Reqwest012 {
    pub(crate) fn new(policy: Policy) -> Result<Self, reqwest_012::Error> {
        let client = reqwest_012::Client::builder()
            .redirect(reqwest_012::redirect::Policy::none())
            .retry(reqwest_012::retry::never())
            .referer(false)
            // A proxy of the environment would see what is sent to this machine by http.
            .no_proxy()
            .connect_timeout(connect_time(&policy))
            .timeout(total_time(&policy));
        // Here your program adds its certificates or its proxy; but no cookies, no redirects and no decoding.
        Ok(Self { client: client.build()?, policy })
    }
}

impl Transport for Reqwest012 {
    async fn send(&self, mut request: Request<Vec<u8>>) -> Result<Response<Vec<u8>>, TransportError> {
        check_request(&self.policy, &request)?;
        complete_request(&self.policy, &mut request, "my-program/1.0");
        let uri = request.uri().clone();
        let request = request.try_into().map_err(|error| failed(&error).not_sent().at(&uri))?;
        let mut response = self.client.execute(request).await.map_err(|error| failed(&error).at(&uri))?;

        // `response.bytes()` would read a body of any size.
        let mut body = BodyReader::new(&self.policy, response.headers_mut()).map_err(|error| error.at(&uri))?;
        while let Some(chunk) = response.chunk().await.map_err(|error| failed(&error).at(&uri))? {
            body.push(&chunk).map_err(|error| error.at(&uri))?;
        }
        let (head, _) = Response::<reqwest_012::Body>::from(response).into_parts();
        Ok(Response::from_parts(head, body.finish().map_err(|error| error.at(&uri))?))
    }

    async fn sleep(&self, duration: Duration) {
        tokio::time::sleep(duration).await;
    }
}

/// What is known of an error, without the URL: its query may hold a secret.
fn failed(error: &reqwest_012::Error) -> TransportError {
    let kind = match error {
        error if error.is_connect() => TransportErrorKind::Connect,
        error if error.is_timeout() => TransportErrorKind::Timeout,
        _ => TransportErrorKind::Other,
    };
    let failed = engine_error(kind, error);
    // Only that is certain.
    if error.is_connect() { failed.not_sent() } else { failed }
}
