//! Runs every example as a user does, and looks at what it prints.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use std::env;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Command, Output, Stdio};

use oauth_examples::{ID, SECRET, application};
use oauth_jose::PrivateKey;
use oauth_reqwest::key::Algorithm;
use oauth_testkit::{AuthorizationServer, PublicKey, RegisteredClient, TestServer};

/// An example, with nothing of this machine's environment that it would read.
fn example(name: &str) -> Command {
    let test = env::current_exe().unwrap();
    let program =
        test.ancestors().nth(2).unwrap().join("examples").join(name).with_extension(env::consts::EXE_EXTENSION);
    assert!(program.exists(), "examples are built by: cargo test -p oauth-examples");
    let mut command = Command::new(program);
    for variable in env::vars().map(|(name, _)| name) {
        if variable.starts_with("OAUTH_") || variable.starts_with("PINGONE_") {
            command.env_remove(variable);
        }
    }
    command
}

fn succeed(command: &mut Command) -> String {
    let output = command.output().unwrap();
    let text = text(&output);
    assert!(output.status.success(), "{text}");
    assert!(!text.contains(SECRET), "a secret in {text}");
    assert!(!text.contains("eyJ"), "a token in {text}");
    text
}

fn text(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

#[test]
fn client_credentials_by_itself() {
    let text = succeed(&mut example("client_credentials"));
    let (basic, post) = text.split_once("--- client_secret_post").unwrap();
    assert!(basic.contains("authorization: Basic ***") && !basic.contains("client_id="));
    assert!(post.contains(&format!("client_id={ID}&client_secret=***")) && !post.contains("authorization"));
    assert_eq!(text.matches("expires_in    Some(3600s)").count(), 2);
}

#[test]
fn client_credentials_against_a_named_server() {
    for (method, place) in [("client_secret_basic", "authorization: ***"), ("client_secret_post", "client_secret=***")]
    {
        let server = TestServer::start(AuthorizationServer::new().client(application(method))).unwrap();
        let text = succeed(
            example("client_credentials")
                .env("OAUTH_ISSUER", server.issuer())
                .env("OAUTH_ALLOW_HTTP_LOOPBACK", "1")
                .env("OAUTH_CLIENT_ID", ID)
                .env("OAUTH_CLIENT_SECRET", SECRET)
                .env("OAUTH_AUTH_METHOD", method)
                .env("OAUTH_SCOPE", "orders:write"),
        );
        assert!(text.contains(place) && text.contains("scope         orders:write"), "{text}");
        // The metadata, and one token: nothing is tried out.
        assert_eq!(server.server().ledger().count(), 2);
    }
}

#[test]
fn client_credentials_says_what_is_missing_or_wrong() {
    let rows: [(&[(&str, &str)], &str); 7] = [
        (&[("OAUTH_ISSUER", "https://a.example")], "set OAUTH_CLIENT_SECRET too"),
        (&[("OAUTH_ISSUER", "https://a.example"), ("OAUTH_CLIENT_SECRET", "s")], "set OAUTH_CLIENT_ID too"),
        (&[("PINGONE_REGION", "NA")], "set PINGONE_ENV_ID too"),
        (&[("PINGONE_ENV_ID", "x")], "set PINGONE_REGION too"),
        (
            &[("OAUTH_ISSUER", "http://a.example"), ("OAUTH_CLIENT_ID", "i"), ("OAUTH_CLIENT_SECRET", "s")],
            "the issuer is http",
        ),
        (
            &[
                ("PINGONE_REGION", "XX"),
                ("PINGONE_ENV_ID", "x"),
                ("OAUTH_CLIENT_ID", "i"),
                ("OAUTH_CLIENT_SECRET", "s"),
            ],
            "region",
        ),
        (
            &[("OAUTH_ISSUER", "https://a.example"), ("OAUTH_AUTH_METHOD", "basic"), ("OAUTH_CLIENT_SECRET", "s")],
            "OAUTH_AUTH_METHOD",
        ),
    ];
    for (variables, expected) in rows {
        let output = example("client_credentials").envs(variables.iter().copied()).output().unwrap();
        let text = text(&output);
        assert_eq!(output.status.code(), Some(1), "{text}");
        assert!(text.contains(expected), "{variables:?}: {text}");
    }
}

#[test]
fn blocking() {
    assert!(succeed(&mut example("blocking")).contains("token_type    Bearer"));
}

#[test]
fn discovery() {
    assert!(succeed(&mut example("discovery")).contains("/as/token"));
}

#[test]
fn device() {
    let text = succeed(&mut example("device"));
    let progress: Vec<_> = text.lines().filter(|line| line.starts_with('(')).collect();
    let expected = [
        "(waiting for you; the next try is in 5s)",
        "(waiting for you; the next try is in 5s)",
        "(waiting for you, and asking less often; the next try is in 10s)",
    ];
    assert!(progress == expected && text.contains("scope         orders:read"), "{text}");
}

#[test]
fn login() {
    let text = succeed(&mut example("login"));
    assert!(text.contains("code_challenge_method=S256") && text.contains("redirect_uri=http%3A%2F%2F127.0.0.1%3A"));
    assert!(
        text.contains("scope         openid orders:read") && text.contains("id_token      Some(Secret(..))"),
        "{text}"
    );
}

#[test]
fn refresh() {
    let text = succeed(&mut example("refresh"));
    assert!(text.contains("replaced: true") && text.contains("sign in again"), "{text}");
}

#[test]
fn private_key_jwt_by_itself() {
    let text = succeed(&mut example("private_key_jwt"));
    assert!(text.contains("--- RS256") && text.contains("--- ES256"), "{text}");
    assert_eq!(text.matches(&format!("&client_assertion=***&client_id={ID}")).count(), 2, "{text}");
    assert!(!text.contains("authorization"), "{text}");
    assert_eq!(text.matches("another key   true").count(), 2, "{text}");
}

#[test]
fn private_key_jwt_against_a_named_server() {
    let folder = env::temp_dir().join(format!("oauth-examples-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    for algorithm in [Algorithm::Rs384, Algorithm::Es256] {
        let key = PrivateKey::generate(algorithm).unwrap();
        let file = folder.join(format!("{algorithm}.pem"));
        std::fs::write(&file, key.to_pkcs8_pem().unwrap().expose()).unwrap();
        let public = PublicKey::from_jwk(&key.with_key_id("own").jwk().to_json().unwrap()).unwrap();
        let application = RegisteredClient::private_key_jwt(ID, [public]).scopes(["orders:read"]);
        let server = TestServer::start(AuthorizationServer::new().client(application)).unwrap();
        let mut program = example("private_key_jwt");
        program
            .env("OAUTH_ISSUER", server.issuer())
            .env("OAUTH_ALLOW_HTTP_LOOPBACK", "1")
            .env("OAUTH_CLIENT_ID", ID)
            .env("OAUTH_AUTH_METHOD", "private_key_jwt")
            .env("OAUTH_PRIVATE_KEY", &file)
            .env("OAUTH_KEY_ID", "own")
            .env("OAUTH_SIGNING_ALGORITHM", algorithm.as_str());
        let text = succeed(&mut program);
        assert!(text.contains("client_assertion=***") && text.contains("\"kid\":\"own\""), "{text}");
        // A wrong algorithm and a file without a key have messages of their own.
        let output = program.env("OAUTH_SIGNING_ALGORITHM", "none").output().unwrap();
        assert!(self::text(&output).contains("OAUTH_SIGNING_ALGORITHM is not one such as RS256"), "{output:?}");
        std::fs::write(&file, "").unwrap();
        let output = program.env("OAUTH_SIGNING_ALGORITHM", algorithm.as_str()).output().unwrap();
        assert_eq!(output.status.code(), Some(1));
        assert!(self::text(&output).contains(&*file.to_string_lossy()), "{output:?}");
    }
    std::fs::remove_dir_all(&folder).unwrap();
}

#[test]
fn remote_signer() {
    let text = succeed(&mut example("remote_signer"));
    assert!(text.contains("client_assertion=***") && text.contains("scope         orders:read"), "{text}");
    assert!(text.contains("signatures under way at the same time: 10"), "{text}");
}

#[test]
fn service_account() {
    let text = succeed(&mut example("service_account"));
    assert!(text.contains("jwt-bearer&assertion=***") && text.contains("scope         storage.read"), "{text}");
    assert!(!text.contains("client_id="), "{text}");
}

#[test]
fn token_exchange() {
    let text = succeed(&mut example("token_exchange"));
    assert!(text.contains("urn:ietf:params:oauth:token-type:access_token"), "{text}");
}

#[test]
fn own_grant() {
    assert!(succeed(&mut example("own_grant")).contains("grant_type=account_credentials&account_id=A1b2C3"));
}

#[test]
fn own_http_stack() {
    assert!(succeed(&mut example("own_http_stack")).contains("scope         orders:write"));
}

#[test]
fn pingone_application_by_itself() {
    let text = succeed(&mut example("pingone_application"));
    assert!(
        text.contains("the record says CLIENT_SECRET_POST") && text.contains("scope         orders:read"),
        "{text}"
    );
    assert!(text.contains("rotated: the old secret is still accepted") && text.contains("carries the new secret"));
    assert!(text.contains("renewals that brought a token 2, that failed 0"), "{text}");
    assert!(
        text.contains(&format!("/applications/{ID}/secret HTTP/1.1")) && text.contains("\"secret\":\"***\""),
        "{text}"
    );
    assert_eq!(text.matches("authorization: Bearer ***").count(), 3, "{text}");
}

#[test]
fn pingone_application_says_what_is_missing_or_wrong() {
    const ENV: &str = "abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6";
    let worker = [("OAUTH_CLIENT_ID", "i"), ("OAUTH_CLIENT_SECRET", "s")];
    let rows: [(&[(&str, &str)], &str); 3] = [
        (&[("OAUTH_ISSUER", "https://a.example")], "this example is for PingOne"),
        (&[("PINGONE_REGION", "EU"), ("PINGONE_ENV_ID", ENV)], "set PINGONE_APPLICATION_ID too"),
        (&[("PINGONE_REGION", "EU"), ("PINGONE_ENV_ID", "x"), ("PINGONE_APPLICATION_ID", "x")], "environment id"),
    ];
    for (variables, expected) in rows {
        let output = example("pingone_application").envs(worker).envs(variables.iter().copied()).output().unwrap();
        let text = text(&output);
        assert_eq!(output.status.code(), Some(1), "{text}");
        assert!(text.contains(expected), "{variables:?}: {text}");
    }
}

#[test]
fn own_http_stack_ureq() {
    assert!(succeed(&mut example("own_http_stack_ureq")).contains("scope         orders:write"));
}

#[test]
fn reqwest_012() {
    assert!(succeed(&mut example("reqwest_012")).contains("token_type    Bearer"));
}

#[test]
fn secret_rotation() {
    assert!(succeed(&mut example("secret_rotation")).contains("carries the new secret"));
}

#[test]
fn middleware() {
    let text = succeed(&mut example("middleware"));
    assert_eq!(text.matches("200 OK").count(), 2, "{text}");
    assert!(text.contains("3 requests to the API, 2 for a token"), "{text}");
}

#[test]
fn service_under_load() {
    let folder = env::temp_dir().join(format!("oauth-examples-load-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let picture = folder.join("timeline.svg");
    let text = succeed(example("service_under_load").arg(&picture));
    let number = |label: &str| -> usize {
        let line = text.lines().find_map(|line| line.strip_prefix(label)).expect(label);
        line.split_whitespace().next().unwrap().trim_end_matches(',').parse().unwrap()
    };
    assert!(text.contains("requests to the API: 26,153 served, 0 failed\n"), "{text}");
    // One at the start, one when the server is there again, and one 12 to 13 minutes later. Only who asked first waits.
    assert_eq!((number("token requests: "), number("callers that waited for a token: ")), (3, 1), "{text}");
    // The server is not stormed, and found again within 30 seconds: then the token has 75 seconds left.
    let refused = number("connections refused while the server was away for two minutes: ");
    assert!((2..=40).contains(&refused), "{text}");
    assert!((39..=75).contains(&number("the least that a token had left when it was used: ")), "{text}");

    let svg = std::fs::read_to_string(&picture).unwrap();
    assert!(svg.starts_with("<svg xmlns=") && svg.ends_with("</svg>\n"), "{svg}");
    assert_eq!(svg.matches("<circle").count(), 3);
    assert_eq!(svg.matches("<path").count(), refused);
    assert_eq!(svg.matches("class=\"s\"").count(), 35 * 4, "a bar for each quarter of a minute");
    assert!(!svg.contains("class=\"f\""), "a request that failed");
    std::fs::remove_dir_all(&folder).unwrap();
}

#[test]
fn users() {
    let text = succeed(&mut example("users"));
    assert_eq!(text.matches("200 OK").count(), 5, "{text}");
    for user in ["alice", "bob"] {
        assert!(text.contains(&format!("{user} has signed in")), "{text}");
        assert!(text.contains(&format!("two hours later, the orders of {user}: 200 OK")), "{text}");
        assert_eq!(text.matches(&format!("a renewal for {user}: Expired")).count(), 1, "{text}");
    }
    assert!(text.contains("the orders of alice: 200 OK\nthe orders of bob: a new sign-in is needed"), "{text}");
    assert!(text.ends_with("4 token requests, 1 revocation\n"), "{text}");
}

#[test]
fn web() {
    let mut program = example("web").stdout(Stdio::piped()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(program.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let host = line.trim().strip_prefix("Open http://").and_then(|url| url.strip_suffix('/')).unwrap();
    let mut page = String::new();
    let mut stream = TcpStream::connect(host.replace("localhost", "127.0.0.1")).unwrap();
    write!(stream, "GET / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n").unwrap();
    stream.read_to_string(&mut page).unwrap();
    program.kill().unwrap();
    program.wait().unwrap();
    assert!(page.contains("Sign in at one") && page.contains("Sign in at two"), "{page}");
}
