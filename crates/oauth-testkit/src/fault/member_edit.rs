//! Edits of one member of a JSON response. All other bytes stay as they are.

use crate::response::Response;
use crate::wire::json;

/// A change to a JSON object.
#[derive(Clone, Debug)]
pub(crate) enum MemberEdit {
    Remove(String),
    Rename { from: String, to: String },
    Set { name: String, json: String },
}

impl MemberEdit {
    /// Applies the edit. A body that is not a JSON object stays unchanged.
    pub(crate) fn apply(&self, response: Response) -> Response {
        response.map(|body| {
            let members = std::str::from_utf8(&body).ok().and_then(json::members);
            members.map_or(body, |members| json::raw_object(self.edit(members)).into_bytes())
        })
    }

    fn edit(&self, mut members: Vec<(String, String)>) -> Vec<(String, String)> {
        match self {
            Self::Remove(name) => members.retain(|(candidate, _)| candidate != name),
            Self::Rename { from, to } => {
                let named = members.iter_mut().filter(|(name, _)| name == from);
                named.for_each(|(name, _)| name.clone_from(to));
            }
            Self::Set { name, json } => match members.iter_mut().find(|(candidate, _)| candidate == name) {
                Some(member) => member.1.clone_from(json),
                None => members.push((name.clone(), json.clone())),
            },
        }
        members
    }
}
