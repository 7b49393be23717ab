//! Assertions in a file.

use std::fs;
use std::path::PathBuf;
use std::time::UNIX_EPOCH;

use oauth_io::pingone::Region;
use oauth_io::{Call, Client, ClientAuthentication, EncodeError, Server, secret_file};

const CANARY: &str = "C4N4RYx0123456789";

/// A file of its own for each test.
fn file(name: &str, content: impl AsRef<[u8]>) -> PathBuf {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("assertion-{}-{name}", std::process::id()));
    fs::write(&path, content).unwrap();
    path
}

fn client() -> Client {
    let server = Server::pingone(Region::Europe, "abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6").unwrap();
    Client::new(server, "id", ClientAuthentication::client_secret_basic("secret")).unwrap()
}

fn body(call: &impl Call) -> Result<String, EncodeError> {
    call.encode(UNIX_EPOCH).map(|request| String::from_utf8(request.into_body()).unwrap())
}

#[test]
fn it_is_read_for_every_request_and_trimmed() {
    let path = file("rotated", "one\n");
    let call = client().jwt_bearer(secret_file(&path));
    assert!(body(&call).unwrap().ends_with("&assertion=one"));
    fs::write(&path, " \r\ntwo.\u{9}\n").unwrap();
    assert!(body(&call).unwrap().ends_with("&assertion=two."));
    // The kubelet replaces the file as a whole.
    fs::rename(file("next", "three"), &path).unwrap();
    assert!(body(&call).unwrap().ends_with("&assertion=three"));
    fs::remove_file(&path).unwrap();
    assert!(matches!(body(&call), Err(EncodeError::NotSupplied(_))));
}

#[test]
fn the_error_of_an_unreadable_file_names_it_but_does_not_show_its_content() {
    let missing = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("no-such-file");
    let rows = [
        (missing, "cannot be read: "),
        (PathBuf::from(env!("CARGO_TARGET_TMPDIR")), "cannot be read: "),
        (file("empty", ""), "is empty"),
        (file("blank", " \n\t"), "is empty"),
        (file("binary", [CANARY.as_bytes(), b"\xff"].concat()), "is not UTF-8 text"),
        (file("huge", CANARY.repeat(64 * 1024)), "is larger than 1 MiB"),
    ];
    for (path, reason) in rows {
        let call = client().jwt_bearer(secret_file(&path));
        let error = body(&call).unwrap_err();
        let text = error.to_string();
        assert!(text.contains(&format!("{path:?} {reason}")), "{text}");
        assert!(!text.contains(CANARY) && !format!("{error:?}{call:?}").contains(CANARY));
        let _ = fs::remove_file(&path);
    }
}

#[test]
fn a_file_may_have_one_mebibyte() {
    let path = file("limit", "a".repeat(1024 * 1024));
    let call = client().jwt_bearer(secret_file(&path));
    assert!(body(&call).is_ok());
    fs::write(&path, "a".repeat(1024 * 1024 + 1)).unwrap();
    assert!(body(&call).is_err());
    fs::remove_file(&path).unwrap();
}

#[test]
fn saml_in_a_file_is_encoded() {
    let path = file("saml", "<a/>\n");
    assert!(body(&client().saml2_bearer(secret_file(&path))).unwrap().ends_with("&assertion=PGEvPg"));
    fs::remove_file(&path).unwrap();
}
