//! What is checked, one flow or endpoint in each file.

mod authorization_details;
mod backchannel;
mod code;
mod device;
mod form_post;
mod introspection;
mod jwt_bearer;
mod key;
mod logout;
mod metadata;
mod pushed;
mod refresh;
mod registration;
mod resource;
mod response_type;
mod revocation;
mod secret;
mod userinfo;

use crate::check::Check;

/// Every check, in the order of the table.
pub(crate) fn checks() -> impl Iterator<Item = &'static Check> {
    let flows = [
        metadata::CHECKS,
        secret::CHECKS,
        key::CHECKS,
        code::CHECKS,
        refresh::CHECKS,
        response_type::CHECKS,
        form_post::CHECKS,
        pushed::CHECKS,
        authorization_details::CHECKS,
        resource::CHECKS,
        device::CHECKS,
        backchannel::CHECKS,
        jwt_bearer::CHECKS,
        userinfo::CHECKS,
        introspection::CHECKS,
        revocation::CHECKS,
        registration::CHECKS,
        logout::CHECKS,
    ];
    flows.into_iter().flatten()
}
