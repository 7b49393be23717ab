//! What a server registered, and the management of it.

#![no_main]

use std::fmt;

use libfuzzer_sys::fuzz_target;
use oauth_core::endpoint::{ClientConfiguration, ClientInformation, ClientMetadata};
use oauth_core::{Call as _, Client, DecodeError};
use oauth_core_fuzz::check::{self, SENT};
use oauth_core_fuzz::party::{self, HOST};
use oauth_core_fuzz::{input, web};
use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, Visitor};

const SECRET: &[&str] = &["client_secret", "registration_access_token", "software_statement"];
/// What an update must not send (RFC 7592 §2.2).
const NOT_SENT: [&str; 4] =
    ["client_id_issued_at", "client_secret_expires_at", "registration_access_token", "registration_client_uri"];

fuzz_target!(|data: &[u8]| check::run(data, run));

fn run(data: &[u8]) {
    let (mut options, rest) = input::read(data);
    let kind = options.choose(4);
    let now = party::time(&mut options);
    let server = party::server().with_dialect(party::dialect(&mut options));
    let response = input::response(rest, SECRET, r#""client_id":"c","#);
    let configuration = ClientConfiguration::new(&server, "c", "https://as.example/c/7", SENT).unwrap();
    let metadata = || ClientMetadata::new().client_name("n").software_statement(SENT);
    let read: Result<ClientInformation, DecodeError> = match kind {
        0 => {
            let call = server.register(metadata()).initial_access_token(SENT);
            check::request("call", &call);
            web::goes_to(call.encode(now).unwrap().uri(), HOST);
            call.decode((&response).into(), now)
        }
        1 => configuration.read().decode((&response).into(), now),
        2 => configuration.update(metadata()).decode((&response).into(), now),
        _ => {
            let result = configuration.delete().decode((&response).into(), now);
            assert_eq!(result.is_ok(), response.status().is_success());
            if let Err(error) = result {
                check::decode_error(&error, now);
            }
            return;
        }
    };
    let information = match read {
        Ok(information) => information,
        Err(error) => return check::decode_error(&error, now),
    };
    check::debug("information", &information);
    check::debug("metadata", &information.metadata);
    [information.client_id_issued_at, information.client_secret_expires_at].into_iter().for_each(check::time);
    if let Some(url) = information.registration_client_uri() {
        web::goes_to(&url.parse().unwrap(), HOST);
    }
    match Client::registered(server, &information) {
        Ok(client) => check::debug("client", &client),
        Err(error) => check::message("client", &error),
    }
    let Some(configuration) = information.configuration() else { return };
    check::debug("configuration", &configuration);
    // What was read is sent back with one change.
    let update = configuration.update(information.metadata.clone().client_name("another"));
    check::debug("update", &update);
    match update.encode(now) {
        Ok(request) => {
            check::debug("headers", request.headers());
            let Names(names) = serde_json::from_slice(request.body()).unwrap();
            let twice = names.iter().enumerate().find(|(at, name)| names[..*at].contains(name));
            assert_eq!(twice, None, "a name stands twice in the request");
            assert!(!names.iter().any(|name| NOT_SENT.contains(&name.as_str())), "{names:?}");
        }
        Err(error) => check::message("update", &error),
    }
}

/// The names of the members of an object, in their order.
struct Names(Vec<String>);

impl<'de> Deserialize<'de> for Names {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Each;
        impl<'de> Visitor<'de> for Each {
            type Value = Names;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Names, A::Error> {
                let mut names = Vec::new();
                while let Some((name, IgnoredAny)) = map.next_entry()? {
                    names.push(name);
                }
                Ok(Names(names))
            }
        }
        deserializer.deserialize_map(Each)
    }
}
