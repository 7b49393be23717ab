//! `TokenMiddleware`, and the token on one request.
#![cfg(all(feature = "middleware", feature = "rustls"))]
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use http::Response;
use oauth_conformance::{ApiBody, ApiClient, ApiError, ApiRequest, Issuer};
use oauth_reqwest::middleware::Authorizer;
use oauth_reqwest::resource::{ResourcePolicy, WithoutReplay};
use oauth_reqwest::{TokenError, TokenMiddleware, authorize, reqwest, reqwest_middleware};
use reqwest::Body;
use reqwest_middleware::{ClientBuilder, ClientWithMiddleware, Error};

oauth_conformance::api_tests!(middleware, crate::Api);

#[derive(Clone)]
struct Api(ClientWithMiddleware);

impl ApiClient for Api {
    fn open(authorizer: Authorizer) -> Self {
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        Self(ClientBuilder::new(client).with(TokenMiddleware::with(authorizer)).build())
    }

    async fn send(&self, request: ApiRequest) -> Result<Response<Vec<u8>>, ApiError> {
        let (head, body) = request.into_parts();
        let mut builder = self.0.request(head.method, head.uri.to_string()).headers(head.headers);
        if head.extensions.get::<WithoutReplay>().is_some() {
            builder = builder.with_extension(WithoutReplay);
        }
        let builder = match body {
            ApiBody::Bytes(bytes) if bytes.is_empty() => builder,
            ApiBody::Bytes(bytes) => builder.body(bytes),
            ApiBody::Stream(upload) => builder.body(Body::wrap(upload)),
        };
        let response = match builder.send().await {
            Ok(response) => response,
            Err(Error::Middleware(error)) => return Err(ApiError::Token(error.downcast().unwrap())),
            Err(error) => return Err(ApiError::Other(error.to_string())),
        };
        let status = response.status();
        let body = response.bytes().await.map_err(|error| ApiError::Other(error.to_string()))?;
        Ok(Response::builder().status(status).body(body.into()).unwrap())
    }
}

#[tokio::test]
async fn one_request_is_authorized() {
    let tokens = Issuer::new().source("secret");
    let mut request = reqwest::Client::new().get("https://api.example.com/orders?x=1#part").build().unwrap();
    let token = authorize(&tokens, &mut request).await.unwrap();
    let header = &request.headers()["authorization"];
    assert!(header.is_sensitive());
    assert_eq!(header, &token.bearer_header().unwrap());
    assert!(!format!("{request:?}").contains(token.text().expose()));
}

#[tokio::test]
async fn the_policy_of_the_source_holds_for_one_request() {
    let issuer = Issuer::new();
    let policy = ResourcePolicy::new().allow("https://api.example.com").unwrap();
    let tokens = issuer.builder("secret").resource(policy).build().unwrap();
    let request = |url: &str| reqwest::Client::new().get(url).build().unwrap();
    for elsewhere in ["https://evil.example/", "http://api.example.com/"] {
        let mut request = request(elsewhere);
        let error = authorize(&tokens, &mut request).await.unwrap_err();
        assert!(matches!(error, TokenError::Origin), "{error:?}");
        assert!(request.headers().is_empty());
    }
    assert_eq!(issuer.requests(), 0);
    assert!(authorize(&tokens, &mut request("https://api.example.com/x")).await.is_ok());
}
