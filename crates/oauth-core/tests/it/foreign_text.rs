//! Text from a server is always printed escaped and cut, and secrets of the request are removed from it.

use http::{HeaderValue, Response};
use oauth_core::authorization::AuthorizationResponse;
use oauth_core::endpoint::ClientMetadata;
use oauth_core::server::Dialect;
use oauth_core::{Call as _, Client, ClientAuthentication, DecodeError, Endpoint, Secret};

use crate::optional_members::{Kind, ROWS, body};
use crate::support::{
    CALLBACK, ID, NONCE, SECRET, STATE, basic, client, http_response, id_token, json, now, pingone, random,
};

/// Line breaks, the start of a color, right-to-left marks, invisible characters.
const DECEPTIVE: &str = "a\r\n\u{1b}[31m\u{7}\u{202e}\u{2066}\u{ad}\u{200b}\u{feff}\u{e0041}b";

/// Texts in a response: one that deceives, and one that fills the log.
fn texts() -> [String; 2] {
    [DECEPTIVE.to_owned(), "x".repeat(900_000)]
}

/// Checks printed text. `{:#?}` adds line breaks.
fn check(what: &str, printed: &str) {
    let bad = |c: char| {
        c.is_control() && c != '\n'
            || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}')
            || matches!(c, '\u{feff}' | '\u{e0000}'..='\u{e007f}')
    };
    assert!(!printed.contains(bad) && !printed.contains("a\n"), "{what}: {printed:?}");
    assert!(printed.len() < 12_288, "{what}: {} bytes are printed", printed.len());
}

fn check_error(what: &str, error: &DecodeError) {
    let message = error.to_string();
    assert!(!message.contains('\n'), "{what}: {message}");
    check(what, &message);
    check(what, &format!("{error:?}"));
    check(what, &format!("{error:#?}"));
    for challenge in error.challenges() {
        check(what, &format!("{challenge:?}"));
    }
    if let Some(code) = error.code() {
        check(what, &format!("{code} {code:?}"));
    }
}

#[test]
fn the_search_finds_deceptive_text() {
    let finds = |text: &str| std::panic::catch_unwind(|| check("", text)).is_err();
    assert!(DECEPTIVE.chars().filter(|c| !c.is_ascii_graphic() && !"\r\n".contains(*c)).all(|c| finds(&c.to_string())));
    assert!(finds("a\nb") && finds(&"x".repeat(12_288)) && !finds("a\\u{a}b\n    c"));
}

#[test]
fn every_member_of_every_response() {
    for row in ROWS {
        let essential = row.essential.split(',').filter_map(|each| each.split('"').nth(1));
        let decided = ["scope", "aud", "iss", "issuer", "resource", "exp", "verification_url", "unknown"];
        let optional = row.optional.iter().map(|(member, ..)| *member);
        for member in essential.chain(optional).chain(decided) {
            for text in texts() {
                let text = serde_json::to_string(&text).unwrap();
                let values = [text.clone(), format!("[{text},{text}]"), format!("{{{text}:{text}}}")];
                for value in values.into_iter().filter(|value| value.len() < 1_000_000) {
                    let what = format!("{}: {member} {:.40}", row.name, value);
                    match (row.decode)(Dialect::new(), &body(row, member, &value)) {
                        Ok(seen) => {
                            check(&what, &seen.debug);
                            check(&what, &seen.pretty);
                        }
                        Err(error) => check_error(&what, &error),
                    }
                }
            }
        }
    }
}

#[test]
fn every_list_and_every_name() {
    for row in ROWS {
        for text in texts().map(|text| serde_json::to_string(&text).unwrap()) {
            let named = json(200, format!("{{{},{text}:1}}", row.essential));
            check(row.name, &(row.decode)(Dialect::new(), &named).unwrap().debug);
            let name = text.get(..400_000).map_or_else(|| text.clone(), |cut| format!("{cut}\""));
            let twice = json(200, format!("{{{},{name}:1,{name}:2}}", row.essential));
            // In strict mode, the error names it.
            for dialect in [Dialect::new(), Dialect::new().strict()] {
                match (row.decode)(dialect, &twice) {
                    Ok(seen) => check(row.name, &seen.debug),
                    Err(error) => check_error(row.name, &error),
                }
            }
        }
        let names: Vec<String> = (0..900).map(|n| format!("\"{}{n}\":0", "n".repeat(500))).collect();
        let many = json(200, format!("{{{},{}}}", row.essential, names.join(",")));
        check(row.name, &(row.decode)(Dialect::new(), &many).unwrap().debug);
        let items = format!("[{}]", vec![format!("\"{}\"", "i".repeat(90)); 9_000].join(","));
        let lists = row.optional.iter().filter(|(_, kind, _)| matches!(kind, Kind::List)).map(|(member, ..)| *member);
        for member in lists.chain(["aud", "scope"]) {
            match (row.decode)(Dialect::new(), &body(row, member, &items)) {
                Ok(seen) => check(member, &seen.debug),
                Err(error) => check_error(member, &error),
            }
        }
    }
}

fn refused(response: &Response<Vec<u8>>) -> DecodeError {
    client(basic()).client_credentials().decode(response.into(), now()).unwrap_err()
}

#[test]
fn every_part_of_every_error() {
    for text in texts() {
        let value = serde_json::to_string(&text).unwrap();
        for status in [200, 400, 401, 500] {
            for body in [
                format!(r#"{{"error":{value}}}"#),
                format!(r#"{{"error":"e","error_description":{value},"error_uri":{value},{value}:{value}}}"#),
                format!(r#"{{"error":{{"code":{value},"message":{value},{value}:1}}}}"#),
                format!(r#"{{"error":{{{value}:{value}}}}}"#),
                format!(r#"{{"error":[{value}]}}"#),
                format!(r#"{{"error":{value},"error":1}}"#),
                format!(r#"{{"access_token":[{value}]}}"#),
                format!(r#"{{{value}:{value}"#),
                format!("<title>{text}</title>"),
                format!("error={}", text.replace(['\r', '\n'], "")),
                text.clone(),
            ] {
                check_error(&format!("{status} {body:.60}"), &refused(&json(status, body)));
            }
        }
    }
}

#[test]
fn every_header_in_a_message() {
    let header = |text: &str| HeaderValue::from_bytes(text.as_bytes()).unwrap();
    let texts = ["\u{202e}\u{2066}\u{ad}\u{e0041}".to_owned(), "y".repeat(15_000)];
    for text in &texts {
        for line in [
            format!("Key realm=\"{text}\""),
            format!("Bearer error=\"{text}\", error_description=\"{text}\", error_uri=\"{text}\""),
            format!("Bearer error=e, error_description=\"{text}\""),
            format!("{text} realm=x"),
            text.clone(),
            "z".repeat(40_000),
            "Basic realm=x, ".repeat(1_000),
        ] {
            for status in [400, 401, 403, 500] {
                let mut response = http_response(status, "text/plain", "");
                response.headers_mut().insert("www-authenticate", header(&line));
                check_error(&format!("{line:.20?}"), &refused(&response));
            }
        }
        for status in [200, 400, 404, 502] {
            let mut response = http_response(status, "text/plain", "body");
            response.headers_mut().insert("content-type", header(text));
            response.headers_mut().insert("location", header(text));
            check_error("content-type", &refused(&response));
        }
    }
}

#[test]
fn secrets_that_the_server_echoes_are_cut_out() {
    const TOKEN: &str = "R3fr3sh/T0ken+1=";
    let basic_header = "NDg1NjdhNjUtOGYwMC00NjMwLWI4YjAtMmMwMmNlOTQxNjhhOkFifjkueF9ZLXow";
    let spellings =
        [SECRET, TOKEN, "R3fr3sh%2FT0ken%2B1%3D", "R3fr3sh%2fT0ken%2b1%3d", basic_header].map(str::to_owned);
    for authentication in [basic(), ClientAuthentication::client_secret_post(SECRET)] {
        let is_basic = format!("{authentication:?}").contains("basic");
        let call = client(authentication).refresh_token(&Secret::new(TOKEN));
        for secret in spellings.iter().filter(|secret| is_basic || *secret != basic_header) {
            let title = format!("<title>got {secret}</title>");
            let mut responses = vec![
                json(400, format!(r#"{{"error":"no {secret}"}}"#)),
                json(
                    400,
                    format!(r#"{{"error":"e","error_description":"you sent {secret}","error_uri":"/e?{secret}"}}"#),
                ),
                json(400, format!(r#"{{"error":{{"code":"c {secret}","message":"m {secret}"}}}}"#)),
                json(200, format!(r#"{{"access_token":"A","{secret}":1,"scope":"a","scope":"b"}}"#)),
                http_response(502, "text/html", title.clone()),
                http_response(400, "text/html", title),
                http_response(400, &format!("text/plain; x={secret}"), "body"),
            ];
            for line in
                [format!("Bearer error=\"e {secret}\", error_description=\"{secret}\""), format!("Key x=\"{secret}\"")]
            {
                let mut response = json(401, "");
                response.headers_mut().insert("www-authenticate", line.parse().unwrap());
                responses.push(response);
            }
            for response in responses {
                let error = call.decode((&response).into(), now()).unwrap_err();
                let mut said = format!("{error} {error:?} {error:#?}");
                if let DecodeError::Server(error) = &error {
                    said += &format!("{:?} {:?} {}", error.description(), error.uri(), error.code().as_str());
                }
                assert!(!said.contains(secret.as_str()), "{secret}: {said}");
            }
        }
    }
}

#[test]
fn a_registered_authentication_method() {
    let server = pingone().with_endpoint(Endpoint::Registration, "https://a.example/register").unwrap();
    for text in texts() {
        let method = serde_json::to_string(&text).unwrap();
        let response = json(201, format!(r#"{{"client_id":"c","token_endpoint_auth_method":{method}}}"#));
        let information = server.register(ClientMetadata::new()).decode((&response).into(), now()).unwrap();
        let error = Client::registered(server.clone(), &information).unwrap_err();
        check("method", &error.to_string());
        check("method", &format!("{error:?}"));
    }
}

/// A browser sends at most 64 KiB.
#[test]
fn every_callback_parameter_and_every_claim() {
    let client = client(basic());
    let mut read = 0;
    for text in [DECEPTIVE.to_owned(), "x".repeat(60_000)] {
        let encoded: String = text.bytes().map(|byte| format!("%{byte:02X}")).collect();
        let encoded = if text.len() > 1_000 { text.clone() } else { encoded };
        for parameters in [
            format!("error={encoded}"),
            format!("error=e&error_description={encoded}&error_uri={encoded}&{encoded}={encoded}"),
            format!("iss={encoded}&code=C"),
            format!("code={encoded}&{encoded}=1"),
            format!("code=C&code={encoded}"),
            format!("scope={encoded}&code=C&token_type={encoded}&expires_in={encoded}&id_token={encoded}"),
            format!("response={encoded}"),
        ] {
            for state in [STATE, &encoded] {
                let begun = client.authorization_request(CALLBACK).begin_with(random()).unwrap();
                let what = format!("{parameters:.40}");
                for place in [CALLBACK, &format!("/{encoded}")] {
                    match AuthorizationResponse::from_query(&format!("{parameters}&state={state}"), place) {
                        Ok(response) => check(&what, &format!("{response:?}")),
                        Err(error) => check(&what, &format!("{error} {error:?}")),
                    }
                }
                let url = format!("{CALLBACK}?{parameters}&state={state}");
                let Ok(response) = AuthorizationResponse::from_url(&url) else { continue };
                match begun.session.receive(&client, response) {
                    Ok(authorized) => check(&what, &format!("{authorized:?}")),
                    Err(error) => check(&what, &format!("{error} {error:?}")),
                }
            }
        }
        let text = serde_json::to_string(&text[..text.len().min(40_000)]).unwrap();
        let request = client.authorization_request(CALLBACK).scope("openid");
        for claims in [
            format!(r#""aud":["{ID}",{text}],"azp":"{ID}",{text}:{text},"acr":{text}"#),
            format!(r#""aud":["{ID}",{text}],"azp":"{ID}""#),
            format!(r#""aud":"{ID}","azp":{text}"#),
            format!(r#""aud":{text}"#),
            format!(r#""aud":"{ID}","exp":{text}"#),
        ] {
            let begun = request.begin_with(random()).unwrap();
            let issuer = client.server().issuer().unwrap();
            let payload = format!(
                r#"{{"iss":"{issuer}","sub":"s","nonce":"{NONCE}","exp":1795349100,"iat":1795349000,{claims}}}"#
            );
            let url = format!("{CALLBACK}?code=C&state={STATE}");
            let response = AuthorizationResponse::from_url(&url).unwrap();
            let call = begun.session.receive(&client, response).unwrap().authorization_code();
            let tokens = json(200, format!(r#"{{"access_token":"A","id_token":"{}"}}"#, id_token(&payload)));
            match call.decode((&tokens).into(), now()) {
                Ok(tokens) => {
                    read += 1;
                    check("tokens", &format!("{tokens:?}"));
                    check("claims", &format!("{:?}", tokens.id_token_claims().unwrap()));
                }
                Err(error) => check_error("id token", &error),
            }
        }
    }
    assert_eq!(read, 3, "two with the short text, one with the long one");
}
