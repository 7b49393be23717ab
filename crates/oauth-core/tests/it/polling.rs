//! Polling for the device code grant and CIBA, with a simulated clock.

use std::cell::RefCell;
use std::time::{Duration, SystemTime};

use http::Response;
use oauth_core::endpoint::UserHint;
use oauth_core::flow::{AfterFailure, Failure, Polling, WaitReason};
use oauth_core::grant::DeviceCode;
use oauth_core::{Call as _, ClientAuthentication, ErrorCode, Flow, FlowError, Step, TokenResponse};

use crate::support::{basic, client, http_response, json, now};

/// The time this many seconds after the start.
fn at(seconds: u64) -> SystemTime {
    now() + Duration::from_secs(seconds)
}

fn device(expires_in: u64, interval: u64) -> Polling<DeviceCode> {
    let body = format!(
        r#"{{"device_code":"D","user_code":"U","verification_uri":"https://a.example","expires_in":{expires_in},"interval":{interval}}}"#
    );
    let client = client(ClientAuthentication::none());
    let authorization = client.device_authorization().decode((&json(200, body)).into(), now()).unwrap();
    client.device_token(&authorization).poll()
}

fn error(code: &str) -> Response<Vec<u8>> {
    json(400, format!(r#"{{"error":"{code}"}}"#))
}

fn token() -> Response<Vec<u8>> {
    json(200, r#"{"access_token":"A","token_type":"Bearer","id_token":"a.b.c"}"#)
}

fn retry_after(mut response: Response<Vec<u8>>, value: &str) -> Response<Vec<u8>> {
    response.headers_mut().insert("retry-after", value.parse().unwrap());
    response
}

/// The flow and the time.
struct Driven {
    flow: Polling<DeviceCode>,
    clock: u64,
}

impl Driven {
    fn new(expires_in: u64, interval: u64) -> Self {
        Self { flow: device(expires_in, interval), clock: 0 }
    }

    /// Waits as the flow asks and takes its request. Returns how many seconds it waited.
    fn poll(&mut self) -> u64 {
        let before = self.clock;
        match self.flow.step(at(self.clock)).unwrap() {
            Step::WaitUntil(time) => self.clock = time.duration_since(now()).unwrap().as_secs(),
            other => panic!("{other:?}"),
        }
        match self.flow.step(at(self.clock)).unwrap() {
            Step::Send(request) => {
                assert!(request.body().ends_with(b"&device_code=D&client_id=48567a65-8f00-4630-b8b0-2c02ce94168a"))
            }
            other => panic!("{other:?}"),
        }
        self.clock - before
    }

    fn responded(&mut self, response: &Response<Vec<u8>>) -> &mut Self {
        self.flow.receive(response.into(), at(self.clock));
        self
    }

    fn lost(&mut self) -> &mut Self {
        assert_eq!(self.flow.failed(Failure::MayHaveBeenReceived, at(self.clock)), AfterFailure::Continue);
        self
    }

    fn end(&mut self) -> Result<String, FlowError> {
        match self.flow.step(at(self.clock))? {
            Step::Done(tokens) => Ok(tokens.access_token.expose().to_owned()),
            other => panic!("{other:?}"),
        }
    }

    fn server_error(&mut self) -> ErrorCode {
        match self.end() {
            Err(FlowError::Decode(error)) => error.code().unwrap().clone(),
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn an_observer_is_called_for_each_wait_with_its_reason() {
    let told = RefCell::new(Vec::new());
    let mut flow = device(60, 5).inspect(|waiting| told.borrow_mut().push(waiting));
    let mut clock = 0;
    let mut poll = |flow: &mut dyn Flow<Output = TokenResponse>, response: Option<Response<Vec<u8>>>| {
        let Step::WaitUntil(until) = flow.step(at(clock)).unwrap() else { panic!("no wait") };
        let waiting = told.borrow().last().copied().unwrap();
        assert_eq!((waiting.until, waiting.pause), (until, until.duration_since(at(clock)).unwrap()));
        assert_eq!(waiting.expires_at, at(60));
        clock = until.duration_since(now()).unwrap().as_secs();
        assert!(matches!(flow.step(until).unwrap(), Step::Send(_)));
        match response {
            Some(response) => flow.receive((&response).into(), until),
            None => assert_eq!(flow.failed(Failure::MayHaveBeenReceived, until), AfterFailure::Continue),
        }
    };
    poll(&mut flow, Some(error("authorization_pending")));
    poll(&mut flow, Some(json(503, "")));
    poll(&mut flow, None);
    poll(&mut flow, Some(token()));
    assert!(matches!(flow.step(at(40)).unwrap(), Step::Done(_)));
    let told: Vec<_> = told.borrow().iter().map(|waiting| (waiting.reason, waiting.pause.as_secs())).collect();
    let expected = [WaitReason::Begun, WaitReason::Pending, WaitReason::Unavailable, WaitReason::NoResponse];
    assert_eq!(told, expected.into_iter().zip([5, 5, 10, 20]).collect::<Vec<_>>());

    let mut slower = Vec::new();
    let mut flow = device(1800, 5).inspect(|waiting| slower.push((waiting.reason, waiting.pause.as_secs())));
    assert!(matches!(flow.step(at(0)).unwrap(), Step::WaitUntil(_)));
    assert!(matches!(flow.step(at(5)).unwrap(), Step::Send(_)));
    flow.receive((&error("slow_down")).into(), at(5));
    assert!(matches!(flow.step(at(5)).unwrap(), Step::WaitUntil(_)));
    assert_eq!(slower, [(WaitReason::Begun, 5), (WaitReason::SlowDown, 10)]);
}

#[test]
fn the_first_request_is_sent_after_one_interval() {
    let mut driven = Driven::new(1800, 7);
    assert_eq!(driven.poll(), 7);
}

#[test]
fn pending_keeps_the_interval_and_slow_down_lengthens_it() {
    let mut driven = Driven::new(1800, 5);
    let mut waits = vec![driven.poll()];
    for code in ["authorization_pending", "slow_down", "authorization_pending", "slow_down", "authorization_pending"] {
        waits.push(driven.responded(&error(code)).poll());
    }
    assert_eq!(waits, [5, 5, 10, 10, 15, 15]);
    assert_eq!(driven.responded(&token()).end().unwrap(), "A");
    assert!(matches!(driven.end(), Err(FlowError::Ended)));
}

#[test]
fn the_interval_counts_from_the_response() {
    let mut driven = Driven::new(1800, 5);
    driven.poll();
    driven.responded(&error("authorization_pending"));
    driven.clock += 30;
    assert_eq!(driven.poll(), 5);
}

#[test]
fn a_lost_connection_doubles_the_wait_until_the_server_responds() {
    let mut driven = Driven::new(1800, 5);
    driven.poll();
    let waits: Vec<u64> = (0..5).map(|_| driven.lost().poll()).collect();
    assert_eq!(waits, [10, 20, 40, 60, 60]);
    assert_eq!(driven.responded(&error("authorization_pending")).poll(), 5);
    assert_eq!(driven.lost().poll(), 10);
    assert_eq!(driven.responded(&error("slow_down")).poll(), 10);
    assert_eq!(driven.lost().poll(), 20);
}

#[test]
fn a_lost_connection_doubles_a_long_interval_too() {
    let mut driven = Driven::new(1800, 90);
    driven.poll();
    assert_eq!(driven.lost().poll(), 180);
    assert_eq!(driven.lost().poll(), 180);
}

#[test]
fn responses_that_end_the_flow() {
    for code in ["access_denied", "expired_token", "invalid_grant", "invalid_client", "unauthorized_client", "x"] {
        let mut driven = Driven::new(1800, 5);
        driven.poll();
        assert_eq!(driven.responded(&error(code)).server_error().as_str(), code);
        assert!(matches!(driven.end(), Err(FlowError::Ended)));
    }
    for broken in [json(200, "{}"), json(400, ""), http_response(302, "", "")] {
        let mut driven = Driven::new(1800, 5);
        driven.poll();
        assert!(matches!(driven.responded(&broken).end(), Err(FlowError::Decode(_))));
    }
}

#[test]
fn an_unavailable_server_is_polled_again() {
    for status in [200, 403, 500, 502, 504, 520] {
        let mut driven = Driven::new(1800, 5);
        driven.poll();
        let page = http_response(status, "text/html", "<html>");
        assert_eq!(driven.responded(&page).poll(), 10);
        assert_eq!(driven.responded(&page).poll(), 20);
        assert_eq!(driven.responded(&error("authorization_pending")).poll(), 5);
    }
}

#[test]
fn slow_down_may_have_an_interval() {
    for (interval, waits) in
        [("30", [30, 35]), ("\"30\"", [30, 35]), ("6", [10, 15]), ("-1", [10, 15]), ("7200", [3600, 3605])]
    {
        let mut driven = Driven::new(86_400, 5);
        driven.poll();
        let slower = json(400, format!(r#"{{"error":"slow_down","interval":{interval}}}"#));
        assert_eq!(driven.responded(&slower).poll(), waits[0], "{interval}");
        assert_eq!(driven.responded(&error("slow_down")).poll(), waits[1], "{interval}");
    }
}

#[test]
fn a_final_refusal_counts_with_any_status() {
    for status in [429, 503] {
        for code in ["access_denied", "expired_token"] {
            let mut driven = Driven::new(1800, 5);
            driven.poll();
            let no = json(status, format!(r#"{{"error":"{code}"}}"#));
            assert_eq!(driven.responded(&no).server_error().as_str(), code);
        }
    }
}

#[test]
fn a_busy_server_is_polled_less_often() {
    let busy = [
        http_response(503, "text/html", "<html>"),
        http_response(429, "", ""),
        json(429, r#"{"error":"invalid_request"}"#),
        json(503, r#"{"error":"temporarily_unavailable"}"#),
    ];
    for busy in busy {
        let mut driven = Driven::new(1800, 5);
        driven.poll();
        assert_eq!(driven.responded(&busy).poll(), 10);
        assert_eq!(driven.responded(&busy).poll(), 20);
        assert_eq!(driven.responded(&retry_after(busy.clone(), "90")).poll(), 90);
        assert_eq!(driven.responded(&retry_after(busy, "1")).poll(), 60);
        assert_eq!(driven.responded(&error("authorization_pending")).poll(), 5);
    }
}

#[test]
fn retry_after_is_obeyed_with_every_transient_response() {
    let mut driven = Driven::new(20_000, 5);
    driven.poll();
    assert_eq!(driven.responded(&retry_after(error("authorization_pending"), "30")).poll(), 30);
    assert_eq!(driven.responded(&retry_after(error("authorization_pending"), "2")).poll(), 5);
    assert_eq!(driven.responded(&retry_after(error("slow_down"), "30")).poll(), 30);
    assert_eq!(driven.responded(&error("authorization_pending")).poll(), 10);
    assert_eq!(driven.responded(&retry_after(error("authorization_pending"), "99999")).poll(), 3_600);
}

#[test]
fn expiry_is_detected_locally() {
    let mut driven = Driven::new(12, 5);
    assert_eq!(driven.poll(), 5);
    assert_eq!(driven.responded(&error("authorization_pending")).poll(), 5);
    driven.responded(&error("authorization_pending"));
    assert!(matches!(driven.end(), Err(FlowError::Expired)));
    driven.responded(&token());
    assert!(matches!(driven.end(), Err(FlowError::Ended)), "it stays over");
}

#[test]
fn no_request_is_sent_at_the_expiry_or_later() {
    let mut flow = device(10, 5);
    assert!(matches!(flow.step(at(0)), Ok(Step::WaitUntil(_))));
    assert!(matches!(flow.step(at(10)), Err(FlowError::Expired)));
    assert!(matches!(device(5, 5).step(at(0)), Err(FlowError::Expired)));
    assert!(matches!(device(1800, 5).step(at(1796)), Err(FlowError::Expired)));
}

#[test]
fn a_token_that_arrives_after_the_expiry_is_accepted() {
    let mut driven = Driven::new(8, 5);
    driven.poll();
    driven.clock = 60;
    assert_eq!(driven.responded(&token()).end().unwrap(), "A");
}

#[test]
fn the_last_failure_is_reported_at_the_expiry() {
    let mut driven = Driven::new(12, 5);
    driven.poll();
    assert_eq!(driven.flow.failed(Failure::MayHaveBeenReceived, at(5)), AfterFailure::GiveUp);
    assert!(matches!(driven.end(), Err(FlowError::Ended)));

    let mut driven = Driven::new(60, 5);
    driven.poll();
    driven.responded(&retry_after(json(503, r#"{"error":"temporarily_unavailable"}"#), "120"));
    assert_eq!(driven.server_error(), ErrorCode::TEMPORARILY_UNAVAILABLE);
}

#[test]
fn it_waits_exactly_as_long_as_it_says() {
    let mut flow = device(1800, 5);
    for seconds in [0, 1, 4] {
        match flow.step(at(seconds)).unwrap() {
            Step::WaitUntil(time) => assert_eq!(time, at(5), "asked early, it names the same time"),
            other => panic!("{other:?}"),
        }
    }
    assert!(matches!(flow.step(at(5)), Ok(Step::Send(_))));
}

#[test]
fn a_clock_that_jumps_back_costs_at_most_one_interval() {
    let mut flow = device(1800, 5);
    flow.step(at(3600)).unwrap_err();
    let mut flow = device(1800, 5);
    flow.step(at(1000)).unwrap();
    match flow.step(at(100)).unwrap() {
        Step::WaitUntil(time) => assert_eq!(time, at(105)),
        other => panic!("{other:?}"),
    }
}

#[test]
fn it_waits_for_the_result_of_its_request() {
    let mut driven = Driven::new(1800, 5);
    driven.poll();
    assert!(matches!(driven.end(), Err(FlowError::Ended)));
    assert_eq!(driven.responded(&token()).end().unwrap(), "A");
}

#[test]
fn an_unexpected_response_changes_nothing() {
    let mut driven = Driven::new(1800, 5);
    driven.responded(&error("access_denied"));
    assert_eq!(driven.poll(), 5);
}

#[test]
fn ciba_polls_the_same_way() {
    let client = client(basic());
    let started = json(200, r#"{"auth_req_id":"R","expires_in":120,"interval":2}"#);
    let call = client.backchannel_authentication(UserHint::Login("ada".into()));
    let authentication = call.decode((&started).into(), now()).unwrap();
    let mut flow = client.backchannel_token(&authentication).poll();
    assert!(matches!(flow.step(at(0)), Ok(Step::WaitUntil(time)) if time == at(2)));
    match flow.step(at(2)).unwrap() {
        Step::Send(request) => assert!(request.body().ends_with(b"ciba&auth_req_id=R")),
        other => panic!("{other:?}"),
    }
    flow.receive((&error("slow_down")).into(), at(2));
    assert!(matches!(flow.step(at(2)), Ok(Step::WaitUntil(time)) if time == at(9)));
    assert!(matches!(flow.step(at(9)), Ok(Step::Send(_))));
    flow.receive((&token()).into(), at(9));
    match flow.step(at(9)).unwrap() {
        Step::Done(tokens) => assert_eq!(tokens.id_token.unwrap().expose(), "a.b.c"),
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_request_can_have_more_parameters() {
    let body = r#"{"device_code":"D","user_code":"U","verification_uri":"https://a.example","expires_in":60}"#;
    let client = client(basic());
    let authorization = client.device_authorization().decode((&json(200, body)).into(), now()).unwrap();
    let mut flow = client.device_token(&authorization).resource("https://r.example").extra_parameter("x", "1").poll();
    flow.step(at(0)).unwrap();
    match flow.step(at(5)).unwrap() {
        Step::Send(request) => assert!(request.body().ends_with(b"&resource=https%3A%2F%2Fr.example&x=1")),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_request_that_cannot_be_built_ends_the_flow() {
    let mut flow = {
        let body = r#"{"device_code":"D","user_code":"U","verification_uri":"https://a.example","expires_in":60}"#;
        let client = client(basic());
        let authorization = client.device_authorization().decode((&json(200, body)).into(), now()).unwrap();
        client.device_token(&authorization).resource("r").poll()
    };
    flow.step(at(0)).unwrap();
    assert!(matches!(flow.step(at(5)), Err(FlowError::Encode(_))));
    assert!(matches!(flow.step(at(5)), Err(FlowError::Ended)));
}
