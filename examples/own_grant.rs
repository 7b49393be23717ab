//! As `client_credentials`, with a grant that no RFC knows: `account_credentials`, as Zoom has it. The grant is this
//! file's; the library places the credentials and reads the answer. No network: the request is shown, not sent.

use std::borrow::Cow;
use std::error::Error;
use std::time::SystemTime;

use oauth_core::call::Parameters;
use oauth_core::grant::Grant;
use oauth_core::{Call as _, Client, ClientAuthentication, EncodeError, Endpoint, Issuer, Server};

/// A token for a whole account.
struct AccountCredentials {
    account_id: String,
}

impl Grant for AccountCredentials {
    fn grant_type(&self) -> Cow<'static, str> {
        "account_credentials".into()
    }

    fn parameters(&self, parameters: &mut Parameters<'_>) -> Result<(), EncodeError> {
        parameters.push("account_id", &self.account_id)
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let server =
        Server::new(Issuer::new("https://zoom.us")?).with_endpoint(Endpoint::Token, "https://zoom.us/oauth/token")?;
    let client = Client::new(server, "client-id", ClientAuthentication::client_secret_basic("client-secret"))?;

    let call = client.token_request(AccountCredentials { account_id: "A1b2C3".to_owned() });
    let request = call.encode(SystemTime::now())?;
    println!("{} {}\n\n{}", request.method(), request.uri(), String::from_utf8_lossy(request.body()));
    Ok(())
}
