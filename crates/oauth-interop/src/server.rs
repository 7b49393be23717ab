//! The servers that are called.

use oauth_io::Issuer;

use crate::Outcome;

/// The servers that have registered our clients.
const NAMES: [&str; 2] = ["oidc-provider", "canaille"];

/// A running server.
pub(crate) struct Target {
    pub(crate) name: &'static str,
    pub(crate) issuer: Issuer,
}

impl Target {
    /// `--oidc-provider ISSUER`, `--canaille ISSUER`.
    pub(crate) fn from_arguments(arguments: &[String]) -> Outcome<Vec<Self>> {
        let mut targets = Vec::new();
        let mut rest = arguments.iter();
        while let Some(option) = rest.next() {
            let name = NAMES.into_iter().find(|name| option.strip_prefix("--") == Some(name));
            let name = name.ok_or_else(|| format!("{option:?} names no server"))?;
            let issuer = rest.next().ok_or_else(|| format!("{option} wants an issuer"))?;
            targets.push(Self { name, issuer: Issuer::dangerous_http_loopback(issuer)? });
        }
        if targets.is_empty() {
            return Err("name a server: --oidc-provider ISSUER, --canaille ISSUER".into());
        }
        Ok(targets)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(arguments: &[&str]) -> Option<usize> {
        let arguments: Vec<String> = arguments.iter().map(|&argument| argument.to_owned()).collect();
        Target::from_arguments(&arguments).ok().map(|targets| targets.len())
    }

    #[test]
    fn one_or_both_servers_are_named() {
        assert_eq!(count(&["--canaille", "http://127.0.0.1:1"]), Some(1));
        assert_eq!(count(&["--canaille", "http://127.0.0.1:1", "--oidc-provider", "http://127.0.0.1:2"]), Some(2));
        for wrong in
            [&[][..], &["--canaille"], &["--another", "http://127.0.0.1:1"], &["--canaille", "http://192.0.2.1"]]
        {
            assert_eq!(count(wrong), None, "{wrong:?}");
        }
    }
}
