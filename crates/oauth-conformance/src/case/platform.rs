//! What an adapter's own engine takes from its environment: the certificates that it trusts, and a file for the keys.

use std::env;
use std::ffi::OsStr;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

use super::{Open, patient, plain};
use crate::identity::Goodbye;
use crate::{Authority, Server, Setup, Trust, post, tunneling_proxy};

/// How the parent tells the child where the server is.
const URL: &str = "OAUTH_CONFORMANCE_URL";

const OK: &[u8] = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{}";

/// Whether an engine writes the keys of its TLS sessions where `SSLKEYLOGFILE` says, for somebody who records the traffic.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum SessionKeys {
    /// It writes them.
    Written,
    /// It tells them nobody.
    Kept,
}

/// Whether an engine that nobody told of a proxy takes that of the variable `HTTPS_PROXY`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ProxyVariable {
    /// It does, unless `NO_PROXY` has the host.
    Honoured,
    /// It reads no variable.
    Ignored,
}

/// On Linux the platform is a file that a variable names, and a program reads it once. So this test runs itself again,
/// as `test`, in a process with that variable.
pub fn is_trusted(open: Open<'_>, test: &str) {
    if let Ok(url) = env::var(URL) {
        assert_eq!(plain(open).send(post(&url)).unwrap().body(), b"{}");
    } else if cfg!(target_os = "linux") {
        let url = sends_in_a_process_of_its_own(test, &[]);

        // And it is that file alone that made the difference.
        let without = open(Setup { policy: patient(), trust: Trust::Platform });
        assert!(without.send(post(&url)).is_err());
    }
}

/// The keys of a session, with which a record of it can be read. Run as [`is_trusted`].
pub fn session_keys(open: Open<'_>, test: &str, expected: SessionKeys) {
    if let Ok(url) = env::var(URL) {
        assert_eq!(plain(open).send(post(&url)).unwrap().body(), b"{}");
    } else if cfg!(target_os = "linux") {
        let file = temporary(test, "keys");
        sends_in_a_process_of_its_own(test, &[("SSLKEYLOGFILE", file.as_os_str())]);
        let keys = fs::read_to_string(&file).unwrap_or_default();
        let _ = fs::remove_file(&file);
        let written = if keys.contains("CLIENT_") { SessionKeys::Written } else { SessionKeys::Kept };
        assert_eq!(written, expected, "{keys}");
    }
}

/// The proxy of the environment, and who is asked without it. Run as [`is_trusted`].
pub fn proxy_variable(open: Open<'_>, test: &str, expected: ProxyVariable) {
    if let Ok(url) = env::var(URL) {
        let subject = plain(open);
        assert_eq!(subject.send(post(&url)).unwrap().body(), b"{}");
        if expected == ProxyVariable::Honoured {
            let error = subject.send(post("https://refused.example:1/")).unwrap_err();
            assert_eq!(error.proxy(), env::var("HTTPS_PROXY").ok().as_deref(), "{error}");
            assert!(!error.may_have_been_received(), "{error}");
        }
    } else if cfg!(target_os = "linux") {
        let honoured = usize::from(expected == ProxyVariable::Honoured);
        for (exceptions, requests) in [("", 2 * honoured), ("localhost", honoured)] {
            let proxy: Server = tunneling_proxy();
            let address = proxy.url("");
            let variables = [("HTTPS_PROXY", address.as_str()), ("NO_PROXY", exceptions)];
            sends_in_a_process_of_its_own(test, &variables.map(|(name, value)| (name, OsStr::new(value))));
            assert_eq!(proxy.requests().len(), requests, "NO_PROXY={exceptions}");
        }
    }
}

/// Runs `test` in a process that trusts the server whose URL it gets.
fn sends_in_a_process_of_its_own(test: &str, variables: &[(&str, &OsStr)]) -> String {
    let authority = Authority::new();
    let identity = authority.identity("localhost");
    let server = identity.answering(OK, Goodbye::Said);
    let url = format!("https://localhost:{}/", server.port());
    let file = temporary(test, "pem");
    fs::write(&file, authority.pem()).unwrap();

    let name = test.split_once("::").unwrap().1;
    let child = Command::new(env::current_exe().unwrap())
        .args(["--exact", name])
        .env(URL, &url)
        .env("SSL_CERT_FILE", &file)
        .env_remove("https_proxy")
        .env_remove("no_proxy")
        .envs(variables.iter().copied())
        .output()
        .unwrap();
    fs::remove_file(&file).unwrap();
    let said = String::from_utf8_lossy(&child.stdout);
    assert!(child.status.success() && said.contains("1 passed"), "{said}");
    assert!(identity.decrypted() > 0);
    url
}

/// A file of this test alone.
fn temporary(test: &str, extension: &str) -> PathBuf {
    env::temp_dir().join(format!("{}-{}.{extension}", test.replace("::", "-"), std::process::id()))
}
