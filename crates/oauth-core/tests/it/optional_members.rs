//! Optional members cannot break a response. A table has every optional member of every response, with values that
//! cannot be read: the essential members are read, the field is empty, and the value is kept verbatim in `extra` and
//! reported as a deviation; in strict mode, it is an error. The table is compared with the fields of each response, so
//! that none is forgotten.

use std::fmt::Debug;

use http::Response;
use oauth_core::call::{Deviation, Extra};
use oauth_core::endpoint::{ClientMetadata, ProtectedResource, UserHint};
use oauth_core::server::Dialect;
use oauth_core::{Call as _, Client, DecodeError, Endpoint, Issuer, Secret, Server};

use crate::support::{CALLBACK, ID, basic, json, now, pingone, random};

/// The parts of a response that are compared.
pub(crate) struct Seen {
    pub(crate) debug: String,
    /// The same, with one field per line.
    pub(crate) pretty: String,
    extra: Extra,
    deviations: Vec<Deviation>,
}

fn seen(response: &dyn Debug, extra: &Extra, deviations: &[Deviation]) -> Seen {
    Seen {
        debug: format!("{response:?}"),
        pretty: format!("{response:#?}"),
        extra: extra.clone(),
        deviations: deviations.to_vec(),
    }
}

pub(crate) type Decode = fn(Dialect, &Response<Vec<u8>>) -> Result<Seen, DecodeError>;

/// A response, with its essential and its optional members.
pub(crate) struct Row {
    pub(crate) name: &'static str,
    pub(crate) decode: Decode,
    /// The essential members, as JSON.
    pub(crate) essential: &'static str,
    /// Fields that are not members, and those that a wrong value must not empty.
    other_fields: &'static [&'static str],
    pub(crate) optional: &'static [(&'static str, Kind, &'static str)],
}

/// The type of a member.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Kind {
    Text,
    TextOrNumber,
    TextOrOnly,
    Token,
    Lifetime,
    Page,
    List,
    Truth,
    Date,
    Scopes,
    Type,
}

impl Kind {
    /// Values of a wrong type.
    fn wrong(self) -> Vec<&'static str> {
        const NO_TEXT: [&str; 4] = ["true", "[1]", "[]", r#"{"a":"b"}"#];
        const NO_NUMBER: [&str; 7] = ["[60]", "true", "{}", "\"fast\"", "-3", "\"-3\"", "1e999"];
        let and = |all: &[&'static str], more: &[&'static str]| [all, more].concat();
        match self {
            Self::Text => and(&NO_TEXT, &["0", "1.50", "\"\\ud800\""]),
            Self::TextOrNumber => and(&NO_TEXT, &["1.50"]),
            Self::TextOrOnly => and(&NO_TEXT, &["0", r#"["a","b"]"#]),
            Self::Token => and(&NO_TEXT, &["0", "\"a\\nb\"", "\"\u{e9}\""]),
            Self::Lifetime => NO_NUMBER.to_vec(),
            Self::Page => and(&NO_TEXT, &["7", "\"http://a.example/\"", "\"javascript:alert(1)\""]),
            Self::List => vec!["true", "1", "{}", "1.0"],
            Self::Truth => vec!["\"true\"", "1", "[true]", "{}", "0", "\"\""],
            Self::Date => and(&NO_NUMBER, &["\"2024-12-13T20:33:16.841Z\"", "1609988421000", "253402300800", "false"]),
            Self::Scopes => vec!["true", "7", "{}", r#"["a",7]"#, "\"a\\nb\""],
            Self::Type => vec!["true", "7", "[]", r#"["Bearer"]"#, "{}", "\"Bearer\\n\""],
        }
    }
}

fn client(dialect: Dialect) -> Client {
    Client::new(pingone().with_dialect(dialect), ID, basic()).unwrap()
}

pub(crate) const ROWS: &[Row] = &[
    Row {
        name: "TokenResponse",
        decode: |dialect, response| {
            let call = client(dialect).client_credentials();
            call.decode(response.into(), now()).map(|read| seen(&read, &read.extra, &read.deviations))
        },
        essential: r#""access_token":"A","token_type":"Bearer""#,
        other_fields: &[
            "access_token",
            "expires_at",
            "granted_scope",
            "resources",
            "client_key",
            "claims",
            "first_claims",
        ],
        optional: &[
            ("token_type", Kind::Type, "Some(TokenType(\"\"))"),
            ("expires_in", Kind::Lifetime, "None"),
            ("refresh_token", Kind::Token, "None"),
            ("scope", Kind::Scopes, "None"),
            ("issued_token_type", Kind::Text, "None"),
            ("id_token", Kind::Token, "None"),
        ],
    },
    Row {
        name: "DeviceAuthorization",
        decode: |dialect, response| {
            let call = client(dialect).device_authorization();
            call.decode(response.into(), now()).map(|read| seen(&read, &read.extra, &read.deviations))
        },
        essential: r#""device_code":"D","user_code":"U","verification_uri":"https://a.example/","expires_in":60"#,
        other_fields: &["device_code", "user_code", "verification_uri", "expires_at", "scope"],
        optional: &[
            ("verification_uri_complete", Kind::Page, ".."),
            ("expires_in", Kind::Lifetime, "300s"),
            ("interval", Kind::Lifetime, "5s"),
        ],
    },
    Row {
        name: "BackchannelAuthentication",
        decode: |dialect, response| {
            let call = client(dialect).backchannel_authentication(UserHint::Login("ada".into()));
            call.decode(response.into(), now()).map(|read| seen(&read, &read.extra, &read.deviations))
        },
        essential: r#""auth_req_id":"A","expires_in":60"#,
        other_fields: &["auth_req_id", "expires_at", "scope"],
        optional: &[("expires_in", Kind::Lifetime, "300s"), ("interval", Kind::Lifetime, "5s")],
    },
    Row {
        name: "PushedAuthorizationResponse",
        decode: |dialect, response| {
            let call = client(dialect).authorization_request(CALLBACK).push_with(random()).unwrap();
            call.decode(response.into(), now()).map(|read| seen(&read, &read.extra, &read.deviations))
        },
        essential: r#""request_uri":"urn:x""#,
        other_fields: &["session", "request_uri", "expires_at"],
        optional: &[("expires_in", Kind::Lifetime, "None")],
    },
    Row {
        name: "IntrospectionResponse",
        decode: |dialect, response| {
            let call = client(dialect).introspect(&Secret::new("t"));
            call.decode(response.into(), now()).map(|read| seen(&read, &read.extra, &read.deviations))
        },
        essential: r#""active":true"#,
        // Resource servers base decisions on these: an unreadable value is an error.
        other_fields: &["active", "scope", "exp", "nbf", "aud", "iss"],
        optional: &[
            ("client_id", Kind::TextOrNumber, "None"),
            ("username", Kind::Text, "None"),
            ("token_type", Kind::Text, "None"),
            ("iat", Kind::Date, "None"),
            ("sub", Kind::TextOrNumber, "None"),
            ("jti", Kind::Text, "None"),
            ("acr", Kind::Text, "None"),
            ("auth_time", Kind::Date, "None"),
        ],
    },
    Row {
        name: "UserInfoResponse",
        decode: |dialect, response| {
            let call = client(dialect).userinfo_with(&Secret::new("t"));
            call.decode(response.into(), now()).map(|read| seen(&read, &read.extra, &read.deviations))
        },
        essential: r#""sub":"s""#,
        other_fields: &["sub"],
        optional: &[
            ("name", Kind::Text, "None"),
            ("given_name", Kind::Text, "None"),
            ("family_name", Kind::Text, "None"),
            ("preferred_username", Kind::Text, "None"),
            ("picture", Kind::Text, "None"),
            ("locale", Kind::Text, "None"),
            ("email", Kind::Text, "None"),
            ("email_verified", Kind::Truth, "None"),
            ("phone_number", Kind::Text, "None"),
            ("phone_number_verified", Kind::Truth, "None"),
            ("updated_at", Kind::Date, "None"),
        ],
    },
    Row {
        name: "ClientInformation",
        decode: |dialect, response| {
            let server = Server::new(Issuer::new("https://a.example").unwrap()).with_dialect(dialect);
            let server = server.with_endpoint(Endpoint::Registration, "https://a.example/register").unwrap();
            let read = server.register(ClientMetadata::new()).decode(response.into(), now())?;
            Ok(seen(&read, &read.metadata.extra, &read.deviations))
        },
        essential: r#""client_id":"c","client_secret":"s""#,
        other_fields: &["client_id", "client_secret", "metadata", "server", "refused"],
        optional: &[
            ("client_id_issued_at", Kind::Date, "None"),
            ("client_secret_expires_at", Kind::Date, "None"),
            ("registration_access_token", Kind::Token, "None"),
            ("redirect_uris", Kind::List, "None"),
            ("token_endpoint_auth_method", Kind::TextOrOnly, "None"),
            ("grant_types", Kind::List, "None"),
            ("response_types", Kind::List, "None"),
            ("client_name", Kind::Text, "None"),
            ("client_uri", Kind::Text, "None"),
            ("logo_uri", Kind::Text, "None"),
            ("scope", Kind::Text, "None"),
            ("contacts", Kind::List, "None"),
            ("tos_uri", Kind::Text, "None"),
            ("policy_uri", Kind::Text, "None"),
            ("jwks_uri", Kind::Text, "None"),
            ("software_id", Kind::Text, "None"),
            ("software_version", Kind::Text, "None"),
            ("software_statement", Kind::Token, "None"),
            ("registration_client_uri", Kind::Text, "None"),
        ],
    },
    Row {
        name: "ProtectedResourceMetadata",
        decode: |dialect, response| {
            let call = ProtectedResource::new("https://r.example").unwrap().metadata().dialect(dialect);
            call.decode(response.into(), now()).map(|read| seen(&read, &read.extra, &read.deviations))
        },
        essential: r#""resource":"https://r.example""#,
        other_fields: &["resource"],
        optional: &[
            ("authorization_servers", Kind::List, "None"),
            ("scopes_supported", Kind::List, "None"),
            ("bearer_methods_supported", Kind::List, "None"),
            ("resource_name", Kind::Text, "None"),
            ("resource_documentation", Kind::Text, "None"),
            ("authorization_details_types_supported", Kind::List, "None"),
            ("dpop_signing_alg_values_supported", Kind::List, "None"),
            ("dpop_bound_access_tokens_required", Kind::Truth, "None"),
            ("tls_client_certificate_bound_access_tokens", Kind::Truth, "None"),
        ],
    },
    Row {
        name: "ServerMetadata",
        decode: |dialect, response| {
            let call = Issuer::new("https://a.example").unwrap().openid_metadata().dialect(dialect);
            call.decode(response.into(), now()).map(|read| seen(&read, &read.extra, &read.deviations))
        },
        essential: r#""issuer":"https://a.example""#,
        other_fields: &["issuer", "endpoints", "documents", "expected", "policy"],
        optional: &[
            ("scopes_supported", Kind::List, "None"),
            ("response_types_supported", Kind::List, "None"),
            ("response_modes_supported", Kind::List, "None"),
            ("grant_types_supported", Kind::List, "None"),
            ("token_endpoint_auth_methods_supported", Kind::List, "None"),
            ("token_endpoint_auth_signing_alg_values_supported", Kind::List, "None"),
            ("revocation_endpoint_auth_signing_alg_values_supported", Kind::List, "None"),
            ("introspection_endpoint_auth_signing_alg_values_supported", Kind::List, "None"),
            ("code_challenge_methods_supported", Kind::List, "None"),
            ("authorization_response_iss_parameter_supported", Kind::Truth, "None"),
            ("require_pushed_authorization_requests", Kind::Truth, "None"),
        ],
    },
];

/// The essential members, with one member added or replaced.
pub(crate) fn body(row: &Row, member: &str, value: &str) -> Response<Vec<u8>> {
    let start = format!("\"{member}\":");
    let kept = row.essential.split(',').filter(|each| !each.starts_with(&start)).map(str::to_owned);
    let members: Vec<String> = kept.chain([format!("{start}{value}")]).collect();
    json(200, format!("{{{}}}", members.join(",")))
}

/// The names of the fields in the output of `{:#?}`, including nested ones.
fn fields(pretty: &str) -> Vec<&str> {
    let is_field = |name: &str| name.chars().all(|c| c == '_' || c.is_ascii_lowercase() || c.is_ascii_digit());
    let mut nested = false;
    pretty
        .lines()
        .filter(|line| {
            nested = line.contains(": ClientMetadata {") || nested && *line != "    },";
            !line.starts_with("        ") || nested && !line.starts_with("            ")
        })
        .filter_map(|line| line.trim_start().split_once(": ").map(|(name, _)| name))
        .filter(|name| is_field(name))
        .collect()
}

#[test]
fn no_field_is_missing_from_the_table() {
    for row in ROWS {
        let plain = (row.decode)(Dialect::new(), &json(200, format!("{{{}}}", row.essential))).unwrap();
        assert!(plain.debug.starts_with(row.name), "{}", plain.debug);
        let mut expected: Vec<&str> = row.optional.iter().map(|(member, ..)| *member).collect();
        expected.extend(row.other_fields.iter().chain(&["extra", "deviations"]));
        let mut found = fields(&plain.pretty);
        expected.sort_unstable();
        found.sort_unstable();
        assert_eq!(found, expected, "{}", row.name);
        assert!(plain.extra.is_empty() && plain.deviations.is_empty(), "{}: {:?}", row.name, plain.deviations);
    }
}

#[test]
fn an_unreadable_value_only_affects_its_field() {
    for row in ROWS {
        for &(member, kind, left) in row.optional {
            for value in kind.wrong() {
                let what = format!("{}: {member} {value}", row.name);
                let response = body(row, member, value);
                let read = (row.decode)(Dialect::new(), &response).unwrap_or_else(|error| panic!("{what}: {error}"));
                assert!(read.debug.contains(&format!(" {member}: {left}")), "{what}: {}", read.debug);
                assert_eq!(read.extra.get_json(member), Some(value), "{what}");
                assert!(read.deviations.contains(&Deviation::Unreadable { member }), "{what}: {:?}", read.deviations);
                assert!((row.decode)(Dialect::new().strict(), &response).is_err(), "{what}");
            }
        }
    }
}

#[test]
fn null_is_absent() {
    for row in ROWS {
        for (member, ..) in row.optional {
            let read = (row.decode)(Dialect::new(), &body(row, member, "null")).unwrap();
            assert!(read.extra.is_empty(), "{member}");
            assert!(!read.deviations.iter().any(|each| matches!(each, Deviation::Unreadable { .. })), "{member}");
        }
    }
}

#[test]
fn a_list_keeps_its_readable_items() {
    for row in ROWS {
        for &(member, kind, _) in row.optional {
            if !matches!(kind, Kind::List) {
                continue;
            }
            let value = r#"["https://good.example",7,null]"#;
            let read = (row.decode)(Dialect::new(), &body(row, member, value)).unwrap();
            assert!(read.debug.contains("\"https://good.example\""), "{member}: {}", read.debug);
            assert_eq!(read.deviations, [Deviation::ListItemUnreadable { member }]);
            assert_eq!(read.extra.get_json(member), Some(value));
            let read = (row.decode)(Dialect::new(), &body(row, member, "\"https://good.example\"")).unwrap();
            assert!(read.debug.contains("\"https://good.example\""), "{member}");
            assert_eq!(read.deviations, [Deviation::ListIsText { member }]);
        }
    }
}

#[test]
fn a_member_with_two_values_is_rejected() {
    for row in ROWS {
        let rest = row.essential;
        for (member, ..) in row.optional {
            let twice = json(200, format!(r#"{{{rest},"{member}":"a","{member}":"b"}}"#));
            assert!((row.decode)(Dialect::new(), &twice).is_err(), "{}: {member}", row.name);
        }
        let unknown = json(200, format!(r#"{{{rest},"v":1,"v":2}}"#));
        assert_eq!((row.decode)(Dialect::new(), &unknown).unwrap().deviations, [Deviation::Repeated], "{}", row.name);
    }
}

#[test]
fn an_unreadable_scope_is_not_the_requested_scope() {
    let response = json(200, r#"{"access_token":"A","token_type":"Bearer","refresh_token":"R","scope":{}}"#);
    let client = client(Dialect::new());
    let tokens = client.client_credentials().scope("a b").decode((&response).into(), now()).unwrap();
    assert_eq!((tokens.scope, tokens.granted_scope), (None, None));
    let again =
        client.refresh_token(&Secret::new("R")).original_scope("a b").decode((&response).into(), now()).unwrap();
    assert_eq!((again.scope, again.granted_scope), (None, Some("a b".into())));
}
