//! How real servers grant: the answers that trip a client which expects RFC 6749, section 5.1.

use http::StatusCode;

use crate::script::Script;

/// Answers of real servers with a token. The tokens are placeholders.
impl Script {
    /// GitHub without `Accept: application/json`: a form.
    #[must_use]
    pub fn github_form_token() -> Self {
        Self::typed(
            StatusCode::OK,
            "application/x-www-form-urlencoded; charset=utf-8",
            "access_token=gho_x&scope=repo%2Cgist&token_type=bearer",
        )
    }

    /// Facebook, formerly: a form that says it is plain text, with `expires` for `expires_in`.
    #[must_use]
    pub fn facebook_form_token() -> Self {
        Self::typed(StatusCode::OK, "text/plain", "access_token=x&expires=5183999")
    }

    /// WeChat: JSON that says it is plain text, without `token_type`.
    #[must_use]
    pub fn wechat_text_token() -> Self {
        Self::typed(
            StatusCode::OK,
            "text/plain",
            r#"{"access_token":"A","expires_in":7200,"refresh_token":"R","openid":"O","scope":"snsapi_login"}"#,
        )
    }

    /// VK and others: no `token_type`.
    #[must_use]
    pub fn missing_token_type() -> Self {
        Self::json(StatusCode::OK, r#"{"access_token":"A","expires_in":3600}"#)
    }

    /// A `token_type` of your choice, given as JSON: `"\"bot\""` (Slack), `"\"Application Access Token\""` (eBay).
    #[must_use]
    pub fn token_type(json: &str) -> Self {
        Self::json(StatusCode::OK, format!(r#"{{"access_token":"A","token_type":{json}}}"#))
    }

    /// An `expires_in` of your choice, given as JSON: `"\"3599\""` (PayPal), `"0"` (Mailchimp), `"1e18"`, `"null"`.
    #[must_use]
    pub fn expires_in(json: &str) -> Self {
        Self::json(StatusCode::OK, format!(r#"{{"access_token":"A","token_type":"Bearer","expires_in":{json}}}"#))
    }

    /// A `scope` of your choice, given as JSON: `["openid","user:read:email"]` (Twitch), `null` (Mailchimp).
    #[must_use]
    pub fn scope(json: &str) -> Self {
        Self::json(StatusCode::OK, format!(r#"{{"access_token":"A","token_type":"Bearer","scope":{json}}}"#))
    }

    /// Microsoft Entra v1: every number is a string.
    #[must_use]
    pub fn entra_string_numbers() -> Self {
        Self::json(
            StatusCode::OK,
            concat!(
                r#"{"token_type":"Bearer","expires_in":"3599","ext_expires_in":"3599","expires_on":"1547579127","#,
                r#""not_before":"1547575227","resource":"https://management.azure.com/","access_token":"A"}"#,
            ),
        )
    }

    /// Keycloak: members of its own, one of them with dashes.
    #[must_use]
    pub fn keycloak_extra_members() -> Self {
        Self::json(
            StatusCode::OK,
            concat!(
                r#"{"access_token":"A","expires_in":300,"refresh_expires_in":0,"token_type":"Bearer","#,
                r#""not-before-policy":0,"scope":"profile email"}"#,
            ),
        )
    }

    /// Salesforce: no `expires_in`, and the time of issue as a string of milliseconds.
    #[must_use]
    pub fn salesforce_issued_at() -> Self {
        Self::json(
            StatusCode::OK,
            concat!(
                r#"{"access_token":"A","instance_url":"https://example.my.salesforce.com","#,
                r#""id":"https://login.salesforce.com/id/1/2","token_type":"Bearer","issued_at":"1278448832702","#,
                r#""signature":"x"}"#,
            ),
        )
    }

    /// Slack, when only a user is asked: the token is one level down.
    #[must_use]
    pub fn slack_authed_user() -> Self {
        Self::json(
            StatusCode::OK,
            r#"{"ok":true,"authed_user":{"id":"U1","scope":"chat:write","access_token":"xoxp-1","token_type":"user"}}"#,
        )
    }
}
