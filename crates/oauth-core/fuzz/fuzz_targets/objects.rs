//! The members of a JSON object: they are those that `serde_json` reads, verbatim, and an object that it reads is read.

#![no_main]

use std::fmt;

use http::{HeaderMap, StatusCode};
use libfuzzer_sys::fuzz_target;
use oauth_core::call::Response;
use oauth_core_fuzz::check;
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

/// The most members that are read.
const MOST: usize = 1_000;

fuzz_target!(|data: &[u8]| check::run(data, run));

fn run(data: &[u8]) {
    if data.starts_with(b"\xef\xbb\xbf")
        || std::str::from_utf8(data).is_err()
        || !data.trim_ascii_start().starts_with(b"{")
    {
        return;
    }
    let known = serde_json::from_slice::<Members>(data).ok().map(|Members(members)| members);
    let headers = HeaderMap::new();
    match Response::new(StatusCode::OK, &headers, data).object() {
        Ok(found) => {
            let mut known = known.expect("serde_json reads it");
            // An `error` without a code is left out.
            known.retain(|(name, _)| name != "error");
            let names: Vec<&str> = known.iter().map(|(name, _)| name.as_str()).collect();
            assert_eq!(found.names().collect::<Vec<_>>(), names);
            for (at, (name, value)) in known.iter().enumerate() {
                if !names[..at].contains(&name.as_str()) {
                    assert_eq!(found.get_json(name), Some(value.get()));
                    assert_eq!(found.get::<String>(name), serde_json::from_str(value.get()).ok());
                }
            }
        }
        Err(_) => {
            let refused = |members: &[(String, Box<RawValue>)]| {
                members.len() > MOST || members.iter().any(|(name, _)| name == "error")
            };
            assert!(known.is_none_or(|known| refused(&known)), "serde_json reads it");
        }
    }
}

struct Members(Vec<(String, Box<RawValue>)>);

impl<'de> Deserialize<'de> for Members {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Object;

        impl<'de> Visitor<'de> for Object {
            type Value = Members;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Members, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(Members(members))
            }
        }

        deserializer.deserialize_map(Object)
    }
}
