//! A minimal browser: it opens a page and returns what the application receives.

use std::fmt::Write as _;

use http::Request;
use oauth_io::authorization::AuthorizationResponse;
use oauth_io::error::AuthorizationError;
use oauth_testkit::AuthorizationServer;

use super::world::CALLBACK;

/// What the application receives when the browser returns.
pub(crate) enum Returned {
    /// The URL of a redirect.
    Url(String),
    /// The body of a POST.
    FormPost(String),
}

impl Returned {
    pub(crate) fn read(&self) -> Result<AuthorizationResponse, AuthorizationError> {
        match self {
            Self::Url(url) => AuthorizationResponse::from_url(url),
            Self::FormPost(body) => AuthorizationResponse::from_form_post(body, CALLBACK),
        }
    }

    /// The URL of a redirect.
    pub(crate) fn url(&self) -> &str {
        match self {
            Self::Url(url) => url,
            Self::FormPost(_) => panic!("a form"),
        }
    }
}

/// Opens a page of the server, which redirects the browser back at once.
pub(crate) fn visit(server: &AuthorizationServer, url: &str) -> Returned {
    let page = server.handle(Request::get(url).body("").unwrap());
    let text = String::from_utf8(page.body().clone()).unwrap();
    if page.status() == 200 {
        return Returned::FormPost(submit(&text));
    }
    assert_eq!(page.status(), 302, "{text}");
    let url = page.headers()["location"].to_str().unwrap();
    assert_eq!(url.split(['?', '#']).next(), Some(CALLBACK));
    Returned::Url(url.to_owned())
}

/// The status and the text of a page that does not redirect.
pub(crate) fn stays(server: &AuthorizationServer, url: &str) -> (u16, String) {
    let page = server.handle(Request::get(url).body("").unwrap());
    assert!(!page.headers().contains_key("location"));
    (page.status().as_u16(), String::from_utf8(page.into_body()).unwrap())
}

/// The body that the form on the page posts.
fn submit(page: &str) -> String {
    assert!(page.contains(&format!("action=\"{CALLBACK}\"")), "{page}");
    let attribute = |field: &str, name: &str| {
        let value = field.split_once(&format!("{name}=\"")).unwrap().1.split('"').next().unwrap();
        encode(&value.replace("&quot;", "\"").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"))
    };
    let fields = page.split("<input ").skip(1);
    let pairs = fields.map(|field| format!("{}={}", attribute(field, "name"), attribute(field, "value")));
    pairs.collect::<Vec<_>>().join("&")
}

fn encode(text: &str) -> String {
    text.bytes().fold(String::new(), |mut encoded, byte| {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'*' | b'-' | b'.' | b'_' => encoded.push(byte.into()),
            b' ' => encoded.push('+'),
            _ => write!(encoded, "%{byte:02X}").unwrap(),
        }
        encoded
    })
}
