//! The layer over hyper-util's client, beneath a layer that follows redirects.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use http::Response;
use http_body_util::BodyExt as _;
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use oauth_conformance::{ApiBody, ApiClient, ApiError, ApiRequest};
use oauth_tower::oauth_io::middleware::Authorizer;
use oauth_tower::{CopyBodyWith, TokenLayer, TokenService};
use tower::{Layer as _, ServiceExt as _};
use tower_http::follow_redirect::FollowRedirect;

oauth_conformance::api_tests!(hyper, crate::Api);

type Copy = CopyBodyWith<fn(&ApiBody) -> Option<ApiBody>>;

#[derive(Clone)]
struct Api(FollowRedirect<TokenService<Client<HttpConnector, ApiBody>, Copy>>);

impl ApiClient for Api {
    fn open(authorizer: Authorizer) -> Self {
        let client = Client::builder(TokioExecutor::new()).build_http();
        let copy: fn(&ApiBody) -> Option<ApiBody> = ApiBody::copy;
        Self(FollowRedirect::new(TokenLayer::with(authorizer).copy_body_with(copy).layer(client)))
    }

    async fn send(&self, request: ApiRequest) -> Result<Response<Vec<u8>>, ApiError> {
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
