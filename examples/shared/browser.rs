//! A browser of the simplest kind, for the embedded server alone.

use std::error::Error;
use std::process::Command;

use http::{Request, Uri, header};
use oauth_reqwest::authorization::{AuthorizationRedirect, AuthorizationResponse};
use oauth_reqwest::{Client, TokenResponse, Transport, send};

/// Opens a page in the user's own browser.
///
/// # Errors
///
/// The URL is neither https nor http on loopback, or there is no browser to open it.
pub fn open(url: &str) -> Result<(), Box<dyn Error>> {
    let uri: Uri = url.parse()?;
    // A URL from a server's metadata goes to a program of the system: it is https, and one single argument.
    if uri.scheme_str() != Some("https") && uri.host() != Some("127.0.0.1") {
        return Err("a page is opened by https alone".into());
    }
    let opener = if cfg!(target_os = "macos") { "open" } else { "xdg-open" };
    Command::new(opener).arg(url).spawn().map_err(|error| format!("{opener}: {error}; open the page by hand"))?;
    Ok(())
}

/// Goes to a page, and to where it sends the browser: the URL of that.
///
/// # Errors
///
/// The page cannot be had, or sends the browser nowhere.
pub async fn follow<T: Transport>(transport: &T, url: &str) -> Result<String, Box<dyn Error>> {
    let page = transport.send(Request::get(url).body(Vec::new())?).await?;
    let location = page.headers().get(header::LOCATION).ok_or("the page sends the browser nowhere")?;
    Ok(location.to_str()?.to_owned())
}

/// Signs the embedded server's user in, from the beginning to the tokens, where an example is about what comes after.
///
/// # Errors
///
/// Something of it did not work.
pub async fn sign_in<T: Transport>(
    transport: &T,
    client: &Client,
    redirect_uri: &str,
    scope: &str,
) -> Result<TokenResponse, Box<dyn Error>> {
    let AuthorizationRedirect { url, session, .. } = client.authorization_request(redirect_uri).scope(scope).begin()?;
    let response = AuthorizationResponse::from_url(&follow(transport, &url).await?)?;
    let authorized = session.receive(client, response)?;
    Ok(send(transport, &authorized.authorization_code()).await?)
}
