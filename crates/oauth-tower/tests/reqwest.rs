//! The layer over `reqwest::Client`, which follows redirects by itself.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use http::Response;
use http_body_util::BodyExt as _;
use oauth_conformance::{ApiBody, ApiClient, ApiError, ApiRequest};
use oauth_reqwest::{HttpService, reqwest};
use oauth_tower::oauth_io::middleware::Authorizer;
use oauth_tower::{CopyBodyWith, TokenLayer, TokenService};
use reqwest::Body;
use tower::{Layer as _, ServiceExt as _};

oauth_conformance::api_tests!(service, crate::Api);

type Copy = CopyBodyWith<fn(&Body) -> Option<Body>>;

#[derive(Clone)]
struct Api(TokenService<HttpService, Copy>);

impl ApiClient for Api {
    fn open(authorizer: Authorizer) -> Self {
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        let copy: fn(&Body) -> Option<Body> = HttpService::copy_body;
        Self(TokenLayer::with(authorizer).copy_body_with(copy).layer(HttpService::new(client)))
    }

    async fn send(&self, request: ApiRequest) -> Result<Response<Vec<u8>>, ApiError> {
        let request = request.map(|body| match body {
            ApiBody::Bytes(bytes) => Body::from(bytes),
            ApiBody::Stream(upload) => Body::wrap(upload),
        });
        let response = match self.0.clone().oneshot(request).await {
            Ok(response) => response,
            Err(error) => {
                return Err(match error.downcast() {
                    Ok(error) => ApiError::Token(*error),
                    Err(error) => ApiError::Other(error.to_string()),
                });
            }
        };
        let (head, body) = response.into_parts();
        let body = body.collect().await.map_err(|error| ApiError::Other(error.to_string()))?;
        Ok(Response::from_parts(head, body.to_bytes().into()))
    }
}
