//! UserInfo (OpenID Connect Core §5.3).

use oauth_io::error::FailedCheck;
use oauth_io::{ErrorCode, Secret};

use crate::browser::USER;
use crate::check::Check;
use crate::scene::Scene;
use crate::{Outcome, expect};

pub(super) const CHECKS: &[Check] = &[
    Check::new("UserInfo", of_the_user),
    Check::new("UserInfo, of another user", of_another_user),
    Check::new("UserInfo, wrong token", wrong_token),
];

fn of_the_user(scene: &Scene<'_>) -> Outcome {
    let application = scene.application("web")?;
    let tokens = scene.sign_in(&application)?;
    let claims = scene.send(&application.client.userinfo(&tokens).expect_subject(USER))?;
    let name = claims.name.as_deref();
    expect::that(name == Some("alice Ünïcode"), format!("the name is {name:?}"))
}

fn of_another_user(scene: &Scene<'_>) -> Outcome {
    let application = scene.application("web")?;
    let tokens = scene.sign_in(&application)?;
    expect::untrusted(scene.send(&application.client.userinfo(&tokens).expect_subject("bob")), &FailedCheck::Subject)
}

fn wrong_token(scene: &Scene<'_>) -> Outcome {
    let call = scene.application("web")?.client.userinfo_with(&Secret::new("wrong"));
    expect::refused(scene.send(&call), 401, &ErrorCode::INVALID_TOKEN).map(drop)
}
