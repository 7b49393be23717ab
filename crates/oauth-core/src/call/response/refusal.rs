//! Creating the error for an unsuccessful response.

use http::{StatusCode, header};

use super::Response;
use super::body::Body;
use crate::call::redact::Redaction;
use crate::error::{
    Challenge, DecodeError, ErrorCode, FailedCheck, HttpResponse, Issued, Malformed, Problem, Refused, Rejection,
    ServerError, ServerErrorParts, Unavailable, Untrusted, challenges, is_page,
};
use crate::wire::extra::Extra;
use crate::wire::json::Node;
use crate::wire::members;
use crate::wire::raw::RawMembers;
use crate::wire::secret::Secret;
use crate::wire::text::cut;

impl Response<'_> {
    /// Returns the error of a rejected response. It keeps the tokens in the body.
    pub(super) fn reject(self, rejection: Rejection, body: Option<&Body<'_>>) -> DecodeError {
        let redaction = self.redaction();
        let clean = |text: String| cut(&redaction.clean(text));
        let (response, issued) = (self.kept(&redaction), body.map_or_else(Issued::default, |body| self.issued(body)));
        match rejection {
            Rejection::Malformed(Problem::Duplicate { member }) => {
                let problem = Problem::Duplicate { member: clean(member) };
                DecodeError::Malformed(Malformed::new(problem, response, issued))
            }
            Rejection::Malformed(problem) => DecodeError::Malformed(Malformed::new(problem, response, issued)),
            Rejection::Untrusted(check) => {
                let check = match check {
                    FailedCheck::ClientId { expected, found } => {
                        FailedCheck::ClientId { expected, found: clean(found) }
                    }
                    FailedCheck::Issuer { expected, found } => FailedCheck::Issuer { expected, found: clean(found) },
                    FailedCheck::Resource { expected, found } => {
                        FailedCheck::Resource { expected, found: clean(found) }
                    }
                    check => check,
                };
                DecodeError::Untrusted(Untrusted::new(check, response, issued))
            }
        }
    }

    /// Returns the error of a response whose body contains no error code. For a client error, the first challenge with
    /// an error code counts (RFC 6750 §3), because some servers send no body.
    pub(super) fn without_error(self, problem: Problem) -> DecodeError {
        let unavailable = || DecodeError::Unavailable(Unavailable::new(self.kept(&self.redaction())));
        if self.status.is_server_error() || self.status == StatusCode::TOO_MANY_REQUESTS {
            return unavailable();
        }
        if !self.status.is_client_error() {
            return if is_page(self.body) { unavailable() } else { self.reject(problem.into(), None) };
        }
        let challenges = challenges(self.headers);
        let Some((challenge, code)) = challenges.iter().find_map(|each| Some((each, each.error()?))) else {
            if is_page(self.body) {
                return unavailable();
            }
            let redaction = self.redaction();
            let shown = self.shown_challenges(&challenges, &redaction);
            return DecodeError::Refused(Refused::new(self.kept(&redaction), shown));
        };
        let text = |name: &str| challenge.parameter(name).filter(|text| !text.is_empty()).map(str::to_owned);
        self.server(code, text("error_description"), text("error_uri"), Extra::default())
    }

    /// Returns the `WWW-Authenticate` headers for a message: verbatim, but without the secrets of the request and
    /// without the values of schemes with a single value, such as `Negotiate`.
    fn shown_challenges(self, challenges: &[Challenge], redaction: &Redaction) -> Option<String> {
        let lines = self.headers.get_all(header::WWW_AUTHENTICATE).iter();
        let shown: Vec<String> = if challenges.iter().any(|challenge| challenge.token68().is_some()) {
            challenges.iter().map(|challenge| challenge.scheme().to_owned()).collect()
        } else {
            lines.map(|line| String::from_utf8_lossy(line.as_bytes()).into_owned()).collect()
        };
        (!shown.is_empty()).then(|| redaction.clean(shown.join(", ")))
    }

    /// Removes the secrets of the request from the server's texts.
    fn redaction(self) -> Redaction {
        let secrets = self.context.and_then(|context| context.secrets).map(|secrets| secrets());
        Redaction::new(&secrets.unwrap_or_default())
    }

    /// Returns an OAuth error response. If a server sends an object or a number as `error`, the code is taken from it.
    pub(super) fn server_error(self, mut members: RawMembers<'_>, error: &Node<'_>) -> DecodeError {
        // These two are meant for people. A wrong type or two values do not hide the error itself.
        let mut take = |name: &str| match members.get(name).ok()??.node().ok()? {
            Node::String(text) if !text.is_empty() => {
                members.remove(name);
                Some(text.into_owned())
            }
            _ => None,
        };
        let (mut description, uri) = (take("error_description"), take("error_uri"));
        let code = match error {
            Node::Object(inner) => {
                let member = |name: &str| inner.iter().find_map(|(each, node)| (each == name).then_some(node));
                let as_text = |name: &str| member(name).and_then(as_code);
                description = description.or_else(|| as_text("message"));
                ["code", "type", "status"].into_iter().find_map(as_text)
            }
            error => as_code(error),
        };
        let Some(code) = code else {
            return self.without_error(Problem::InvalidValue { field: "error", reason: "holds no error code" });
        };
        if matches!(error, Node::String(_)) {
            members.remove("error");
        }
        self.server(&code, description, uri, Extra::rest(members.into_rest()))
    }

    fn server(self, code: &str, description: Option<String>, uri: Option<String>, extra: Extra) -> DecodeError {
        let redaction = self.redaction();
        let clean = |text: String| redaction.clean(text);
        let parts = ServerErrorParts {
            response: self.kept(&redaction),
            code: ErrorCode::from(&*clean(code.to_owned())),
            description: description.map(clean),
            uri: uri.map(clean),
            // Names are printed.
            extra: extra.renamed(clean),
        };
        DecodeError::Server(ServerError::new(parts))
    }

    /// Returns the tokens in a successful response, for the error that rejects it.
    fn issued(self, body: &Body<'_>) -> Issued {
        if !self.status.is_success() {
            return Issued::default();
        }
        let Ok(mut parsed) = body.parse(|| self.content_type()) else { return Issued::default() };
        let mut secret = |name: &'static str| -> Option<Secret> {
            let node = parsed.members.get(name).ok()??.node().ok()?;
            members::secret(&node, name).ok()?.0
        };
        Issued { refresh_token: secret("refresh_token"), id_token: secret("id_token") }
    }

    fn kept(self, redaction: &Redaction) -> HttpResponse {
        let clean = |text: String| redaction.clean(text);
        let kept = HttpResponse::new(self.status, self.headers, self.body, clean);
        match self.context {
            Some(context) => {
                let kept = kept.of_request(context.endpoint, context.url, context.on_behalf_of);
                match context.note.filter(|_| !self.status.is_server_error()) {
                    Some(note) => kept.with_note(note()),
                    None => kept,
                }
            }
            None => kept,
        }
    }
}

/// Returns the error code in a value of `error`.
fn as_code(node: &Node<'_>) -> Option<String> {
    match node {
        Node::String(text) if !text.is_empty() => Some(text.clone().into_owned()),
        Node::Unsigned(number) => Some(number.to_string()),
        Node::Signed(number) => Some(number.to_string()),
        _ => None,
    }
}
