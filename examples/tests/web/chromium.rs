//! The web example in a real browser, which has the last word on what a cookie is sent with.

use std::process::{Command, Stdio};
use std::{env, fs};

use super::World;

/// The names of the program, in the order in which they are tried.
const NAMES: [&str; 3] = ["chromium", "chromium-browser", "google-chrome"];

/// The page at which a headless browser ends up, or `None` if there is none on this machine.
fn dump(url: &str) -> Option<String> {
    let profile = env::temp_dir().join(format!("oauth-examples-web-{}", std::process::id()));
    for name in NAMES {
        let output = Command::new(name)
            .args(["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run"])
            .args(["--no-proxy-server", "--virtual-time-budget=20000", "--dump-dom"])
            .arg(format!("--user-data-dir={}", profile.display()))
            .arg(url)
            .stdin(Stdio::null())
            .output();
        if let Ok(output) = output {
            let _ = fs::remove_dir_all(&profile);
            return Some(String::from_utf8_lossy(&output.stdout).into_owned());
        }
    }
    None
}

#[tokio::test]
async fn a_real_browser_signs_in_by_a_query_and_by_a_form() {
    let world = World::new().await;
    for provider in ["one", "two"] {
        let url = world.at(&format!("/sign-in/{provider}"));
        let Some(page) = tokio::task::spawn_blocking(move || dump(&url)).await.unwrap() else {
            println!("skipped: there is no browser here; on Debian: apt-get install chromium");
            return;
        };
        assert!(page.contains(&format!("Signed in as Alice at {provider}.")), "{page}");
    }
}
