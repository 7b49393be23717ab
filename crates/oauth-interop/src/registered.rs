//! The clients that every server has registered: `clients.json`, which the servers read too.

use crate::Failure;

/// A registered client. What it is for is its name.
pub(crate) struct Registered {
    pub(crate) name: String,
    pub(crate) id: String,
    pub(crate) secret: String,
}

/// The registered clients.
pub(crate) struct Clients(Vec<Registered>);

impl Clients {
    /// The client of this name.
    pub(crate) fn named(&self, name: &str) -> Result<&Registered, Failure> {
        let found = self.0.iter().find(|client| client.name == name);
        found.ok_or_else(|| format!("clients.json has no client {name}").into())
    }
}

pub(crate) fn clients() -> Result<Clients, Failure> {
    let value: serde_json::Value = serde_json::from_str(include_str!("../clients.json"))?;
    let rows = value.as_array().into_iter().flatten();
    let text = |row: &serde_json::Value, key: &str| {
        row[key].as_str().map(str::to_owned).ok_or("clients.json: a field is missing")
    };
    let read = |row| Ok(Registered { name: text(row, "name")?, id: text(row, "id")?, secret: text(row, "secret")? });
    Ok(Clients(rows.map(read).collect::<Result<_, &str>>()?))
}
