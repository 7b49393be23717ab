//! The authorization response ([RFC 6749 §4.1.2](https://www.rfc-editor.org/rfc/rfc6749.html#section-4.1.2)).

use http::HeaderValue;
use http::header::{CACHE_CONTROL, CONTENT_TYPE};

use crate::authorization::destination::Destination;
use crate::authorization::response_flaw::AuthorizationResponseFlaw as Flaw;
use crate::authorization::response_mode::ResponseMode;
use crate::response::Response;
use crate::response::redirect::{redirect, with_query};
use crate::state::State;
use crate::wire::form;

/// The parameters of the response and their destination. `state` and `iss` are added when it is sent.
#[derive(Clone, Debug)]
pub(crate) struct AuthorizationResponse {
    destination: Destination,
    parameters: Vec<(&'static str, String)>,
}

impl AuthorizationResponse {
    pub(crate) fn new(destination: Destination, parameters: Vec<(&'static str, String)>) -> Self {
        Self { destination, parameters }
    }

    pub(crate) fn into_response(self, state: &State, flaw: Option<Flaw>) -> Response {
        let Self { destination, mut parameters } = self;
        parameters.extend(destination.state.map(|value| ("state", value)));
        if state.sends_iss {
            parameters.push(("iss", state.issuer()));
        }
        if let Some(flaw) = flaw {
            flaw.apply(&mut parameters);
        }
        let mode = match (flaw, destination.response_mode) {
            (Some(Flaw::WrongMode), ResponseMode::Query) => ResponseMode::Fragment,
            (Some(Flaw::WrongMode), ResponseMode::Fragment) => ResponseMode::Query,
            (_, mode) => mode,
        };
        let encode = |pairs: &[(&'static str, String)]| {
            let pairs = form::encode(pairs.iter().map(|(name, value)| (*name, value.as_str())));
            if flaw == Some(Flaw::InvalidEscape) { format!("{pairs}&x=%zz") } else { pairs }
        };
        let uri = destination.redirect_uri;
        match mode {
            ResponseMode::FormPost => form_post(&uri, &parameters, flaw),
            ResponseMode::Query => redirect(&with_query(&uri, &encode(&parameters))),
            ResponseMode::Fragment if flaw == Some(Flaw::IssInQuery) => {
                let (iss, rest): (Vec<_>, Vec<_>) = parameters.into_iter().partition(|(name, _)| *name == "iss");
                redirect(&format!("{}#{}", with_query(&uri, &encode(&iss)), encode(&rest)))
            }
            ResponseMode::Fragment => redirect(&format!("{uri}#{}", encode(&parameters))),
        }
    }
}

/// An HTML page that posts the parameters
/// ([OAuth 2.0 Form Post Response Mode](https://openid.net/specs/oauth-v2-form-post-response-mode-1_0.html)).
fn form_post(uri: &str, parameters: &[(&'static str, String)], flaw: Option<Flaw>) -> Response {
    let field = |(name, value): &(&str, String)| {
        let value = match flaw {
            Some(Flaw::PercentEncodedFields) => form::encode_component(value),
            _ => value.clone(),
        };
        format!("<input type=\"hidden\" name=\"{name}\" value=\"{}\"/>\n", escape(&value))
    };
    let fields: String = parameters.iter().map(field).collect();
    let page = format!(
        "<!DOCTYPE html>\n<html>\n<head><title>Submit This Form</title></head>\n\
         <body onload=\"document.forms[0].submit()\">\n<form method=\"post\" action=\"{}\">\n{fields}\
         <noscript><button type=\"submit\">Continue</button></noscript>\n</form>\n</body>\n</html>\n",
        escape(uri),
    );
    let mut response = Response::new(page.into_bytes());
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("text/html;charset=UTF-8"));
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// Escapes text for an HTML attribute.
fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;").replace('>', "&gt;")
}
