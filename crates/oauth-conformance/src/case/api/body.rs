//! Bodies that cannot be sent again.

use std::io::Read as _;

use http::Request;

use super::{await_renewals, current, open, policy, post, run, send};
use crate::api::{Issuer, response};
use crate::{ApiBody, ApiClient, Server, Upload};

/// The response comes after a part of the upload, which never ends.
pub fn a_stream_that_was_begun_is_not_sent_again<C: ApiClient>() {
    let issuer = Issuer::new();
    let api = Server::new(|connection| {
        let mut read = 0;
        while read < 64 * Upload::PIECE {
            match connection.read(&mut [0; 1024]) {
                Ok(length) if length > 0 => read += length,
                _ => return,
            }
        }
        connection.write(response("401 Unauthorized", "", "refused").as_bytes());
        connection.finish();
        connection.until_closed();
    });
    let tokens = issuer.warm();
    let old = current(&tokens);
    let client: C = open(&tokens, policy(&[&api.url("")]));
    let upload = Request::post(api.url("/upload")).body(ApiBody::Stream(Upload::new(64))).unwrap();
    assert_eq!(run(send(&client, upload)), (401, "refused".to_owned()));
    assert_eq!(api.connections(), 1);
    await_renewals(&tokens, 2);
    assert_ne!(current(&tokens).text().expose(), old.text().expose());

    // The caller's own second try has the new token.
    let api = crate::api::Api::new();
    api.refuse(&old);
    let client: C = open(&tokens, policy(&[&api.url("")]));
    assert_eq!(run(send(&client, post(&api.url("/upload"), "again"))).0, 200);
    assert_eq!((api.requests().len(), issuer.requests()), (1, 2));
}
