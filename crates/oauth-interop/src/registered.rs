//! The clients that the servers have registered: `clients.json`, which the servers read too, with keys in it.

use oauth_io::ClientAuthentication;
use serde_json::Value;

use crate::Outcome;

/// A registered client. What it is for is its name.
pub(crate) struct Registered {
    name: String,
    pub(crate) id: String,
    /// Empty for a public client.
    pub(crate) secret: String,
    method: String,
    /// The name of its key. Empty for a client without one.
    pub(crate) key: String,
    /// Where its users come back to. Empty for a client without users.
    pub(crate) redirect_uri: String,
}

impl Registered {
    /// The authentication that the client is registered for.
    pub(crate) fn authentication(&self) -> ClientAuthentication {
        match self.method.as_str() {
            "client_secret_basic" => ClientAuthentication::client_secret_basic(self.secret.clone()),
            "client_secret_post" => ClientAuthentication::client_secret_post(self.secret.clone()),
            _ => ClientAuthentication::none(),
        }
    }
}

/// The registered clients, with the names of their keys.
pub(crate) const CLIENTS: &str = include_str!("../clients.json");

/// The registered clients.
pub(crate) struct Clients(Vec<Registered>);

impl Clients {
    /// The client of this name.
    pub(crate) fn named(&self, name: &str) -> Outcome<&Registered> {
        let found = self.0.iter().find(|client| client.name == name);
        found.ok_or_else(|| format!("clients.json has no client {name}").into())
    }
}

pub(crate) fn clients() -> Outcome<Clients> {
    let value: Value = serde_json::from_str(CLIENTS)?;
    let rows = value.as_array().into_iter().flatten();
    Ok(Clients(rows.map(read).collect::<Outcome<_>>()?))
}

fn read(row: &Value) -> Outcome<Registered> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let required = |key: &str| row[key].as_str().map(str::to_owned).ok_or("clients.json: a field is missing");
    Ok(Registered {
        name: required("name")?,
        id: required("id")?,
        method: required("method")?,
        secret: text(&row["secret"]),
        key: text(&row["key"]),
        redirect_uri: text(&row["redirect_uris"][0]),
    })
}
