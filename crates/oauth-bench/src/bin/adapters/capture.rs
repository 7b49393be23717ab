//! What a side sends.

use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::thread;

use crate::server::{length_of, response};
use crate::side::named;

/// The lines of one request of the side with this name, sorted: engines write the headers in different orders.
pub(crate) fn request(name: &str) -> Vec<String> {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let read = thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut request = Vec::new();
        let mut chunk = [0; 4096];
        while length_of(&request).is_none_or(|length| request.len() < length) {
            let length = stream.read(&mut chunk).unwrap();
            request.extend_from_slice(&chunk[..length]);
        }
        stream.write_all(&response()).unwrap();
        request
    });
    named(name, &format!("http://127.0.0.1:{port}/as/token")).repeat(1);
    let request = String::from_utf8(read.join().unwrap()).unwrap().replace(&port.to_string(), "PORT");
    let mut lines: Vec<String> = request.split("\r\n").map(lower_name).collect();
    lines.sort_unstable();
    lines
}

/// The name of a header means the same in upper and lower case.
fn lower_name(line: &str) -> String {
    match line.split_once(": ") {
        Some((name, value)) => format!("{}: {value}", name.to_ascii_lowercase()),
        None => line.to_owned(),
    }
}
