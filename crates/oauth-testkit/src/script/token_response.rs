//! Token responses of real servers ([RFC 6749 §5.1](https://www.rfc-editor.org/rfc/rfc6749.html#section-5.1)).

use http::StatusCode;

use crate::script::table::scripts;
use crate::script::{FORM, JSON, Script, TEXT};

scripts! {
    /// GitHub, without `Accept: application/json`: a form.
    github_form_token: OK, FORM, "access_token=gho_x&scope=repo%2Cgist&token_type=bearer";

    /// Facebook, formerly: a form labelled as plain text, with `expires` instead of `expires_in`.
    facebook_form_token: OK, TEXT, "access_token=x&expires=5183999";

    /// WeChat: JSON labelled as plain text, without `token_type`.
    wechat_text_token: OK, TEXT,
        r#"{"access_token":"A","expires_in":7200,"refresh_token":"R","openid":"O","scope":"snsapi_login"}"#;

    /// VK and others: no `token_type`.
    missing_token_type: OK, JSON, r#"{"access_token":"A","expires_in":3600}"#;

    /// Microsoft Entra v1: every number is a string.
    entra_string_numbers: OK, JSON, concat!(
        r#"{"token_type":"Bearer","expires_in":"3599","ext_expires_in":"3599","expires_on":"1547579127","#,
        r#""not_before":"1547575227","resource":"https://management.azure.com/","access_token":"A"}"#,
    );

    /// Keycloak: additional members, one of which has dashes in its name.
    keycloak_extra_members: OK, JSON, concat!(
        r#"{"access_token":"A","expires_in":300,"refresh_expires_in":0,"token_type":"Bearer","#,
        r#""not-before-policy":0,"scope":"profile email"}"#,
    );

    /// Salesforce: no `expires_in`, and the time of issue as a string of milliseconds.
    salesforce_issued_at: OK, JSON, concat!(
        r#"{"access_token":"A","instance_url":"https://example.my.salesforce.com","#,
        r#""id":"https://login.salesforce.com/id/1/2","token_type":"Bearer","issued_at":"1278448832702","#,
        r#""signature":"x"}"#,
    );

    /// Slack, if only user scopes are requested: the token is one level down.
    slack_authed_user: OK, JSON,
        r#"{"ok":true,"authed_user":{"id":"U1","scope":"chat:write","access_token":"xoxp-1","token_type":"user"}}"#;
}

/// Token responses with one member of your choice.
impl Script {
    /// A `token_type` of your choice, as JSON: `"\"bot\""` (Slack), `"\"Application Access Token\""` (eBay).
    #[must_use]
    pub fn token_type(json: &str) -> Self {
        Self::json(StatusCode::OK, format!(r#"{{"access_token":"A","token_type":{json}}}"#))
    }

    /// An `expires_in` of your choice, as JSON: `"\"3599\""` (PayPal), `"0"` (Mailchimp), `"1e18"`, `"null"`.
    #[must_use]
    pub fn expires_in(json: &str) -> Self {
        Self::json(StatusCode::OK, format!(r#"{{"access_token":"A","token_type":"Bearer","expires_in":{json}}}"#))
    }

    /// A `scope` of your choice, as JSON: `["openid","user:read:email"]` (Twitch), `null` (Mailchimp).
    #[must_use]
    pub fn scope(json: &str) -> Self {
        Self::json(StatusCode::OK, format!(r#"{{"access_token":"A","token_type":"Bearer","scope":{json}}}"#))
    }
}
