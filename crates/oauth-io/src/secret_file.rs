//! A secret or an assertion that another program keeps in a file.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use oauth_core::Secret;
use oauth_core::key::SecretSource;

/// The size of such a file, in bytes. A token has a few thousand.
const LIMIT: u64 = 1024 * 1024;

/// A secret or an assertion that is read from a file for each transmission.
///
/// Kubernetes projects a service account's token into such a file and replaces it long before it expires, so a text
/// that was read once soon is of no use. White space around the text is left out. The file is read on the thread that
/// drafts the request; it is small and, if it is projected, in memory.
///
/// ```no_run
/// use oauth_io::pingone::Region;
/// use oauth_io::{Client, ClientAuthentication, Server, secret_file};
/// # let server = Server::pingone(Region::Europe, "abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6")?;
///
/// let federated = ClientAuthentication::client_assertion(secret_file("/var/run/secrets/tokens/oauth"));
/// let client = Client::new(server, "id", federated)?;
/// # Ok::<_, oauth_io::Error>(())
/// ```
///
/// If the file cannot be read, is empty, is no text or is larger than 1 MiB, the request is not built:
/// [`NotSupplied::Secret`](oauth_core::key::NotSupplied::Secret) names the path and nothing of what is in the file.
pub fn secret_file(path: impl Into<PathBuf>) -> SecretSource {
    let path = path.into();
    SecretSource::from_fn(move |_| read(&path).map_err(|reason| format!("the file {path:?} {reason}")))
}

fn read(path: &Path) -> Result<Secret, String> {
    let failed = |error: io::Error| match error.kind() {
        io::ErrorKind::InvalidData => "is not UTF-8 text".to_owned(),
        _ => format!("cannot be read: {error}"),
    };
    let file = File::open(path).map_err(failed)?;
    let size = file.metadata().map_err(failed)?.len().min(LIMIT);
    // Room for all of it, so that no grown buffer leaves a copy behind.
    let mut text = String::with_capacity(usize::try_from(size).unwrap_or_default() + 1);
    let outcome = file.take(LIMIT + 1).read_to_string(&mut text);
    let length = text.len() as u64;
    // The text as it was read is overwritten when this is dropped.
    let text = Secret::new(text);
    outcome.map_err(failed)?;
    if length > LIMIT {
        return Err("is larger than 1 MiB".to_owned());
    }
    match text.expose().trim() {
        "" => Err("is empty".to_owned()),
        trimmed => Ok(Secret::from(trimmed)),
    }
}
