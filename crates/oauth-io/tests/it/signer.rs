//! Signers that are slow, fail, hang, or return something else than a signature by the key.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use http::{Request, Response};
use oauth_io::key::{
    Algorithm, Jwk, Key, NotSupplied, SignedJwt, SigningFailed, SigningInput, VerificationFailed, Verifier,
    ecdsa_from_der,
};
use oauth_io::{
    AnyTransport, Client, ClientAuthentication, EncodeError, Error, Now, RemoteSigner, Server, Transport,
    TransportError, TransportErrorKind, VirtualTime, blocking, send,
};

const TOKENS: &str = r#"{"access_token":"A","token_type":"Bearer"}"#;
const EC: &str = r#"{"kty":"EC","crv":"P-256","x":"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4","y":"4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM"}"#;

/// Counts the requests. Its time is tokio's, which is paused.
#[derive(Clone, Default)]
struct Network(Arc<AtomicUsize>);

impl Network {
    fn requests(&self) -> usize {
        self.0.load(Ordering::Relaxed)
    }
}

impl Transport for Network {
    async fn send(&self, _: Request<Vec<u8>>) -> Result<Response<Vec<u8>>, TransportError> {
        self.0.fetch_add(1, Ordering::Relaxed);
        Ok(Response::new(TOKENS.as_bytes().to_vec()))
    }

    async fn sleep(&self, duration: Duration) {
        tokio::time::sleep(duration).await;
    }

    fn now(&self) -> Now {
        start().into()
    }
}

impl blocking::Transport for Network {
    fn send(&self, _: Request<Vec<u8>>) -> Result<Response<Vec<u8>>, TransportError> {
        self.0.fetch_add(1, Ordering::Relaxed);
        Ok(Response::new(TOKENS.as_bytes().to_vec()))
    }

    fn now(&self) -> Now {
        start().into()
    }
}

fn start() -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(1_795_349_000)
}

/// Returns the same signature after a delay, and counts how often it was asked.
#[derive(Clone)]
struct Service {
    delay: Duration,
    signature: Result<Vec<u8>, SigningFailed>,
    asked: Arc<AtomicUsize>,
}

impl Service {
    fn returning(signature: Vec<u8>) -> Self {
        Self { delay: Duration::ZERO, signature: Ok(signature), asked: Arc::default() }
    }

    fn after(self, delay: Duration) -> Self {
        Self { delay, ..self }
    }

    fn asked(&self) -> usize {
        self.asked.load(Ordering::Relaxed)
    }
}

impl RemoteSigner for Service {
    async fn sign(&self, input: &SigningInput) -> Result<Vec<u8>, SigningFailed> {
        assert_eq!(input.key().remote_name(), Some("kms/orders/7"));
        self.asked.fetch_add(1, Ordering::Relaxed);
        if self.delay == Duration::MAX {
            std::future::pending::<()>().await;
        }
        if self.delay > Duration::ZERO {
            tokio::time::sleep(self.delay).await;
        }
        self.signature.clone()
    }
}

/// Accepts only signatures that are all of this byte.
struct Accepts(u8, Arc<AtomicUsize>);

impl Verifier for Accepts {
    fn verify(&self, _: Algorithm, key: &Jwk, _: &[u8], signature: &[u8]) -> Result<(), VerificationFailed> {
        self.1.fetch_add(1, Ordering::Relaxed);
        assert!(key.thumbprint().is_some());
        if signature.iter().all(|byte| *byte == self.0) { Ok(()) } else { Err(VerificationFailed::WrongSignature) }
    }
}

fn accepts(byte: u8) -> (Accepts, Arc<AtomicUsize>) {
    let count = Arc::new(AtomicUsize::new(0));
    (Accepts(byte, Arc::clone(&count)), count)
}

fn key(algorithm: Algorithm) -> Key {
    Key::remote("kms/orders/7", algorithm).with_key_id("orders-7").with_public_jwk(EC)
}

fn client(key: Key) -> Client {
    let server = Server::at_token_endpoint("https://as.example/token").unwrap();
    Client::new(server, "id", ClientAuthentication::private_key_jwt(key)).unwrap()
}

fn failure(error: Error) -> SigningFailed {
    match error {
        Error::Encode(EncodeError::NotSupplied(NotSupplied::Signing(failed))) => failed,
        other => panic!("{other:?}"),
    }
}

/// The failure of a signature, with nothing sent.
async fn refused(service: Service, key: Key) -> SigningFailed {
    let network = Network::default();
    let error = send(&network.clone().with_signer(service), &client(key).client_credentials()).await.unwrap_err();
    assert!(!error.may_have_been_received() && network.requests() == 0);
    failure(error)
}

#[tokio::test(start_paused = true)]
async fn a_slow_signer_delays_the_request_and_blocks_nothing() {
    let (network, service) = (Network::default(), Service::returning(vec![7; 64]).after(Duration::from_millis(50)));
    let transport = network.clone().with_signer(service);
    let call = client(key(Algorithm::Es256)).client_credentials();
    let began = tokio::time::Instant::now();
    // All twenty wait at the same time, on one thread.
    let calls: Vec<_> = (0..20)
        .map(|_| {
            let (transport, call) = (transport.clone(), call.clone());
            tokio::spawn(async move { send(&transport, &call).await })
        })
        .collect();
    for call in calls {
        assert!(call.await.unwrap().is_ok());
    }
    assert_eq!((began.elapsed(), network.requests()), (Duration::from_millis(50), 20));
}

#[tokio::test(start_paused = true)]
async fn a_signer_that_hangs_ends_with_its_time_limit() {
    for (limit, expected) in
        [(None, Duration::from_secs(10)), (Some(Duration::from_millis(300)), Duration::from_millis(300))]
    {
        let network = Network::default();
        let transport = network.clone().with_signer(Service::returning(Vec::new()).after(Duration::MAX));
        let transport = match limit {
            Some(limit) => transport.time_limit(limit),
            None => transport,
        };
        let began = tokio::time::Instant::now();
        let transport = AnyTransport::new(transport);
        let error = send(&transport, &client(key(Algorithm::Es256)).client_credentials()).await.unwrap_err();
        assert_eq!(began.elapsed(), expected);
        assert!(error.is_transient() && !error.may_have_been_received() && network.requests() == 0);
        let failure = failure(error).to_string();
        assert_eq!(failure, format!("the signature could not be made: the signer did not respond within {expected:?}"));
    }
}

#[test]
fn a_signer_that_hangs_does_not_block_a_caller_for_ever() {
    let network = Network::default();
    let transport =
        blocking::Transport::with_signer(network.clone(), Service::returning(Vec::new()).after(Duration::MAX));
    let transport = transport.time_limit(Duration::from_millis(20));
    let error = blocking::send(&transport, &client(key(Algorithm::Es256)).client_credentials()).unwrap_err();
    assert!(error.is_transient() && network.requests() == 0);
    assert!(failure(error).to_string().ends_with("did not respond within 20ms"));
    let ready = blocking::Transport::with_signer(network.clone(), Service::returning(vec![7; 64]));
    assert!(blocking::send(&ready, &client(key(Algorithm::Es256)).client_credentials()).is_ok());
}

#[tokio::test]
async fn a_signer_that_fails_has_its_reason_in_the_error() {
    for (failed, transient) in
        [(SigningFailed::new("the key is disabled"), false), (SigningFailed::new("throttled").transient(), true)]
    {
        let service = Service { signature: Err(failed.clone()), ..Service::returning(Vec::new()) };
        let found = refused(service, key(Algorithm::Es256)).await;
        assert_eq!((&found, found.is_transient()), (&failed, transient));
    }
}

#[tokio::test]
async fn signatures_of_another_length_are_not_sent() {
    let rsa = |algorithm| Key::remote("kms/orders/7", algorithm);
    for (key, length) in [
        (key(Algorithm::Es256), 63),
        (key(Algorithm::Es256), 96),
        (key(Algorithm::Es384), 64),
        (key(Algorithm::Es512), 128),
        (rsa(Algorithm::Rs256), 64),
        (rsa(Algorithm::Ps256), 255),
        (rsa(Algorithm::Rs256), 0),
    ] {
        let algorithm = key.algorithm();
        let found = refused(Service::returning(vec![7; length]), key).await;
        assert!(found.to_string().contains(&format!("a signature by {algorithm} has")), "{found}");
        assert!(!found.is_transient());
    }
}

#[tokio::test]
async fn a_signature_in_der_is_named_and_a_helper_converts_it() {
    let integer = |number: &[u8]| [&[2, u8::try_from(number.len()).unwrap()], number].concat();
    // 70, 71 and 72 bytes, and an `r` of 31 bytes.
    for (r, s) in [
        (vec![1; 32], vec![1; 32]),
        ([&[0][..], &[0x80; 32]].concat(), vec![1; 32]),
        ([&[0][..], &[0x80; 32]].concat(), [&[0][..], &[0x80; 32]].concat()),
        (vec![1; 31], vec![1; 32]),
    ] {
        let body = [integer(&r), integer(&s)].concat();
        let der = [&[0x30, u8::try_from(body.len()).unwrap()], &*body].concat();
        let found = refused(Service::returning(der.clone()), key(Algorithm::Es256)).await;
        assert!(found.to_string().contains("it is in DER, which key::ecdsa_from_der turns"), "{found}");
        let converted = Service::returning(ecdsa_from_der(Algorithm::Es256, &der).unwrap());
        let transport = Network::default().with_signer(converted);
        assert!(send(&transport, &client(key(Algorithm::Es256)).client_credentials()).await.is_ok());
    }
}

#[tokio::test]
async fn the_first_signature_of_each_key_is_verified() {
    let (network, (verifier, verified)) = (Network::default(), accepts(7));
    let transport = network.clone().with_signer(Service::returning(vec![7; 64])).verified_by(verifier);
    let call = client(key(Algorithm::Es256)).client_credentials();
    for _ in 0..3 {
        send(&transport.clone(), &call).await.unwrap();
    }
    assert_eq!((verified.load(Ordering::Relaxed), network.requests()), (1, 3));
    // Another public half is another key.
    const OTHER: &str = r#"{"kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}"#;
    let other = Key::remote("kms/orders/7", Algorithm::Es256).with_public_jwk(OTHER);
    send(&transport, &client(other).client_credentials()).await.unwrap();
    assert_eq!(verified.load(Ordering::Relaxed), 2);
}

#[tokio::test]
async fn a_signature_that_is_wrong_by_the_public_key_is_a_set_up_error_with_its_usual_causes() {
    for (algorithm, length, salt) in [(Algorithm::Es256, 64, false), (Algorithm::Ps256, 256, true)] {
        let (network, (verifier, verified), service) =
            (Network::default(), accepts(8), Service::returning(vec![7; length]));
        let transport = network.clone().with_signer(service.clone()).verified_by(verifier);
        let call = client(key(algorithm)).client_credentials();
        for _ in 0..2 {
            let found = failure(send(&transport, &call).await.unwrap_err());
            let text = found.to_string();
            assert!(
                text.contains("the first signature by the key \"kms/orders/7\" is wrong by its public JWK"),
                "{text}"
            );
            assert!(text.contains("second hash") && text.contains("another version of the key"), "{text}");
            assert_eq!(text.contains("salt"), salt, "{text}");
            assert!(!found.is_transient());
        }
        assert_eq!((verified.load(Ordering::Relaxed), service.asked(), network.requests()), (2, 2, 0));
    }
    let (verifier, _) = accepts(7);
    let transport = Network::default().with_signer(Service::returning(vec![7; 64])).verified_by(verifier);
    let bare = Key::remote("kms/orders/7", Algorithm::Es256);
    let text = failure(send(&transport, &client(bare).client_credentials()).await.unwrap_err()).to_string();
    assert!(text.contains("cannot be verified without its public JWK; set it with Key::with_public_jwk"), "{text}");
}

#[tokio::test(start_paused = true)]
async fn a_remote_key_signs_grants_too() {
    let network = Network::default();
    let transport = network.clone().with_signer(Service::returning(vec![7; 64]).after(Duration::from_millis(50)));
    let server = Server::at_token_endpoint("https://as.example/token").unwrap();
    let jwt = SignedJwt::new(key(Algorithm::Es256)).issuer("app").subject("ada").audience("https://login.example");
    send(&transport, &Client::without_identity(server).jwt_bearer(jwt)).await.unwrap();
    assert_eq!(network.requests(), 1);
}

#[tokio::test(start_paused = true)]
async fn virtual_time_around_a_transport_with_a_signer_keeps_its_clock() {
    let transport = Network::default().with_signer(Service::returning(vec![7; 64]).after(Duration::from_millis(50)));
    let transport = VirtualTime::new(transport, start, |_| panic!("the limit moved the clock"));
    assert!(send(&transport, &client(key(Algorithm::Es256)).client_credentials()).await.is_ok());
}

/// Loses the first request, so that it is sent again.
struct LosesTheFirst(Network);

impl Transport for LosesTheFirst {
    async fn send(&self, request: Request<Vec<u8>>) -> Result<Response<Vec<u8>>, TransportError> {
        let response = self.0.send(request).await;
        if self.0.requests() == 1 {
            Err(TransportError::new(TransportErrorKind::Connect, "").not_sent())
        } else {
            response
        }
    }

    async fn sleep(&self, duration: Duration) {
        self.0.sleep(duration).await;
    }
}

#[tokio::test]
async fn the_repeat_of_a_request_that_was_not_sent_is_signed_again() {
    let service = Service::returning(vec![7; 64]);
    let transport = LosesTheFirst(Network::default()).with_signer(service.clone());
    send(&transport, &client(key(Algorithm::Es256)).client_credentials()).await.unwrap();
    assert_eq!(service.asked(), 2);
}
