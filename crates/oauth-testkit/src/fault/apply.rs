//! The effect of a fault on a response.

use http::header::{CONTENT_TYPE, LOCATION};
use http::{HeaderName, HeaderValue, StatusCode, Version};

use crate::fault::flaws::Flaws;
use crate::fault::member_edit::MemberEdit;
use crate::fault::{Fault, compression_bomb};
use crate::response::Response;
use crate::response::delivery::{Delivery, Framing};
use crate::response::outgoing::OutgoingResponse;
use crate::script::Script;

impl Fault {
    /// Applies the fault to a request. `respond` makes the response of the server; it is not called if the fault
    /// replaces that response.
    pub(crate) fn apply(self, respond: impl FnOnce(Flaws) -> Response) -> OutgoingResponse {
        let flaws = Flaws::of(&self);
        let respond = || respond(flaws);
        let padded = |bytes, framing| Delivery::Padded { bytes, framing };
        match self {
            Self::Script(script) => OutgoingResponse::new(script.into_response(), Delivery::Whole),
            Self::Delay(time) => OutgoingResponse::new(respond(), Delivery::After(time)),
            Self::Hang => OutgoingResponse::new(respond(), Delivery::Never),
            Self::Truncate { at } => OutgoingResponse::new(respond(), Delivery::TruncatedAt(at)),
            Self::Reset => OutgoingResponse::new(respond(), Delivery::Reset),
            Self::Drip { every } => OutgoingResponse::new(respond(), Delivery::Drip(every)),
            Self::Huge { bytes } => OutgoingResponse::new(respond(), padded(bytes, Framing::ContentLength)),
            Self::HugeChunked { bytes } => OutgoingResponse::new(respond(), padded(bytes, Framing::Chunked)),
            Self::Redirect { status, location } => whole(redirect(status, location)),
            Self::CompressionBomb { decoded } => whole(compression_bomb::compressed(respond(), decoded)),
            Self::RepeatedHeader { name, value } => whole(repeated(respond(), name, value)),
            Self::MalformedJson => whole(respond().map(half)),
            Self::ClockAhead(_) | Self::ClockBehind(_) | Self::AuthorizationResponse(_) | Self::IdToken(_) => {
                whole(respond())
            }
            Self::WithoutMember { name } => whole(MemberEdit::Remove(name).apply(respond())),
            Self::RenamedMember { from, to } => whole(MemberEdit::Rename { from, to }.apply(respond())),
            Self::Member { name, json } => whole(MemberEdit::Set { name, json }.apply(respond())),
            Self::ContentType(value) => whole(typed(respond(), value)),
            Self::Http10 => whole(http_10(respond())),
            Self::ServiceUnavailable { retry_after } => {
                whole(Script::service_unavailable_503(&retry_after).into_response())
            }
        }
    }
}

fn whole(response: Response) -> OutgoingResponse {
    OutgoingResponse::new(response, Delivery::Whole)
}

fn redirect(status: StatusCode, location: String) -> Response {
    let script = Script::new(status);
    match HeaderValue::try_from(location) {
        Ok(location) => script.header(LOCATION, location),
        Err(_) => Script::new(StatusCode::INTERNAL_SERVER_ERROR)
            .body("The Location of the redirect is not a valid header value"),
    }
    .into_response()
}

fn repeated(mut response: Response, name: HeaderName, value: HeaderValue) -> Response {
    response.headers_mut().append(name, value);
    response
}

fn typed(mut response: Response, value: HeaderValue) -> Response {
    response.headers_mut().insert(CONTENT_TYPE, value);
    response
}

fn http_10(mut response: Response) -> Response {
    *response.version_mut() = Version::HTTP_10;
    response
}

fn half(mut body: Vec<u8>) -> Vec<u8> {
    body.truncate(body.len() / 2);
    body
}
