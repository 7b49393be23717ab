//! The memory cost of reading a response, whatever its contents: it keeps at most twice its size and 1 KiB, and allocates
//! at most six times its size. A shorter one may allocate 512 KiB for a list of many short items. This is a separate program
//! because it counts every allocation.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use std::alloc::System;
use std::any::Any;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use http::Response;
use oauth_core::endpoint::{ClientMetadata, ProtectedResource, UserHint};
use oauth_core::pingone::Region;
use oauth_core::{Call, Client, ClientAuthentication, Endpoint, Issuer, Secret, Server};
use stats_alloc::{INSTRUMENTED_SYSTEM, StatsAlloc};

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// The maximum size of a body, and the size of most tested bodies: counting takes time.
const LARGEST: usize = 1024 * 1024;
const USUAL: usize = 256 * 1024;
/// A list may have 10,000 items. Its room doubles as it grows, to that of 16,384 items of 32 bytes: far more than a body
/// of 20 KB that is nothing but such a list, and less than a longer body allocates anyway.
const ITEMS: usize = 16_384 * 32;

type Decode = Box<dyn Fn(&Response<Vec<u8>>) -> Box<dyn Any>>;

fn now() -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(1_795_349_000)
}

fn decode<C: Call + 'static>(call: C) -> Decode
where
    C::Output: 'static,
{
    Box::new(move |response| Box::new(call.decode(response.into(), now())))
}

/// Each response: its name, its reader, its essential members, a string member and a list member.
fn responses() -> Vec<(&'static str, Decode, &'static str, &'static str, &'static str)> {
    let server = Server::pingone(Region::Europe, "abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6").unwrap();
    let server = server.with_endpoint(Endpoint::Registration, "https://a.example/register").unwrap();
    let client = Client::new(server.clone(), "id", ClientAuthentication::client_secret_basic("secret")).unwrap();
    let token = Secret::new("t0ken");
    let limited = client.refresh_token(&token).original_scope("a b c");
    let pushed = client.authorization_request("https://a.example/cb").push_with([7; 96]).unwrap();
    let metadata = Issuer::new("https://a.example").unwrap().openid_metadata();
    let resource = ProtectedResource::new("https://a.example").unwrap().metadata();
    let ada = UserHint::Login("ada".into());
    vec![
        ("tokens", decode(client.client_credentials()), r#""access_token":"A""#, "id_token", "scope"),
        ("a refresh", decode(limited), r#""access_token":"A""#, "issued_token_type", "scope"),
        (
            "device",
            decode(client.device_authorization()),
            r#""device_code":"D","user_code":"U","verification_uri":"https://a.example""#,
            "verification_uri_complete",
            "interval",
        ),
        ("ciba", decode(client.backchannel_authentication(ada)), r#""auth_req_id":"A""#, "interval", "interval"),
        ("pushed", decode(pushed), r#""request_uri":"u""#, "expires_in", "expires_in"),
        ("introspection", decode(client.introspect(&token)), r#""active":true"#, "username", "aud"),
        ("userinfo", decode(client.userinfo_with(&token)), r#""sub":"s""#, "picture", "name"),
        ("registration", decode(server.register(ClientMetadata::new())), r#""client_id":"c""#, "logo_uri", "contacts"),
        ("metadata", decode(metadata), r#""issuer":"https://a.example""#, "jwks_uri", "scopes_supported"),
        ("resource", decode(resource), r#""resource":"https://a.example""#, "resource_name", "authorization_servers"),
    ]
}

/// A text of at most `room` bytes made of `part`.
fn filled(part: &str, room: usize) -> String {
    part.repeat(room / part.len())
}

/// `[item,item,..]`
fn list(item: &str, room: usize) -> String {
    let items = filled(&format!("{item},"), room - 4);
    format!("[{}]", items.trim_end_matches(','))
}

/// Values that careless code would turn into much more memory than body.
fn hostile(room: usize) -> Vec<(&'static str, String)> {
    let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    let some = |item: &str| list(item, 10_000 * (item.len() + 1)).chars().take(room).collect::<String>();
    let long = format!("\"{}\"", "y".repeat(98));
    let mut values = vec![
        ("numbers", list("1", room)),
        ("empty lists", list("[]", room)),
        ("empty objects", list("{}", room)),
        ("nested lists", list(&nested(30), room)),
        ("one deep list", nested(room / 2)),
        ("texts of one letter", list("\"a\"", room)),
        ("escaped letters", list("\"\\u0061\"", room)),
        ("members", list("{\"a\":0}", room)),
        ("a long text", format!("\"{}\"", filled("z", room - 2))),
        ("a long escaped text", format!("\"{}\"", filled("\\n", room - 2))),
        ("a text of escapes", format!("\"{}\"", filled("\\u0061", room - 2))),
        ("a text of scopes", format!("\"{}\"", filled("a ", room - 2))),
        ("a text of long scopes", format!("\"{}\"", filled(&format!("{} ", "s".repeat(120)), room - 2))),
        ("a text of commas", format!("\"{}\"", filled("a,", room - 2))),
    ];
    values.push(("as many texts as are read", some(&long)));
    values.push(("as many numbers as are read", some("1")));
    values.push(("urls", some("\"https://a.example/0123456789\"")));
    values.retain(|(_, value)| value.ends_with(['"', ']']));
    values
}

fn bodies(size: usize, essential: &str, text: &str, items: &str) -> Vec<(String, Vec<u8>)> {
    let mut bodies = Vec::new();
    for (what, value) in hostile(size - 400) {
        for member in ["x", text, items] {
            bodies.push((format!("{what} in {member}"), format!("{{{essential},\"{member}\":{value}}}").into_bytes()));
        }
        if size < LARGEST {
            continue;
        }
        bodies.push((format!("an error with {what}"), format!("{{\"error\":\"e\",\"x\":{value}}}").into_bytes()));
        bodies.push((format!("{what} as an error"), format!("{{\"error\":{value}}}").into_bytes()));
        bodies.push((
            format!("{what} described"),
            format!("{{\"error\":\"e\",\"error_description\":{value}}}").into_bytes(),
        ));
        bodies.push((format!("{what} alone"), value.into_bytes()));
    }
    let long = filled("v", size / 1_000 - 20);
    let many = |name: &dyn Fn(usize) -> String| {
        let members: Vec<String> = (0..990).map(|n| format!("\"{}\":\"{long}\"", name(n))).collect();
        format!("{{{essential},{}}}", members.join(","))
    };
    bodies.push(("many members".into(), many(&|n| format!("m{n}")).into_bytes()));
    bodies.push(("one name many times".into(), many(&|_| items.to_owned()).into_bytes()));
    bodies.push(("short members".into(), format!("{{{}\"a\":0}}", filled("\"a\":0,", size - 20)).into_bytes()));
    let form = essential.replace("\":\"", "=").replace("\",\"", "&").replace('"', "");
    for (what, part) in [("a form of names", "a&"), ("a form of pairs", "a=&"), ("a form of escapes", "%61")] {
        bodies.push((what.into(), format!("{form}&{items}={}", filled(part, size - 400)).into_bytes()));
    }
    let broken = |places: usize| {
        let mut body = format!("{{{essential},\"{text}\":\"").into_bytes();
        body.extend(filled("z", size - 400 - places).into_bytes());
        body.extend(vec![0xff; places]);
        body.extend(b"\"}");
        body
    };
    bodies.push(("a damaged text".into(), broken(4_000)));
    bodies.push(("a destroyed text".into(), broken(size - 400)));
    bodies.push(("a page".into(), format!("<title>{}</title>", filled("t", size - 100)).into_bytes()));
    bodies.push(("white space".into(), vec![b' '; size]));
    bodies.push(("too much".into(), vec![b'['; 4 * size]));
    bodies
}

fn live() -> usize {
    let stats = ALLOCATOR.stats();
    stats.bytes_allocated - stats.bytes_deallocated
}

#[test]
fn the_memory_cost_of_a_response_is_bounded() {
    for (name, decode, essential, text, items) in responses() {
        let size = if name == "tokens" { LARGEST } else { USUAL };
        for (what, body) in bodies(size, essential, text, items) {
            let size = body.len();
            for status in [200, 400].into_iter().take(if what.contains(" in ") { 1 } else { 2 }) {
                let response = Response::builder().status(status).body(body.clone()).unwrap();
                let (before, allocated) = (live(), ALLOCATOR.stats().bytes_allocated);
                let result = decode(&response);
                let kept = live() - before;
                let spent = ALLOCATOR.stats().bytes_allocated - allocated;
                drop(result);
                assert!(live() <= before, "{name}, {what}: something stays");
                let what = format!("{name}, {status}, {what}, {size} bytes: keeps {kept}, allocates {spent}");
                assert!(kept <= 2 * size + 1024, "{what}");
                let most = if size < USUAL / 2 { 5 * size + ITEMS } else { 6 * size };
                assert!(spent <= most, "{what}, and may allocate {most}");
            }
        }
    }
}
