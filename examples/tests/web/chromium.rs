//! The web example in a real browser, which has the last word on what a cookie is sent with.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;
use std::{fs, io};

use super::World;

/// The names of the program, in the order in which they are tried.
const NAMES: [&str; 3] = ["chromium", "chromium-browser", "google-chrome"];
/// For a slow machine.
const PATIENCE: Duration = Duration::from_secs(120);

/// A headless browser with a profile of its own. It ends with the test.
struct Chromium {
    process: Child,
    profile: PathBuf,
}

impl Chromium {
    /// Opens a page. `None` if there is no browser on this machine.
    fn open(url: &str, profile: &str) -> Option<Self> {
        let profile = Path::new(env!("CARGO_TARGET_TMPDIR")).join(profile);
        let _ = fs::remove_dir_all(&profile);
        for name in NAMES {
            let started = Command::new(name)
                .args(["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run"])
                // It goes on running until it is told to end.
                .args(["--no-proxy-server", "--remote-debugging-port=0"])
                .arg(format!("--user-data-dir={}", profile.display()))
                .arg(url)
                .stdin(Stdio::null())
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .spawn();
            match started {
                Ok(process) => return Some(Self { process, profile }),
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => panic!("{name}: {error}"),
            }
        }
        None
    }
}

impl Drop for Chromium {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
        let _ = fs::remove_dir_all(&self.profile);
    }
}

#[tokio::test]
async fn a_real_browser_signs_in_by_a_query_and_by_a_form() {
    for provider in ["one", "two"] {
        let mut world = World::new().await;
        let Some(_browser) =
            Chromium::open(&world.at(&format!("/sign-in/{provider}")), &format!("chromium-{provider}"))
        else {
            println!("skipped: there is no browser here; on Debian: apt-get install chromium");
            return;
        };
        // What the browser was shown in the end. Every other page is an error, and then there is no such page.
        let page = tokio::time::timeout(PATIENCE, world.pages.recv()).await.unwrap().unwrap();
        assert!(page.contains(&format!("Signed in as Alice at {provider}.")), "{page}");
    }
}
