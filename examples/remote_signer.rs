//! As `private_key_jwt`, with a key that never leaves a key service (a KMS, an HSM): every signature takes 50 ms, and comes
//! in DER.
//!
//! The service here is a stand-in in this process. A real one is asked over its own client in `RemoteSigner::sign`.

use std::error::Error;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use oauth_examples::{ID, show_tokens};
use oauth_jose::{JwsVerifier, PrivateKey};
use oauth_reqwest::key::{Algorithm, Key, SigningFailed, SigningInput, SigningKey as _, ecdsa_from_der};
use oauth_reqwest::{
    Client, ClientAuthentication, HttpTransport, Issuer, Policy, RemoteSigner, Server, Transport as _, send,
};
use oauth_testkit::{AuthorizationServer, PublicKey, RegisteredClient, TestServer};
use tokio::time::sleep;

/// The service's name for the key. It contains the version, so that header and signature are always of the same one.
const NAME: &str = "projects/p/keyRings/r/cryptoKeys/orders/cryptoKeyVersions/7";

/// The client of the key service.
struct Kms(Arc<KeyService>);

impl RemoteSigner for Kms {
    async fn sign(&self, input: &SigningInput) -> Result<Vec<u8>, SigningFailed> {
        let name = input.key().remote_name().unwrap_or_default();
        let der = self.0.asymmetric_sign(name, input.bytes()).await;
        // The reason ends up in logs, so it is one of our own.
        let der = der.ok_or_else(|| SigningFailed::new("the key service does not respond").transient())?;
        ecdsa_from_der(input.key().algorithm(), &der)
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    match embedded().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn embedded() -> Result<(), Box<dyn Error>> {
    let service = Arc::new(KeyService::new(PrivateKey::generate(Algorithm::Es256)?));
    let public_jwk = service.key.jwk().to_json().unwrap_or_default();

    let application =
        RegisteredClient::private_key_jwt(ID, [PublicKey::from_jwk(&public_jwk)?]).scopes(["orders:read"]);
    let test_server = TestServer::start(AuthorizationServer::new().client(application))?;
    let server = Server::pingone_at(Issuer::dangerous_http_loopback(&test_server.issuer())?)?;

    // The client knows the name and the public half of the key; the transport knows who signs.
    let key = Key::remote(NAME, Algorithm::Es256).with_public_jwk(public_jwk);
    let client = Client::new(server, ID, ClientAuthentication::private_key_jwt(key))?;
    let transport = HttpTransport::with_policy(Policy::new().dangerous_allow_http_loopback())?
        .with_signer(Kms(Arc::clone(&service)))
        .time_limit(Duration::from_secs(2))
        .verified_by(JwsVerifier);

    let call = client.client_credentials().scope("orders:read");
    let tokens = send(&transport, &call).await?;
    println!("{}", test_server.server().ledger());
    show_tokens(&tokens);

    // Ten more at the same time, on one thread: no thread waits for a signature.
    let ask = || send(&transport, &call);
    tokio::try_join!(ask(), ask(), ask(), ask(), ask(), ask(), ask(), ask(), ask(), ask())?;
    println!("\nsignatures under way at the same time: {}", service.most.load(Ordering::Relaxed));
    Ok(())
}

/// The stand-in: it signs by ECDSA and returns DER, as key services do.
struct KeyService {
    key: PrivateKey,
    /// How many signatures are under way, and the most that ever were.
    under_way: AtomicUsize,
    most: AtomicUsize,
}

impl KeyService {
    fn new(key: PrivateKey) -> Self {
        Self { key, under_way: AtomicUsize::new(0), most: AtomicUsize::new(0) }
    }

    async fn asymmetric_sign(&self, name: &str, input: &[u8]) -> Option<Vec<u8>> {
        self.most.fetch_max(self.under_way.fetch_add(1, Ordering::Relaxed) + 1, Ordering::Relaxed);
        sleep(Duration::from_millis(50)).await;
        self.under_way.fetch_sub(1, Ordering::Relaxed);
        let fixed = self.key.sign(input).ok().filter(|_| name == NAME)?;
        let numbers: Vec<u8> = fixed.chunks(32).flat_map(integer).collect();
        Some([&[0x30, u8::try_from(numbers.len()).ok()?], &*numbers].concat())
    }
}

/// A positive `INTEGER` in DER.
fn integer(number: &[u8]) -> Vec<u8> {
    let digits: Vec<u8> = number.iter().copied().skip_while(|&byte| byte == 0).collect();
    let sign = digits.first().is_none_or(|&first| first >= 0x80).then_some(0);
    let content: Vec<u8> = sign.into_iter().chain(digits).collect();
    [&[0x02, u8::try_from(content.len()).unwrap_or_default()], &*content].concat()
}
