//! An adapter's own engine trusts what the platform trusts.

use std::env;
use std::fs;
use std::process::Command;

use super::{Open, patient, plain};
use crate::identity::Goodbye;
use crate::{Authority, Setup, Trust, post};

/// How the parent tells the child where the server is.
const URL: &str = "OAUTH_CONFORMANCE_URL";

/// On Linux the platform is a file that a variable names, and a program reads it once. So this test runs itself again,
/// as `test`, in a process with that variable.
pub fn is_trusted(open: Open<'_>, test: &str) {
    if let Ok(url) = env::var(URL) {
        assert_eq!(plain(open).send(post(&url)).unwrap().body(), b"{}");
    } else if cfg!(target_os = "linux") {
        let authority = Authority::new();
        let identity = authority.identity("localhost");
        let answer = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{}";
        let server = identity.answering(answer, Goodbye::Said);
        let file = env::temp_dir().join(format!("oauth-conformance-{}-{}.pem", std::process::id(), server.port()));
        fs::write(&file, authority.pem()).unwrap();

        let name = test.split_once("::").unwrap().1;
        let child = Command::new(env::current_exe().unwrap())
            .args(["--exact", name])
            .env(URL, format!("https://localhost:{}/", server.port()))
            .env("SSL_CERT_FILE", &file)
            .output()
            .unwrap();
        fs::remove_file(&file).unwrap();
        let said = String::from_utf8_lossy(&child.stdout);
        assert!(child.status.success() && said.contains("1 passed"), "{said}");
        assert!(identity.decrypted() > 0);

        // And it is that file alone that made the difference.
        let without = open(Setup { policy: patient(), trust: Trust::Platform });
        assert!(without.send(post(&format!("https://localhost:{}/", server.port()))).is_err());
    }
}
