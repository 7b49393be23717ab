//! A web application, on axum, whose users sign in at one of two providers. `README.md` in this folder says the same in
//! words. It runs until you end it, with two providers of its own, at which Alice is signed in already.

use std::error::Error;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use axum::Router;
use axum::body::Bytes;
use axum::extract::{FromRef, Path, State};
use axum::http::{StatusCode, Uri};
use axum::response::{Html, IntoResponse as _, Redirect, Response};
use axum::routing::{get, post};
use axum_extra::extract::PrivateCookieJar;
use axum_extra::extract::cookie::{Cookie, Key, SameSite};
use oauth_examples::{ID, SECRET};
use oauth_reqwest::authorization::{AuthorizationRedirect, AuthorizationResponse, AuthorizationSession, Authorized};
use oauth_reqwest::error::AuthorizationError;
use oauth_reqwest::{
    AnyTransport, Client, ClientAuthentication, HttpTransport, Issuer, Policy, Server, Transport as _,
};
use oauth_reqwest::{run, send};
use oauth_testkit::{AuthorizationServer, RegisteredClient, TestServer, User};
use tokio::net::TcpListener;

/// Who takes longer to sign in begins anew.
pub(crate) const LONGEST: Duration = Duration::from_secs(10 * 60);
/// A browser keeps so many sign-ins at once: a header of many cookies is refused by proxies.
pub(crate) const MOST_AT_ONCE: usize = 4;

/// `__Host-`: a browser takes such a cookie from this very host alone, over https or loopback, and not from its neighbours.
const SIGN_IN: &str = "__Host-sign-in-";
const USER: &str = "__Host-user";

/// What every request sees. The key is in the configuration of all instances; a new one signs everybody out.
#[derive(Clone)]
pub(crate) struct App {
    pub(crate) origin: String,
    pub(crate) providers: Arc<[Provider]>,
    pub(crate) transport: AnyTransport,
    pub(crate) key: Key,
}

/// A provider, with the client that is registered there.
pub(crate) struct Provider {
    /// In the paths of this application: each provider has a redirect URI of its own.
    pub(crate) name: &'static str,
    pub(crate) client: Client,
    /// Whether the response comes as a form that the browser posts, so that no code is in a URL.
    pub(crate) form_post: bool,
}

/// What the user is told. It is plain text: nothing in it can be markup, whoever wrote it.
type Failure = (StatusCode, String);

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let origin = format!("http://localhost:{}", listener.local_addr()?.port());
    let transport = AnyTransport::new(HttpTransport::with_policy(Policy::new().dangerous_allow_http_loopback())?);

    let (one, two) = (TestServer::start(provider(&origin, "one"))?, TestServer::start(provider(&origin, "two"))?);
    let providers = [
        Provider { name: "one", client: client(&transport, &one.issuer()).await?, form_post: false },
        Provider { name: "two", client: client(&transport, &two.issuer()).await?, form_post: true },
    ];
    println!("Open {origin}/");
    let app = App { origin, providers: providers.into(), transport, key: Key::generate() };
    Ok(axum::serve(listener, router(app)).await?)
}

pub(crate) fn router(app: App) -> Router {
    Router::new()
        .route("/", get(home))
        .route("/sign-in/{provider}", get(sign_in))
        .route("/callback/{provider}", get(callback).post(callback_by_post))
        .route("/sign-out", post(sign_out))
        .with_state(app)
}

async fn home(State(app): State<App>, jar: PrivateCookieJar) -> Html<String> {
    Html(match user(&jar) {
        Some((provider, name, _)) => format!(
            "<p>Signed in as {} at {}.</p><form method=post action=/sign-out><button>Sign out</button></form>",
            escape(&name),
            escape(&provider)
        ),
        None => {
            app.providers.iter().map(|each| format!("<a href=/sign-in/{0}>Sign in at {0}</a> ", each.name)).collect()
        }
    })
}

/// Sends the browser to the provider. What belongs to this sign-in goes into a cookie of its own, named after its `state`:
/// two tabs do not disturb each other.
async fn sign_in(
    State(app): State<App>,
    jar: PrivateCookieJar,
    Path(name): Path<String>,
) -> Result<(PrivateCookieJar, Redirect), Failure> {
    let provider = app.provider(|each| each.name == name)?;
    let redirect_uri = format!("{}/callback/{}", app.origin, provider.name);
    let mut request = provider.client.authorization_request(redirect_uri).scope("openid profile");
    if provider.form_post {
        request = request.response_mode("form_post");
    }
    let AuthorizationRedirect { url, session, .. } = request.begin().map_err(ours)?;
    let kept = serde_json::to_string(&(app.now(), &session)).map_err(ours)?;
    let cookie = sign_in_cookie(session.state(), kept, provider);
    Ok((make_room(jar).add(cookie), Redirect::to(&url)))
}

async fn callback(State(app): State<App>, jar: PrivateCookieJar, uri: Uri) -> Result<Response, Failure> {
    finish(&app, jar, AuthorizationResponse::from_url(&uri.to_string())).await
}

async fn callback_by_post(
    State(app): State<App>,
    jar: PrivateCookieJar,
    uri: Uri,
    body: Bytes,
) -> Result<Response, Failure> {
    finish(&app, jar, AuthorizationResponse::from_form_post(body, &uri.to_string())).await
}

/// Brings a sign-in to its end. An `Err` leaves the cookies as they are: a response that anybody can have forged does not
/// end the sign-in that the user is in the middle of.
async fn finish(
    app: &App,
    jar: PrivateCookieJar,
    response: Result<AuthorizationResponse, AuthorizationError>,
) -> Result<Response, Failure> {
    let response = response.map_err(|error| (StatusCode::BAD_REQUEST, error.to_string()))?;
    let begin_anew =
        |text: &str| (StatusCode::BAD_REQUEST, format!("{text}: please sign in again, from {}/", app.origin));

    // The cookie says that it was this browser that began; the `state` says which of its sign-ins this is.
    let name = format!("{SIGN_IN}{}", response.state().unwrap_or_default());
    let kept = jar.get(&name).ok_or_else(|| begin_anew("this browser began no such sign-in"))?;
    let (began_at, session): (SystemTime, AuthorizationSession) =
        serde_json::from_str(kept.value()).map_err(|_| begin_anew("this sign-in began before an update"))?;
    // Written inside of the encryption: the browser may keep a cookie for longer than it was told.
    if app.now().duration_since(began_at).unwrap_or_default() > LONGEST {
        return Ok((remove(jar, &name), begin_anew("this sign-in took too long")).into_response());
    }

    let provider = app.provider(|each| each.client.server().issuer().map(Issuer::as_str) == Some(session.issuer()))?;
    let authorized = match session.receive(&provider.client, response) {
        Ok(authorized) => authorized,
        // The error has the session in it, for a program that keeps it on the server. Here the cookie still has it.
        Err(error) if !error.ends_sign_in() => return Err((StatusCode::BAD_REQUEST, error.to_string())),
        Err(error) => {
            let failure = (StatusCode::FORBIDDEN, error.to_string());
            return Ok((remove(jar, &name), failure).into_response());
        }
    };
    // From here on the code is used up, and with it the sign-in.
    let jar = remove(jar, &name);
    Ok(match redeem(app, provider, authorized).await {
        Ok(user) => (jar.add(user), Redirect::to("/")).into_response(),
        Err(failure) => (jar, failure).into_response(),
    })
}

/// Redeems the code, and makes the cookie of the user who is signed in now.
async fn redeem(app: &App, provider: &Provider, authorized: Authorized) -> Result<Cookie<'static>, Failure> {
    let failure = |text: String| (StatusCode::BAD_GATEWAY, text);
    let tokens = send(&app.transport, &authorized.authorization_code()).await;
    let tokens = tokens.map_err(|error| failure(error.to_string()))?;
    let claims = tokens.id_token_claims().ok_or_else(|| failure("the provider did not say who you are".to_owned()))?;
    // Here an application looks its user up, by issuer and subject; a name is for people to read.
    let name = claims.name().unwrap_or(claims.subject());
    let id_token = tokens.id_token.as_ref().map(|token| token.expose());
    let kept = serde_json::to_string(&(provider.name, name, id_token)).map_err(ours)?;
    Ok(cookie(USER.to_owned(), kept, SameSite::Lax))
}

/// Ends the session here, and then the one at the provider. Only a POST of our own pages does so: `SameSite=Lax` keeps the
/// cookie from those of others.
async fn sign_out(State(app): State<App>, jar: PrivateCookieJar) -> Result<(PrivateCookieJar, Redirect), Failure> {
    let Some((name, _, id_token)) = user(&jar) else { return Ok((jar, Redirect::to("/"))) };
    let provider = app.provider(|each| each.name == name)?;
    let mut request = provider.client.end_session().post_logout_redirect_uri(format!("{}/", app.origin));
    if let Some(id_token) = id_token {
        request = request.id_token_hint(id_token);
    }
    // A provider without such an endpoint leaves the user signed in there.
    let next = request.url().unwrap_or_else(|_| "/".to_owned());
    Ok((remove(jar, USER), Redirect::to(&next)))
}

impl App {
    fn provider(&self, is_it: impl Fn(&Provider) -> bool) -> Result<&Provider, Failure> {
        let none = || (StatusCode::NOT_FOUND, "there is no such provider".to_owned());
        self.providers.iter().find(|each| is_it(each)).ok_or_else(none)
    }

    fn now(&self) -> SystemTime {
        self.transport.now().wall()
    }
}

/// The cookie of a sign-in comes back with a request that another site caused. `Lax` allows that for a link or a redirect; a
/// form that the provider's page posts needs `None`. With `Strict`, no sign-in would ever find its cookie.
fn sign_in_cookie(state: &str, value: String, provider: &Provider) -> Cookie<'static> {
    let same_site = if provider.form_post { SameSite::None } else { SameSite::Lax };
    let mut cookie = cookie(format!("{SIGN_IN}{state}"), value, same_site);
    cookie.set_max_age(LONGEST.try_into().ok());
    cookie
}

fn cookie(name: String, value: String, same_site: SameSite) -> Cookie<'static> {
    Cookie::build((name, value)).path("/").secure(true).http_only(true).same_site(same_site).build()
}

/// Removes the oldest sign-ins of a browser that has many under way.
fn make_room(jar: PrivateCookieJar) -> PrivateCookieJar {
    let began_at = |each: &Cookie<'_>| serde_json::from_str::<(SystemTime, AuthorizationSession)>(each.value()).ok();
    let mut under_way: Vec<_> = jar.iter().filter(|each| each.name().starts_with(SIGN_IN)).collect();
    under_way.sort_by_key(|each| began_at(each).map(|(began_at, _)| began_at));
    let surplus = (under_way.len() + 1).saturating_sub(MOST_AT_ONCE);
    under_way.iter().take(surplus).fold(jar, |jar, each| remove(jar, each.name()))
}

/// A browser takes the removal of a `__Host-` cookie too only if it is secure and for all paths.
fn remove(jar: PrivateCookieJar, name: &str) -> PrivateCookieJar {
    jar.remove(cookie(name.to_owned(), String::new(), SameSite::Lax))
}

/// The provider of the user, the name, and the ID token.
fn user(jar: &PrivateCookieJar) -> Option<(String, String, Option<String>)> {
    serde_json::from_str(jar.get(USER)?.value()).ok()
}

/// Something is wrong with this program, or with its settings; the user is not told what.
fn ours(error: impl std::fmt::Display) -> Failure {
    eprintln!("error: {error}");
    (StatusCode::INTERNAL_SERVER_ERROR, "something is wrong here; please try again later".to_owned())
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

impl FromRef<App> for Key {
    fn from_ref(app: &App) -> Self {
        app.key.clone()
    }
}

/// The client of a provider, of which only the issuer is known.
pub(crate) async fn client(transport: &AnyTransport, issuer: &str) -> Result<Client, Box<dyn Error>> {
    let server: Server = run(transport, Issuer::dangerous_http_loopback(issuer)?.discover()).await?.into();
    Ok(Client::new(server, ID, ClientAuthentication::client_secret_basic(SECRET))?)
}

/// An embedded provider, at which this application and Alice are registered.
pub(crate) fn provider(origin: &str, name: &str) -> AuthorizationServer {
    let application = RegisteredClient::client_secret_basic(ID, SECRET)
        .redirect_uris([format!("{origin}/callback/{name}")])
        .post_logout_redirect_uris([format!("{origin}/")])
        .scopes(["openid", "profile"]);
    let server = AuthorizationServer::new().client(application).user(User::new("alice").claim("name", "Alice"));
    server.sign_in_as("alice");
    server
}
