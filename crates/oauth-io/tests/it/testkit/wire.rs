//! A transport without a network: it passes each request to the test server, and waits by the server's clock.

use std::sync::Mutex;
use std::time::Duration;

use http::{Request, Response};
use oauth_io::adapter::{BodyReader, check_request, complete_request, total_time};
use oauth_io::{Now, Policy, Transport, TransportError, TransportErrorKind, blocking};
use oauth_testkit::{AuthorizationServer, Delivery, OutgoingResponse};

/// What happens elsewhere during the nth wait of the client, counted from 1.
type Meanwhile = Box<dyn FnMut(usize) + Send>;

/// It keeps the promises of a transport, with the limits of [`Policy`].
pub(crate) struct Wire {
    server: AuthorizationServer,
    policy: Policy,
    waits: Mutex<Vec<Duration>>,
    meanwhile: Mutex<Meanwhile>,
}

impl Wire {
    pub(crate) fn new(server: AuthorizationServer) -> Self {
        let meanwhile: Meanwhile = Box::new(|_| {});
        Self { server, policy: Policy::new(), waits: Mutex::default(), meanwhile: Mutex::new(meanwhile) }
    }

    pub(crate) fn meanwhile(&self, happens: impl FnMut(usize) + Send + 'static) {
        *self.meanwhile.lock().unwrap() = Box::new(happens);
    }

    /// How long the client waited, each time, in seconds.
    pub(crate) fn waits(&self) -> Vec<u64> {
        self.waits.lock().unwrap().iter().map(Duration::as_secs).collect()
    }

    fn respond(&self, mut request: Request<Vec<u8>>) -> Result<Response<Vec<u8>>, TransportError> {
        check_request(&self.policy, &request)?;
        complete_request(&self.policy, &mut request, "oauth-io-tests");
        let OutgoingResponse { response, delivery, .. } = self.server.respond(request);
        let broken = |kind| Err(TransportError::new(kind, ""));
        let padding = match delivery {
            Delivery::Whole => 0,
            Delivery::Never => return self.within(Duration::MAX).and(broken(TransportErrorKind::Timeout)),
            Delivery::Reset | Delivery::TruncatedAt(_) => return broken(TransportErrorKind::Interrupted),
            Delivery::After(time) => self.within(time).map(|()| 0)?,
            Delivery::Drip(each) => self.within(each * u32::try_from(response.body().len()).unwrap()).map(|()| 0)?,
            Delivery::Padded { bytes, .. } => bytes,
            other => panic!("a delivery that these tests do not know: {other:?}"),
        };
        self.read(response, padding)
    }

    /// Lets time pass, up to the time limit.
    fn within(&self, time: Duration) -> Result<(), TransportError> {
        let limit = total_time(&self.policy);
        self.server.clock().advance(time.min(limit));
        if time < limit { Ok(()) } else { Err(TransportError::new(TransportErrorKind::Timeout, "")) }
    }

    fn read(&self, response: Response<Vec<u8>>, mut padding: u64) -> Result<Response<Vec<u8>>, TransportError> {
        let spaces = [b' '; 64 * 1024];
        let (mut head, body) = response.into_parts();
        let mut reader = BodyReader::new(&self.policy, &mut head.headers)?;
        while padding > 0 {
            let piece = spaces.len().min(usize::try_from(padding).unwrap());
            reader.push(&spaces[..piece])?;
            padding -= piece as u64;
        }
        reader.push(&body)?;
        Ok(Response::from_parts(head, reader.finish()?))
    }

    fn wait(&self, duration: Duration) {
        self.server.clock().advance(duration);
        let mut waits = self.waits.lock().unwrap();
        waits.push(duration);
        let nth = waits.len();
        drop(waits);
        assert!(nth < 1_000, "it waits for ever");
        (self.meanwhile.lock().unwrap())(nth);
    }
}

impl Transport for Wire {
    async fn send(&self, request: Request<Vec<u8>>) -> Result<Response<Vec<u8>>, TransportError> {
        self.respond(request)
    }

    async fn sleep(&self, duration: Duration) {
        self.wait(duration);
    }

    fn now(&self) -> Now {
        self.server.clock().now().into()
    }
}

impl blocking::Transport for Wire {
    fn send(&self, request: Request<Vec<u8>>) -> Result<Response<Vec<u8>>, TransportError> {
        self.respond(request)
    }

    fn sleep(&self, duration: Duration) {
        self.wait(duration);
    }

    fn now(&self) -> Now {
        self.server.clock().now().into()
    }
}
