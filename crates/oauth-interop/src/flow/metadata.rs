//! What a server says of itself.

use oauth_io::Endpoint;
use oauth_io::server::ServerMetadata;

use crate::check::Check;
use crate::scene::Scene;
use crate::{Outcome, expect};

pub(super) const CHECKS: &[Check] = &[
    Check::new("metadata, OpenID Connect's place", |scene| {
        is_of(scene, scene.send(&scene.issuer().openid_metadata())?)
    }),
    Check::new("metadata, RFC 8414's place", |scene| is_of(scene, scene.send(&scene.issuer().oauth_metadata())?)),
    Check::new("metadata, wherever it is", |scene| is_of(scene, scene.discover()?)),
];

fn is_of(scene: &Scene<'_>, metadata: ServerMetadata) -> Outcome {
    let endpoint = metadata.endpoint(Endpoint::Token).ok_or("the metadata has no token endpoint")?;
    let issuer = scene.issuer().as_str();
    expect::that(endpoint.starts_with(issuer), format!("{endpoint} is not of {issuer}"))
}
