//! A request to an endpoint that takes a form from an authenticated client.

use std::time::SystemTime;

use http::Request;

use super::Client;
use crate::call::Call;
use crate::call::Response;
use crate::call::extras::{takes_extra_headers, takes_extra_parameters};
use crate::call::{Extras, Parameters};
use crate::error::{DecodeError, EncodeError};
use crate::server::Endpoint;

/// What differs between the endpoints, other than the token endpoint, that take a form from a client which
/// authenticates: revocation, introspection and the like.
pub trait FormEndpoint {
    /// What a successful answer holds.
    type Output;

    /// Whether the form holds the `client_id` even if the credentials are in the header: there it is a parameter of the
    /// request ([RFC 9126 §2.1](https://www.rfc-editor.org/rfc/rfc9126.html#section-2.1)).
    const REPEATS_CLIENT_ID: bool = false;

    /// Names that [`extra_parameter`](FormRequest::extra_parameter) refuses even where the request has no parameter of
    /// that name.
    const RESERVED: &'static [&'static str] = &[];

    /// Where the request goes.
    fn endpoint(&self) -> Endpoint;

    /// Adds the parameters of the request.
    ///
    /// # Errors
    ///
    /// A parameter is invalid, or its name is taken.
    fn parameters(&self, parameters: &mut Parameters<'_>) -> Result<(), EncodeError>;

    /// Reads the answer.
    ///
    /// # Errors
    ///
    /// The server said no, the answer is not one of this endpoint, or it fails a check.
    fn read(&self, client: &Client, response: Response<'_>, now: SystemTime) -> Result<Self::Output, DecodeError>;
}

/// A request to the endpoint `E`.
#[derive(Debug, Clone)]
pub struct FormRequest<E> {
    client: Client,
    pub(crate) endpoint: E,
    extras: Extras,
}

impl Client {
    /// A request to an endpoint of your own that takes a form. The endpoints of the RFCs have methods of their own.
    pub fn form_request<E: FormEndpoint>(&self, endpoint: E) -> FormRequest<E> {
        FormRequest { client: self.clone(), endpoint, extras: Extras::default() }
    }
}

impl<E: FormEndpoint> FormRequest<E> {
    takes_extra_parameters!();

    takes_extra_headers!();
}

impl<E: FormEndpoint> Call for FormRequest<E> {
    type Output = E::Output;

    fn encode(&self, _now: SystemTime) -> Result<Request<Vec<u8>>, EncodeError> {
        let repeated = E::REPEATS_CLIENT_ID;
        self.client.post(self.endpoint.endpoint(), &self.extras, E::RESERVED, |form| {
            if repeated {
                self.client.push_client_id(form);
            }
            self.endpoint.parameters(&mut Parameters::new(form, self.client.server().dialect()))
        })
    }

    fn decode(&self, response: Response<'_>, now: SystemTime) -> Result<E::Output, DecodeError> {
        self.endpoint.read(&self.client, response, now)
    }
}
