//! Accepted URLs, compared with a parser that follows WHATWG, as browsers and most HTTP implementations do.

use oauth_core::error::UrlProblem;
use oauth_core::server::UrlPolicy;
use oauth_core::{Call as _, ConfigError, Endpoint, Issuer};
use proptest::prelude::*;

use crate::support::{basic, client, json, now, pingone};

/// Scheme, host and port by the WHATWG parser, or its error.
fn whatwg(text: &str) -> Result<(String, String, u16), url::ParseError> {
    let url = url::Url::parse(text)?;
    let host = url.host_str().ok_or(url::ParseError::EmptyHost)?.to_owned();
    Ok((url.scheme().to_owned(), host, url.port_or_known_default().ok_or(url::ParseError::InvalidPort)?))
}

/// The same as written in the text.
fn written(text: &str) -> (String, String, u16) {
    let (scheme, behind) = text.split_once("://").unwrap();
    let authority = behind.split(['/', '?']).next().unwrap();
    let usual = if scheme == "http" { 80 } else { 443 };
    let (host, port) = match authority.rsplit_once(':') {
        Some((host, port)) if !port.contains(']') => (host, port.parse().unwrap()),
        _ => (authority, usual),
    };
    let host = match host.strip_prefix('[') {
        // An address has several spellings; the canonical one is the standard library's, except for embedded IPv4.
        Some(address) => {
            let address: std::net::Ipv6Addr = address.strip_suffix(']').unwrap().parse().unwrap();
            url::Host::<String>::Ipv6(address).to_string()
        }
        None => host.to_ascii_lowercase(),
    };
    (scheme.to_owned(), host, port)
}

fn agrees(text: &str) {
    match whatwg(text) {
        Ok(seen) => assert_eq!(seen, written(text), "{text}"),
        // The parser checks the characters after `xn--` with Unicode tables. Rejecting a host is harmless.
        Err(error) => assert!(text.to_ascii_lowercase().contains("xn--"), "{text}: {error}"),
    }
}

#[test]
fn accepted_urls_lead_where_they_say() {
    for text in [
        "https://a.example",
        "https://A.Example:8443/x",
        "https://keycloak:443/",
        "https://my_service.ns.svc.cluster.local/t?x=[1]",
        "https://127.0.0.1:65535/",
        "https://255.255.255.255",
        "https://[::1]/",
        "https://[2001:DB8::A]:8443/",
        "https://[::ffff:1.2.3.4]/",
        "https://[1:2:3:4:5:6:7::]/",
        "https://0xg.example/",
        "https://0x7f.0.0.example/",
        "https://xn--bcher-kva.example/",
        "https://a.example/%2e%2ex/..y?a=/../",
        "https://a.example/a//b/;p=(1)!$&'*+,=:@~",
    ] {
        assert!(Issuer::new(text).is_ok() || text.contains('?'), "{text}");
        assert_eq!(UrlPolicy::new().check_uri(&text.parse().unwrap()), Ok(()), "{text}");
        assert!(whatwg(text).is_ok(), "{text}");
        agrees(text);
    }
}

#[test]
fn misleading_urls_are_rejected() {
    // The text, and the host that the WHATWG parser connects to.
    let rows = [
        ("https://0x7f000001/", Some("127.0.0.1"), UrlProblem::Host),
        ("https://0x7f.1/", Some("127.0.0.1"), UrlProblem::Host),
        ("https://127.1/", Some("127.0.0.1"), UrlProblem::Host),
        ("https://2130706433/", Some("127.0.0.1"), UrlProblem::Host),
        ("https://0177.0.0.1/", Some("127.0.0.1"), UrlProblem::Host),
        ("https://127.0.0.01/", Some("127.0.0.1"), UrlProblem::Host),
        ("https://127.0.0.1./", Some("127.0.0.1"), UrlProblem::Host),
        ("https://127.0.0.%31/", Some("127.0.0.1"), UrlProblem::Host),
        ("https://ex%61mple.com/", Some("example.com"), UrlProblem::Host),
        ("https://256.256.256.256/", None, UrlProblem::Host),
        ("https://1.2.3.4.5/", None, UrlProblem::Host),
        ("https://[::1%25eth0]/", None, UrlProblem::Host),
        ("https://[::1", None, UrlProblem::Host),
        ("https://*.example/", Some("*.example"), UrlProblem::Host),
        ("https://a'b/", Some("a'b"), UrlProblem::Host),
        ("https://a..example/", Some("a..example"), UrlProblem::Host),
        ("https://a.example./", Some("a.example."), UrlProblem::Host),
        ("https://a.example:0443/", Some("a.example"), UrlProblem::Port),
        ("https://a.example:0/", Some("a.example"), UrlProblem::Port),
        ("https://a.example:/", Some("a.example"), UrlProblem::Port),
        ("https://a.example:65536/", None, UrlProblem::Port),
        ("https:a.example/", Some("a.example"), UrlProblem::NotAbsolute),
        ("https:/a.example/", Some("a.example"), UrlProblem::NotAbsolute),
        ("https:///a.example/", Some("a.example"), UrlProblem::NotAbsolute),
        ("https://good.example\\@evil.example/", Some("good.example"), UrlProblem::Character),
        ("https://good.example@evil.example/", Some("evil.example"), UrlProblem::UserInfo),
        ("https://a.ex\tample/", Some("a.example"), UrlProblem::Character),
        (" https://a.example/", Some("a.example"), UrlProblem::Character),
        ("https://\u{ff41}.example/", Some("a.example"), UrlProblem::Character),
        ("https://a\u{ad}.example/", Some("a.example"), UrlProblem::Character),
    ];
    for (text, host, problem) in rows {
        assert_eq!(whatwg(text).ok().map(|(_, host, _)| host).as_deref(), host, "{text}");
        assert_eq!(Issuer::new(text).unwrap_err(), ConfigError::Url { what: "issuer", problem }, "{text}");
    }
    let label = format!("https://{}.example/", "a".repeat(64));
    let name = format!("https://{}example/", "a.".repeat(124));
    for text in [label, name] {
        let problem = UrlProblem::Host;
        assert_eq!(Issuer::new(&text).unwrap_err(), ConfigError::Url { what: "issuer", problem }, "{text}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 1024, ..ProptestConfig::default() })]

    #[test]
    fn any_accepted_url_leads_where_it_says(
        text in "https://[a-zA-Z0-9.xX-]{1,12}(:[0-9]{0,6})?(/[a-z0-9.%?]{0,6})?\
            |https?://([0-9xX]{0,4}[.]){0,4}[0-9a-fxX]{0,4}(:[0-9+]{0,5})?/?\
            |https://\\[[0-9a-fA-F:.%]{0,20}\\](:[0-9]{1,5})?/\
            |https://(xn--|XN--)?[a-z0-9-]{1,8}[.][a-z]{1,3}/?\
            |https?:[a-z0-9.:/?#@%\\\\\\[\\] *'_~!$&()+,;=-]{0,24}\
            |\\PC{0,16}"
    ) {
        if Issuer::dangerous_http(&text, [written_host(&text)]).is_ok() {
            agrees(&text);
        }
        if let Ok(uri) = text.parse::<http::Uri>() {
            if UrlPolicy::new().check_uri(&uri).is_ok() {
                agrees(&uri.to_string());
            }
        }
    }

    #[test]
    fn relative_references_are_resolved_like_in_a_browser(text in "[.]{0,2}/[a-z0-9./%?#&=:@-]{0,16}") {
        let body = serde_json::json!({"device_code": "D", "user_code": "U", "verification_uri": text, "expires_in": 60});
        let request = client(basic()).device_authorization();
        if let Ok(read) = request.decode((&json(200, body.to_string())).into(), now()) {
            let base = url::Url::parse(pingone().endpoint(Endpoint::DeviceAuthorization).unwrap()).unwrap();
            prop_assert_eq!(read.verification_uri, String::from(base.join(&text).unwrap()));
            prop_assert_eq!(base.host_str(), Some("auth.pingone.com"));
        }
    }
}

fn written_host(text: &str) -> String {
    let behind = text.split_once("://").map_or("", |(_, behind)| behind);
    behind.split(['/', '?', ':']).next().unwrap_or_default().to_owned()
}
