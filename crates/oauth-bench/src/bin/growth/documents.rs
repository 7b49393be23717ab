//! The lists of every other response, one scenario for each member that is read as a list.

use std::fmt::Debug;
use std::hint::black_box;

use http::Response;
use oauth_core::endpoint::{ClientMetadata, ProtectedResource, UserHint};
use oauth_core::pingone::{GrantType, Region};
use oauth_core::server::ServerMetadata;
use oauth_core::{Call, Flow as _, Issuer, Secret, Server, Step};

use crate::json::{ITEMS, MEMBERS};
use crate::party::{
    ISSUER, application, application_secret, client, joined, json, members, members_after, names, now, print, reading,
    server, texts,
};
use crate::{Scenario, Work};

const ID: &str = "abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6";

/// How many bytes the shortest text has that is a URL: it may have 8 KiB.
const URL: usize = 450;

type Read = fn(Response<Vec<u8>>) -> Work;

/// A response: its name, its reader, the members it cannot do without, a text that it reads, the lists that it reads.
type Document = (&'static str, Read, &'static str, &'static str, &'static [&'static str]);

fn documents() -> Vec<Document> {
    vec![
        (
            "metadata",
            |response| reading(Issuer::new(ISSUER).unwrap().openid_metadata(), response),
            r#""issuer":"https://as.example""#,
            "token_endpoint",
            &[
                "scopes_supported",
                "response_types_supported",
                "response_modes_supported",
                "grant_types_supported",
                "token_endpoint_auth_methods_supported",
                "code_challenge_methods_supported",
                "claims_supported",
            ],
        ),
        (
            "resource metadata",
            |response| reading(ProtectedResource::new("https://a.example").unwrap().metadata(), response),
            r#""resource":"https://a.example""#,
            "resource_name",
            &[
                "authorization_servers",
                "scopes_supported",
                "bearer_methods_supported",
                "authorization_details_types_supported",
                "dpop_signing_alg_values_supported",
            ],
        ),
        (
            "registration",
            |response| reading(server().register(ClientMetadata::new()), response),
            r#""client_id":"c""#,
            "logo_uri",
            &["redirect_uris", "grant_types", "response_types", "contacts", "token_endpoint_auth_method"],
        ),
        (
            "introspection",
            |response| reading(client().introspect(&Secret::new("t")), response),
            r#""active":true"#,
            "username",
            &["scope", "aud"],
        ),
        (
            "userinfo",
            |response| reading(client().userinfo_with(&Secret::new("t")), response),
            r#""sub":"s""#,
            "name",
            &["groups"],
        ),
        (
            "application",
            |response| reading(application(), response),
            r#""id":"abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6""#,
            "type",
            &["grantTypes", "responseTypes", "redirectUris", "postLogoutRedirectUris"],
        ),
        (
            "application secret",
            |response| reading(application_secret(), response),
            r#""secret":"s""#,
            "environment",
            &[],
        ),
        (
            "device authorization",
            |response| reading(client().device_authorization(), response),
            r#""device_code":"D","user_code":"U","verification_uri":"https://a.example""#,
            "verification_uri_complete",
            &[],
        ),
        (
            "backchannel authentication",
            |response| reading(client().backchannel_authentication(UserHint::Login("ada".into())), response),
            r#""auth_req_id":"A""#,
            "interval",
            &[],
        ),
        (
            "pushed authorization",
            |response| {
                let request = client().authorization_request("https://a.example/cb");
                reading(request.push_with([7; 96]).unwrap(), response)
            },
            r#""request_uri":"u""#,
            "expires_in",
            &[],
        ),
    ]
}

pub(crate) fn scenarios() -> Vec<Scenario> {
    let mut scenarios = Vec::new();
    for (name, read, essential, text, lists) in documents() {
        let mut add = |what: String, n: usize, member: Box<dyn Fn(usize) -> String>| {
            let body = move |n: usize| json(format!("{{{essential},{}}}", member(n)));
            scenarios.push(Scenario::new(format!("{name}: {what}"), n, move |n| read(body(n))));
        };
        add("members".to_owned(), MEMBERS, Box::new(members));
        add(format!("{text}, a text"), URL, Box::new(move |n| format!(r#""{text}":"{}""#, "x".repeat(n))));
        for list in lists {
            add((*list).to_owned(), ITEMS, Box::new(move |n| format!(r#""{list}":[{}]"#, texts(n))));
        }
    }
    scenarios.extend(others());
    scenarios
}

/// `"https://n00000.example/","https://n00001.example/",..`
fn urls(count: usize) -> String {
    joined(count, ",", |text, at| text.push_str(&format!(r#""https://n{at:05}.example/""#)))
}

fn metadata(members: &str) -> Response<Vec<u8>> {
    json(format!(r#"{{"issuer":"{ISSUER}","token_endpoint":"{ISSUER}/token",{members}}}"#))
}

/// Reads the two documents of an issuer into one.
fn merged(one: &str, other: &str) -> Work {
    let documents = [metadata(one), metadata(other)];
    Box::new(move || {
        let mut flow = Issuer::new(ISSUER).unwrap().discover().merge_documents();
        for document in &documents {
            assert!(matches!(flow.step(now()), Ok(Step::Send(_))));
            flow.receive(document.into(), now());
        }
        let Ok(Step::Done(metadata)) = flow.step(now()) else { panic!("there is a third document") };
        let metadata: ServerMetadata = metadata;
        print(&metadata);
    })
}

/// What is written from what was read, which is not measured.
fn then<C: Call<Output: Debug> + 'static, D: FnOnce(C::Output) + 'static>(
    call: C,
    response: Response<Vec<u8>>,
    then: D,
) -> Work {
    let read = call.decode((&response).into(), now()).unwrap();
    Box::new(move || then(read))
}

fn others() -> Vec<Scenario> {
    let issuer = || Issuer::new(ISSUER).unwrap();
    let resource = || ProtectedResource::new("https://a.example").unwrap().metadata();
    let registered = |members: &str| {
        let body = format!(
            r#"{{"client_id":"c","registration_client_uri":"{ISSUER}/c","registration_access_token":"t",{members}}}"#
        );
        json(body)
    };
    let update = |information: oauth_core::endpoint::ClientInformation| {
        let update = information.configuration().unwrap().update(information.metadata);
        print(&update.encode(now()).map(|request| request.body().len()));
    };
    vec![
        Scenario::new("metadata: mtls_endpoint_aliases", MEMBERS, move |n| {
            reading(issuer().openid_metadata(), metadata(&format!(r#""mtls_endpoint_aliases":{{{}}}"#, members(n))))
        }),
        Scenario::new("metadata: two documents with other members", MEMBERS, |n| {
            merged(&members(n), &members_after("x", n))
        }),
        Scenario::new("metadata: two documents with the same members", MEMBERS, |n| merged(&members(n), &members(n))),
        Scenario::new("metadata: two documents with one member many times", MEMBERS, |n| {
            merged(&members(n), &joined(n, ",", |text, _| text.push_str(r#""x":0"#)))
        }),
        Scenario::new("metadata: segments of an endpoint's path", URL / 5, move |n| {
            reading(
                issuer().openid_metadata(),
                metadata(&format!(r#""userinfo_endpoint":"{ISSUER}{}""#, "/a".repeat(n))),
            )
        }),
        Scenario::new("metadata: labels of an endpoint's host", URL / 3, move |n| {
            let member = format!(r#""userinfo_endpoint":"https://{}example/""#, "a.".repeat(n));
            reading(issuer().openid_metadata(), metadata(&member))
        }),
        Scenario::new("resource metadata: authorization_servers that can be asked", ITEMS / 10, move |n| {
            let body = format!(r#"{{"resource":"https://a.example","authorization_servers":[{}]}}"#, urls(n));
            reading(resource(), json(body))
        }),
        Scenario::new("resource metadata: two kinds of authorization_servers", ITEMS / 10, move |n| {
            let servers = format!("{},{}", urls(n), texts(n));
            let body = format!(r#"{{"resource":"https://a.example","authorization_servers":[{servers}]}}"#);
            reading(resource(), json(body))
        }),
        Scenario::new("registration: scope", ITEMS, |n| {
            let body = format!(r#"{{"client_id":"c","scope":"{}"}}"#, names(n, " "));
            reading(server().register(ClientMetadata::new()), json(body))
        }),
        Scenario::new("registration: segments of registration_client_uri", URL / 5, |n| {
            let body = format!(r#"{{"client_id":"c","registration_client_uri":"{}"}}"#, "/a/..".repeat(n));
            reading(server().register(ClientMetadata::new()), json(body))
        }),
        Scenario::new("registration: an update with the members that came", MEMBERS, move |n| {
            then(server().register(ClientMetadata::new()), registered(&members(n)), update)
        }),
        Scenario::new("registration: an update with the redirect_uris that came", ITEMS, move |n| {
            let member = format!(r#""redirect_uris":[{}]"#, texts(n));
            then(server().register(ClientMetadata::new()), registered(&member), update)
        }),
        Scenario::new("introspection: scope, a text", crate::tokens::SCOPES, |n| {
            let body = format!(r#"{{"active":true,"scope":"{}"}}"#, names(n, " "));
            reading(client().introspect(&Secret::new("t")), json(body))
        }),
        Scenario::new("device authorization: segments of verification_uri", URL / 5, |n| {
            let uri = "/a/..".repeat(n);
            let body = format!(r#"{{"device_code":"D","user_code":"U","verification_uri":"{uri}"}}"#);
            reading(client().device_authorization(), json(body))
        }),
        Scenario::new("application secret: members of previous", MEMBERS, |n| {
            let body = format!(r#"{{"secret":"s","previous":{{"secret":"t",{}}}}}"#, members(n));
            reading(application_secret(), json(body))
        }),
        Scenario::new("application: a grant that is not among many", ITEMS, |n| {
            let record = format!(r#"{{"id":"{ID}","tokenEndpointAuthMethod":"NONE","grantTypes":[{}]}}"#, texts(n));
            let environment = oauth_core::pingone::Environment::new(Region::Europe, ID).unwrap();
            then(
                environment.application(ID, oauth_core::token::AccessToken::bearer("w")).unwrap(),
                json(record),
                |application| {
                    let missing = application.require_grant(&GrantType::CIBA);
                    print(&missing);
                    black_box(missing.unwrap_err().to_string());
                    let client = application.public_client(Server::pingone(Region::Europe, ID).unwrap()).unwrap();
                    print(&client.client_credentials().encode(now()).map(|_| ()));
                },
            )
        }),
    ]
}
