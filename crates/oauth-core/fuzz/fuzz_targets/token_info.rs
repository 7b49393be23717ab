//! What a server says about a token: introspection, UserInfo; and the errors of revocation, whose success says nothing.

#![no_main]

use std::time::SystemTime;

use libfuzzer_sys::fuzz_target;
use oauth_core::endpoint::IntrospectionResponse;
use oauth_core::{Call as _, Secret};
use oauth_core_fuzz::check::{self, SENT};
use oauth_core_fuzz::party::{self, HOST};
use oauth_core_fuzz::{input, web};

const SECRET: &[&str] = &["access_token", "nonce"];

fuzz_target!(|data: &[u8]| check::run(data, run));

fn run(data: &[u8]) {
    let (mut options, rest) = input::read(data);
    let kind = options.choose(3);
    let bearer = options.flip();
    let now = party::time(&mut options);
    let server = party::server().with_dialect(party::dialect(&mut options));
    let client = party::client(server, &mut options);
    let token = Secret::new(SENT);
    let response = input::response(rest, SECRET, r#""active":true,"sub":"ada","#);
    let result = match kind {
        0 => {
            let call = client.introspect(&token).token_type_hint("access_token");
            let call = if bearer { call.authorized_by(&token) } else { call };
            asked(&call, now);
            call.decode((&response).into(), now).map(|read| introspected(&read))
        }
        1 => {
            let call = client.userinfo_with(&token).expect_subject("ada");
            asked(&call, now);
            call.decode((&response).into(), now).map(|read| {
                check::debug("claims", &read);
                check::time(read.updated_at);
                assert_eq!(read.sub, "ada");
            })
        }
        _ => {
            let call = client.revoke(&token);
            let call = if bearer { call.authorized_by(&token) } else { call };
            asked(&call, now);
            let result = call.decode((&response).into(), now);
            assert_eq!(result.is_ok(), response.status().is_success());
            result
        }
    };
    if let Err(error) = result {
        check::decode_error(&error, now);
    }
}

fn asked(call: &(impl oauth_core::Call + std::fmt::Debug), now: SystemTime) {
    check::request("call", call);
    let request = call.encode(now).unwrap();
    web::goes_to(request.uri(), HOST);
    check::request("headers", request.headers());
}

fn introspected(read: &IntrospectionResponse) {
    check::debug("introspection", read);
    [read.exp, read.iat, read.nbf, read.auth_time].into_iter().for_each(check::time);
    if !read.active {
        assert!(read.scope.is_none() && read.sub.is_none() && read.extra.is_empty(), "{read:?}");
    }
}
