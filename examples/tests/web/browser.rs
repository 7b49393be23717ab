//! A browser that knows cookies, redirects and forms that post themselves, as far as the web example needs it.

use std::collections::BTreeMap;

use http::{Request, Response, StatusCode, header};
use oauth_reqwest::{HttpTransport, Policy, Transport as _};

/// More pages than any sign-in has.
const MOST_PAGES: usize = 10;

/// The browser of one user.
pub(crate) struct Browser {
    transport: HttpTransport,
    /// The one site that sets cookies.
    origin: String,
    /// By their names: the pair as it is sent, and whether it goes with a form of another site.
    pub(crate) cookies: BTreeMap<String, (String, bool)>,
}

/// A page, and where it is.
#[derive(Debug)]
pub(crate) struct Page {
    pub(crate) url: String,
    pub(crate) status: StatusCode,
    pub(crate) text: String,
}

/// What is loaded next.
#[derive(Debug, Clone)]
pub(crate) struct Load {
    pub(crate) url: String,
    form: Option<String>,
    /// Whether a page of another site caused it.
    foreign: bool,
}

impl Browser {
    pub(crate) fn new(origin: &str) -> Self {
        let transport = HttpTransport::with_policy(Policy::new().dangerous_allow_http_loopback()).unwrap();
        Self { transport, origin: origin.to_owned(), cookies: BTreeMap::new() }
    }

    /// Opens a page, and goes wherever it leads.
    pub(crate) async fn go(&mut self, url: &str) -> Page {
        self.follow(Load { url: url.to_owned(), form: None, foreign: false }).await
    }

    /// Presses a button of our own page, or of another site's.
    pub(crate) async fn post(&mut self, url: &str, foreign: bool) -> Page {
        self.follow(Load { url: url.to_owned(), form: Some(String::new()), foreign }).await
    }

    /// Opens a page, and goes on until the next page would be one of our own again: the callback, not yet loaded.
    pub(crate) async fn until_callback(&mut self, url: &str) -> Load {
        let mut load = Load { url: url.to_owned(), form: None, foreign: false };
        for _ in 0..MOST_PAGES {
            let response = self.load(&load).await;
            load = self.next(&load, &response).expect("the page leads on");
            if load.url.starts_with(&format!("{}/callback/", self.origin)) {
                return load;
            }
        }
        panic!("the browser never came back");
    }

    pub(crate) async fn follow(&mut self, mut load: Load) -> Page {
        for _ in 0..MOST_PAGES {
            let response = self.load(&load).await;
            match self.next(&load, &response) {
                Some(next) => load = next,
                None => {
                    let text = String::from_utf8(response.body().clone()).unwrap();
                    return Page { url: load.url, status: response.status(), text };
                }
            }
        }
        panic!("the browser is sent from page to page without an end");
    }

    fn is_ours(&self, url: &str) -> bool {
        url.strip_prefix(&self.origin).is_some_and(|path| path.starts_with('/'))
    }

    async fn load(&mut self, load: &Load) -> Response<Vec<u8>> {
        let ours = self.is_ours(&load.url);
        let mut request = Request::builder().method(if load.form.is_some() { "POST" } else { "GET" }).uri(&load.url);
        if load.form.is_some() {
            request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        }
        // A form of another site goes with `SameSite=None` alone.
        let all = !load.foreign || load.form.is_none();
        let cookies = self.cookies.values().filter(|(_, everywhere)| all || *everywhere).map(|(pair, _)| pair.as_str());
        let cookies = cookies.collect::<Vec<_>>().join("; ");
        if ours && !cookies.is_empty() {
            request = request.header(header::COOKIE, cookies);
        }
        let body = load.form.clone().unwrap_or_default().into_bytes();
        let response = self.transport.send(request.body(body).unwrap()).await.unwrap();
        for cookie in response.headers().get_all(header::SET_COOKIE) {
            assert!(ours, "{cookie:?}");
            self.set(cookie.to_str().unwrap());
        }
        response
    }

    fn set(&mut self, cookie: &str) {
        let (pair, attributes) = cookie.split_once("; ").unwrap();
        let attributes: Vec<_> = attributes.split("; ").collect();
        let (name, value) = pair.split_once('=').unwrap();
        // What a browser demands of this prefix, also of the cookie that removes one.
        assert!(name.starts_with("__Host-"), "{cookie}");
        for attribute in ["Path=/", "Secure", "HttpOnly"] {
            assert!(attributes.contains(&attribute), "{attribute}: {cookie}");
        }
        assert!(!attributes.iter().any(|each| each.starts_with("Domain")), "{cookie}");
        assert!(cookie.len() < 4096, "no browser keeps that");
        if value.is_empty() || attributes.contains(&"Max-Age=0") {
            self.cookies.remove(name);
        } else {
            self.cookies.insert(name.to_owned(), (pair.to_owned(), attributes.contains(&"SameSite=None")));
        }
    }

    /// Where a redirect leads, or a form that a script posts at once.
    fn next(&self, load: &Load, response: &Response<Vec<u8>>) -> Option<Load> {
        let from_ours = self.is_ours(&load.url);
        let go = |url: &str, form| {
            let url = if url.starts_with('/') { format!("{}{url}", origin(&load.url)) } else { url.to_owned() };
            Some(Load { foreign: !from_ours, url, form })
        };
        if let Some(location) = response.headers().get(header::LOCATION) {
            return go(location.to_str().unwrap(), None);
        }
        let page = std::str::from_utf8(response.body()).unwrap();
        if !page.contains(".submit()") {
            return None;
        }
        let action = between(page, "action=\"", "\"")?.to_owned();
        let fields = page.split("<input ").skip(1).filter_map(|input| {
            Some((between(input, "name=\"", "\"")?.to_owned(), between(input, "value=\"", "\"")?.replace("&amp;", "&")))
        });
        let fields: Vec<_> = fields.map(|(name, value)| format!("{name}={}", encode(&value))).collect();
        go(&action, Some(fields.join("&")))
    }
}

impl Load {
    /// The same response, at another place or with another value.
    pub(crate) fn replace(&self, from: &str, to: &str) -> Self {
        assert!(self.url.contains(from), "{from} in {}", self.url);
        Self { url: self.url.replace(from, to), ..self.clone() }
    }
}

fn origin(url: &str) -> &str {
    let end = url.match_indices('/').nth(2).map_or(url.len(), |(at, _)| at);
    &url[..end]
}

fn between<'t>(text: &'t str, before: &str, after: &str) -> Option<&'t str> {
    let (_, rest) = text.split_once(before)?;
    Some(rest.split_once(after)?.0)
}

fn encode(value: &str) -> String {
    value
        .bytes()
        .map(|byte| match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' => char::from(byte).to_string(),
            other => format!("%{other:02X}"),
        })
        .collect()
}
