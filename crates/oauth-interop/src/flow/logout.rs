//! Logout that the client asks for (OpenID Connect RP-Initiated Logout).

use oauth_io::authorization::AuthorizationResponse;

use crate::application::Application;
use crate::browser::Browser;
use crate::check::Check;
use crate::scene::Scene;
use crate::{Outcome, expect};

const BYE: &str = "http://127.0.0.1:7777/bye";

pub(super) const CHECKS: &[Check] = &[Check::new("logout ends the session", ends_the_session)];

/// Signs in with a browser that may be signed in already. Hands back the ID token.
fn sign_in(scene: &Scene<'_>, application: &Application, browser: &mut Browser) -> Outcome<oauth_io::Secret> {
    let begun = application.request().begin()?;
    let callback = browser.go(&begun.url)?.redirect()?;
    let authorized = begun.session.receive(&application.client, AuthorizationResponse::from_url(&callback)?)?;
    Ok(scene.send(&authorized.authorization_code())?.id_token.ok_or("there is no ID token")?)
}

/// Without a logout the browser is still known at the next sign-in; after one it is not.
fn ends_the_session(scene: &Scene<'_>) -> Outcome {
    let application = scene.application("web")?;
    let mut browser = scene.fresh_browser()?;
    sign_in(scene, &application, &mut browser)?;
    let id_token = sign_in(scene, &application, &mut browser)?;
    expect::that(browser.passwords() == 1, format!("the password was asked for {} times", browser.passwords()))?;

    let request = application.client.end_session().id_token_hint(id_token).post_logout_redirect_uri(BYE);
    let url = browser.go(&request.state("s&t=1").url()?)?.redirect()?;
    expect::that(url == format!("{BYE}?state=s%26t%3D1"), format!("the browser came to {url}"))?;

    sign_in(scene, &application, &mut browser)?;
    expect::that(browser.passwords() == 2, "the session was not ended")
}
