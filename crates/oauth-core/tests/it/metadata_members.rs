//! Every optional member of server metadata, registrations and resource metadata, with valid and invalid values. An
//! invalid value leaves the field empty, is kept verbatim in `extra` and is reported as a deviation; in strict mode,
//! the error names the member.

use http::Response;
use oauth_core::call::{Deviation, Extra};
use oauth_core::endpoint::{ClientInformation, ClientMetadata, ProtectedResource, ProtectedResourceMetadata};
use oauth_core::server::{Dialect, ServerMetadata};
use oauth_core::{Call as _, DecodeError, Endpoint, Issuer, Secret};
use serde_json::{Value, json};

use crate::registration::server;
use crate::support::{json as response, now};

/// The type of a member.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Kind {
    Text,
    /// A string, or a list of one.
    TextOrOnly,
    Token,
    List,
    /// A list of issuers.
    Issuers,
    Bool,
    Date,
    Url,
}
use Kind::{Bool, Date, Issuers, List, Text, TextOrOnly, Token, Url};

/// The result of reading a response.
struct Read {
    field: Value,
    extra: Extra,
    deviations: Vec<Deviation>,
}

/// The expected result for a value.
#[derive(Debug, PartialEq)]
enum Outcome {
    /// It is treated as absent.
    Absent,
    /// It is read as this.
    Is(Value),
    /// It is read as this, with a deviation. If something was left out, `extra` has the whole value.
    Deviates(Value, Deviation),
    /// It cannot be read.
    Unreadable,
}
use Outcome::{Absent, Deviates, Is, Unreadable};

/// The expected results of values for a member of this type.
fn expected(kind: Kind, member: &'static str) -> Vec<(Value, Outcome)> {
    let mut rows = vec![(Value::Null, Absent)];
    let unreadable = |values: &[Value]| values.iter().map(|value| (value.clone(), Unreadable)).collect::<Vec<_>>();
    match kind {
        Text | TextOrOnly | Token => {
            rows.extend([(json!(""), Absent), (json!("x y"), Is(json!("x y")))]);
            rows.extend(unreadable(&[
                json!(1),
                json!(-1.5),
                json!(true),
                json!([]),
                json!({"a": 1}),
                json!(["a", "b"]),
            ]));
        }
        Url => {
            rows.extend([(json!(""), Absent)]);
            rows.extend(unreadable(&[
                json!(1),
                json!(false),
                json!([]),
                json!({}),
                json!(["https://a.example/x"]),
                json!("nonsense"),
                json!("http://a.example/x"),
                json!("https://a.example/#x"),
                json!("https://256.256.256.256/"),
            ]));
        }
        List => {
            let item = Deviation::ListItemUnreadable { member };
            rows.extend([
                (json!([]), Is(json!([]))),
                (json!(["a"]), Is(json!(["a"]))),
                (json!("a"), Deviates(json!(["a"]), Deviation::ListIsText { member })),
                (json!(["a", null, 1]), Deviates(json!(["a"]), item)),
            ]);
            rows.extend(unreadable(&[json!(1), json!(true), json!({"openid": "Sign in"})]));
        }
        Issuers => {
            let good = "https://as.example";
            let item = Deviation::ListItemUnreadable { member };
            rows.extend([
                (json!([]), Is(json!([]))),
                (json!([good]), Is(json!([good]))),
                (json!(good), Deviates(json!([good]), Deviation::ListIsText { member })),
                (json!([good, null]), Deviates(json!([good]), item)),
                (json!([good, "http://as.example"]), Deviates(json!([good]), item)),
            ]);
            rows.extend(unreadable(&[
                json!(1),
                json!({}),
                json!([1]),
                json!(["nonsense"]),
                json!("http://as.example"),
            ]));
        }
        Bool => {
            rows.extend([(json!(true), Is(json!(true))), (json!(false), Is(json!(false)))]);
            rows.extend(unreadable(&[json!("true"), json!("false"), json!(""), json!(1), json!([]), json!({})]));
        }
        Date => {
            rows.extend([(json!(1_795_339_143), Is(json!(1_795_339_143)))]);
            rows.extend([(json!("1795339143"), Is(json!(1_795_339_143)))]);
            let iso = "2030-05-24T10:11:12Z";
            let rest =
                [json!(false), json!(""), json!(iso), json!(-1), json!([]), json!({}), json!(1_609_988_421_000_u64)];
            rows.extend(unreadable(&rest));
        }
    }
    match kind {
        TextOrOnly => rows.push((json!(["a"]), Deviates(json!("a"), Deviation::TextIsList { member }))),
        Text => rows.push((json!(["a"]), Unreadable)),
        Token => rows.extend(unreadable(&[json!(["a"]), json!("a\r\nb"), json!("\u{e9}")])),
        _ => {}
    }
    rows
}

type Decode = dyn Fn(&Response<Vec<u8>>, Dialect) -> Result<Read, DecodeError>;

fn check(essential: &Value, members: &[(&'static str, Kind)], decode: impl Fn(&str) -> Box<Decode>) {
    for &(member, kind) in members {
        let decode = decode(member);
        for (value, outcome) in expected(kind, member) {
            let mut body = essential.clone();
            body[member] = value.clone();
            let created = response(201, body.to_string());
            let read = decode(&created, Dialect::new()).unwrap_or_else(|error| panic!("{member} {value}: {error}"));
            let strict = decode(&created, Dialect::new().strict());
            let kept = read.extra.get::<Value>(member);
            let (field, deviation, in_extra) = match outcome {
                Absent => (Value::Null, None, None),
                Is(field) => (field, None, None),
                Deviates(field, deviation) => {
                    let left_out = deviation == Deviation::ListItemUnreadable { member };
                    (field, Some(deviation), left_out.then(|| value.clone()))
                }
                Unreadable => (Value::Null, Some(Deviation::Unreadable { member }), Some(value.clone())),
            };
            assert_eq!(read.field, field, "{member} {value}");
            assert_eq!(read.deviations, deviation.into_iter().collect::<Vec<_>>(), "{member} {value}");
            assert_eq!(kept, in_extra, "{member} {value}");
            match (strict, deviation) {
                (Ok(_), None) => {}
                (Err(DecodeError::Malformed(error)), Some(_)) => {
                    assert!(error.problem().to_string().contains(member), "{member} {value}: {error}");
                }
                (other, _) => panic!("{member} {value}: {:?}", other.err()),
            }
        }
    }
}

/// The fields of a struct by name, as JSON.
macro_rules! fields {
    ($from:expr, $member:expr, $($field:ident),+) => {
        match $member {
            $(stringify!($field) => json!($from.$field),)+
            other => panic!("{other}"),
        }
    };
}

#[test]
fn members_of_server_metadata() {
    let mut members = vec![
        ("scopes_supported", List),
        ("response_types_supported", List),
        ("response_modes_supported", List),
        ("grant_types_supported", List),
        ("token_endpoint_auth_methods_supported", List),
        ("token_endpoint_auth_signing_alg_values_supported", List),
        ("revocation_endpoint_auth_signing_alg_values_supported", List),
        ("introspection_endpoint_auth_signing_alg_values_supported", List),
        ("code_challenge_methods_supported", List),
        ("authorization_response_iss_parameter_supported", Bool),
        ("require_pushed_authorization_requests", Bool),
    ];
    members.extend(Endpoint::ALL.iter().map(|endpoint| (endpoint.name(), Url)));
    fn field(metadata: &ServerMetadata, member: &str) -> Value {
        if let Some(endpoint) = Endpoint::ALL.iter().find(|endpoint| endpoint.name() == member) {
            return json!(metadata.endpoint(*endpoint));
        }
        fields!(
            metadata,
            member,
            scopes_supported,
            response_types_supported,
            response_modes_supported,
            grant_types_supported,
            token_endpoint_auth_methods_supported,
            token_endpoint_auth_signing_alg_values_supported,
            revocation_endpoint_auth_signing_alg_values_supported,
            introspection_endpoint_auth_signing_alg_values_supported,
            code_challenge_methods_supported,
            authorization_response_iss_parameter_supported,
            require_pushed_authorization_requests
        )
    }
    let issuer = Issuer::new("https://a.example").unwrap();
    check(&json!({"issuer": "https://a.example"}), &members, |member| {
        let (issuer, member) = (issuer.clone(), member.to_owned());
        Box::new(move |response, dialect| {
            let metadata = issuer.openid_metadata().dialect(dialect).decode(response.into(), now())?;
            assert_eq!(metadata.issuer(), Some(&issuer));
            let field = field(&metadata, &member);
            Ok(Read { field, extra: metadata.extra, deviations: metadata.deviations })
        })
    });
}

#[test]
fn members_of_a_registration() {
    let members = [
        ("token_endpoint_auth_method", TextOrOnly),
        ("client_name", Text),
        ("client_uri", Text),
        ("logo_uri", Text),
        ("scope", Text),
        ("tos_uri", Text),
        ("policy_uri", Text),
        ("jwks_uri", Text),
        ("software_id", Text),
        ("software_version", Text),
        ("software_statement", Token),
        ("redirect_uris", List),
        ("grant_types", List),
        ("response_types", List),
        ("contacts", List),
        ("client_id_issued_at", Date),
        ("client_secret_expires_at", Date),
        ("registration_access_token", Token),
        ("registration_client_uri", Url),
    ];
    fn field(information: &ClientInformation, member: &str) -> Value {
        let seconds = |at: Option<std::time::SystemTime>| {
            json!(at.map(|at| at.duration_since(std::time::UNIX_EPOCH).unwrap().as_secs()))
        };
        let metadata = &information.metadata;
        match member {
            "client_id_issued_at" => seconds(information.client_id_issued_at),
            "client_secret_expires_at" => seconds(information.client_secret_expires_at),
            "registration_access_token" => json!(information.registration_access_token.as_ref().map(Secret::expose)),
            "registration_client_uri" => json!(information.registration_client_uri()),
            "software_statement" => json!(metadata.software_statement.as_ref().map(Secret::expose)),
            "scope" => json!(metadata.scope.as_ref().map(|scope| scope.as_str())),
            _ => fields!(
                metadata,
                member,
                token_endpoint_auth_method,
                client_name,
                client_uri,
                logo_uri,
                tos_uri,
                policy_uri,
                jwks_uri,
                software_id,
                software_version,
                redirect_uris,
                grant_types,
                response_types,
                contacts
            ),
        }
    }
    check(&json!({"client_id": "c", "client_secret": "s"}), &members, |member| {
        let member = member.to_owned();
        Box::new(move |response, dialect| {
            let call = server().with_dialect(dialect).register(ClientMetadata::new());
            let information = call.decode(response.into(), now())?;
            let secret = information.client_secret.as_ref().map(Secret::expose);
            assert_eq!((&*information.client_id, secret), ("c", Some("s")));
            let field = field(&information, &member);
            Ok(Read { field, extra: information.metadata.extra, deviations: information.deviations })
        })
    });
}

#[test]
fn members_of_resource_metadata() {
    let members = [
        ("authorization_servers", Issuers),
        ("scopes_supported", List),
        ("bearer_methods_supported", List),
        ("resource_name", Text),
        ("resource_documentation", Text),
        ("authorization_details_types_supported", List),
        ("dpop_signing_alg_values_supported", List),
        ("dpop_bound_access_tokens_required", Bool),
        ("tls_client_certificate_bound_access_tokens", Bool),
    ];
    fn field(metadata: &ProtectedResourceMetadata, member: &str) -> Value {
        if member == "authorization_servers" {
            let servers = metadata.authorization_servers.as_ref();
            return json!(servers.map(|servers| servers.iter().map(Issuer::as_str).collect::<Vec<_>>()));
        }
        fields!(
            metadata,
            member,
            scopes_supported,
            bearer_methods_supported,
            resource_name,
            resource_documentation,
            authorization_details_types_supported,
            dpop_signing_alg_values_supported,
            dpop_bound_access_tokens_required,
            tls_client_certificate_bound_access_tokens
        )
    }
    let resource = ProtectedResource::new("https://r.example").unwrap();
    check(&json!({"resource": "https://r.example"}), &members, |member| {
        let (resource, member) = (resource.clone(), member.to_owned());
        Box::new(move |response, dialect| {
            let metadata = resource.metadata().dialect(dialect).decode(response.into(), now())?;
            assert_eq!(metadata.resource, "https://r.example");
            let field = field(&metadata, &member);
            Ok(Read { field, extra: metadata.extra, deviations: metadata.deviations })
        })
    });
}
