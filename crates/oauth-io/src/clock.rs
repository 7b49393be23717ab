//! The one place that reads the clocks.

use std::sync::OnceLock;

use oauth_core::Now;

#[cfg(not(all(target_family = "wasm", target_os = "unknown")))]
pub(crate) fn now() -> Now {
    use std::time::{Instant, SystemTime};

    static START: OnceLock<Instant> = OnceLock::new();
    // `Instant` counts the time that the machine sleeps on Windows; on Linux and on Apple's systems it does not.
    Now::new(SystemTime::now(), START.get_or_init(Instant::now).elapsed(), cfg!(windows))
}

/// `SystemTime::now` and `Instant::now` panic in a browser, whose clocks are reached through JavaScript.
#[cfg(all(target_family = "wasm", target_os = "unknown"))]
pub(crate) fn now() -> Now {
    use web_time::web::SystemTimeExt as _;
    use web_time::{Instant, SystemTime};

    static START: OnceLock<Instant> = OnceLock::new();
    Now::new(SystemTime::now().to_std(), START.get_or_init(Instant::now).elapsed(), false)
}
