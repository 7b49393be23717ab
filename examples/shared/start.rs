//! The beginning and the end of an example that can ask a real server.

use std::error::Error;
use std::process::ExitCode;

use crate::Settings;

type Outcome = Result<(), Box<dyn Error>>;

/// Runs `real` with the server that the environment names, or `embedded` if it names none. An error is printed.
pub async fn start(real: impl AsyncFnOnce(Settings) -> Outcome, embedded: impl AsyncFnOnce() -> Outcome) -> ExitCode {
    let outcome = match Settings::from_environment() {
        Ok(Some(settings)) => real(settings).await,
        Ok(None) => embedded().await,
        Err(message) => Err(message.into()),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}
