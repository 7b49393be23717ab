//! A headless browser. It stays at one server on loopback, whose pages it reads and whose forms it fills in.

use std::collections::BTreeMap;

use http::{Request, Response, header};
use oauth_io::Policy;
use oauth_isahc::blocking::{HttpTransport, Transport as _};

use crate::Outcome;
use crate::page::Page;

/// Who agrees to everything.
pub(crate) const USER: &str = "alice";
/// Who refuses whatever can be refused.
const REFUSER: &str = "bob";

/// More pages than any sign-in has.
const MOST_PAGES: usize = 20;

/// What the user presses to agree, the first one that a page has; a page with none of them has one button without a
/// name.
const ACCEPT: [(&str, &str); 3] = [("answer", "accept"), ("logout", "yes"), ("answer", "logout")];
/// What the user presses to refuse.
const REFUSE: [(&str, &str); 2] = [("answer", "deny"), ("abort", "yes")];
/// How the link ends that refuses as well.
const ABORT: &str = "/abort";

/// The browser, with its cookies, of one user.
pub(crate) struct Browser {
    /// The one server that it calls.
    home: String,
    transport: HttpTransport,
    cookies: BTreeMap<String, String>,
    user: User,
    /// How often the user had to type the password.
    passwords: usize,
}

/// Who sits before it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum User {
    Agrees,
    Refuses,
    HasRefused,
}

impl User {
    fn name(self) -> &'static str {
        match self {
            Self::Agrees => USER,
            Self::Refuses | Self::HasRefused => REFUSER,
        }
    }
}

/// Where it ended.
pub(crate) enum Arrival {
    /// It was sent away from the server, to this URL.
    Redirect(String),
    /// It was made to post this form somewhere else.
    FormPost(String),
    /// A page on which there is nothing more to do.
    Page(String),
}

/// What it loads next: a URL, and the form to post there.
struct Load {
    url: String,
    form: Option<String>,
}

impl Browser {
    /// The browser of somebody who agrees to everything.
    pub(crate) fn new(home: &str) -> Outcome<Self> {
        let transport = HttpTransport::with_policy(Policy::new().dangerous_allow_http_loopback())?;
        let (home, cookies) = (home.to_owned(), BTreeMap::new());
        Ok(Self { home, transport, cookies, user: User::Agrees, passwords: 0 })
    }

    /// The browser of somebody who refuses whatever can be refused.
    pub(crate) fn refusing(mut self) -> Self {
        self.user = User::Refuses;
        self
    }

    /// How often the user had to type the password.
    pub(crate) fn passwords(&self) -> usize {
        self.passwords
    }

    /// Opens `url`, and does what each page asks for.
    pub(crate) fn go(&mut self, url: &str) -> Outcome<Arrival> {
        let mut load = Load { url: url.to_owned(), form: None };
        for _ in 0..MOST_PAGES {
            if !self.is_home(&load.url) {
                return Ok(load.form.map_or(Arrival::Redirect(load.url), Arrival::FormPost));
            }
            let response = self.load(&load)?;
            let next = match response.headers().get(header::LOCATION) {
                Some(location) => Some(Load { url: self.resolve(&load.url, location.to_str()?), form: None }),
                None => self.act(&load.url, &Page::read(&String::from_utf8_lossy(response.body()))),
            };
            match next {
                Some(next) => load = next,
                None if response.status().is_success() => {
                    return Ok(Arrival::Page(String::from_utf8(response.into_body())?));
                }
                None => return Err(format!("the browser was shown an error: {}", response.status()).into()),
            }
        }
        Err("the browser is sent from page to page without an end".into())
    }

    fn load(&mut self, load: &Load) -> Outcome<Response<Vec<u8>>> {
        let cookies: Vec<_> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let request = Request::builder()
            .method(if load.form.is_some() { "POST" } else { "GET" })
            .uri(load.url.split('#').next().unwrap_or_default())
            .header(header::ACCEPT, "text/html")
            .header(header::COOKIE, cookies.join("; "))
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(load.form.clone().unwrap_or_default().into_bytes())?;
        let response = self.transport.send(request)?;
        for cookie in response.headers().get_all(header::SET_COOKIE) {
            let pair = cookie.to_str()?.split(';').next().unwrap_or_default();
            match pair.split_once('=') {
                Some((name, "")) => drop(self.cookies.remove(name)),
                Some((name, value)) => drop(self.cookies.insert(name.to_owned(), value.to_owned())),
                None => {}
            }
        }
        Ok(response)
    }

    /// What the user does on a page. `None` where there is nothing to do.
    fn act(&mut self, url: &str, page: &Page) -> Option<Load> {
        match self.user {
            User::Agrees => self.submit(url, page, press(page, &ACCEPT)),
            User::Refuses => {
                if let Some(button) = press(page, &REFUSE) {
                    self.user = User::HasRefused;
                    return self.submit(url, page, Some(button));
                }
                let Some(abort) = page.links.iter().find(|link| link.ends_with(ABORT)) else {
                    return self.submit(url, page, None);
                };
                self.user = User::HasRefused;
                Some(Load { url: self.resolve(url, abort), form: None })
            }
            // The server may ask once more, but all that is left to do is to go elsewhere.
            User::HasRefused => self.submit(url, page, None).filter(|load| !self.is_home(&load.url)),
        }
    }

    /// Fills in the form and sends it by this button.
    fn submit(&mut self, url: &str, page: &Page, button: Option<(&str, &str)>) -> Option<Load> {
        let form = page.form.as_ref()?;
        let mut fields = form.fields.clone();
        for (name, value) in &mut fields {
            match name.as_str() {
                "login" => self.user.name().clone_into(value),
                "password" => {
                    *value = format!("{}-password", self.user.name());
                    self.passwords += 1;
                }
                _ => {}
            }
        }
        fields.extend(button.map(|(name, value)| (name.to_owned(), value.to_owned())));
        Some(Load { url: self.resolve(url, &form.action), form: Some(serde_urlencoded::to_string(fields).ok()?) })
    }

    fn is_home(&self, url: &str) -> bool {
        url.strip_prefix(&self.home).is_some_and(|path| path.starts_with('/'))
    }

    /// The URL that `to` means on the page `url`.
    fn resolve(&self, url: &str, to: &str) -> String {
        match to {
            "" => url.to_owned(),
            path if path.starts_with('/') => format!("{}{path}", self.home),
            url => url.to_owned(),
        }
    }
}

/// The first of these buttons that a page has.
fn press<'b>(page: &Page, buttons: &[(&'b str, &'b str)]) -> Option<(&'b str, &'b str)> {
    let has = |(name, value): &(&str, &str)| page.buttons.iter().any(|button| button.0 == *name && button.1 == *value);
    buttons.iter().copied().find(has)
}

impl Arrival {
    /// The URL that it was redirected to.
    pub(crate) fn redirect(self) -> Outcome<String> {
        match self {
            Self::Redirect(url) => Ok(url),
            _ => Err("the browser was not redirected".into()),
        }
    }

    /// The form that it was made to post.
    pub(crate) fn form_post(self) -> Outcome<String> {
        match self {
            Self::FormPost(body) => Ok(body),
            _ => Err("the browser was not made to post a form".into()),
        }
    }

    /// The page that it stayed at.
    pub(crate) fn page(self) -> Outcome<String> {
        match self {
            Self::Page(page) => Ok(page),
            _ => Err("the browser was sent away from the server".into()),
        }
    }
}
