//! Transports that are stored, cloned and used from two threads.

use std::sync::Arc;

use oauth_foreign::{Canned, Keeper, Service};
use oauth_io::adapter::block_on;
use oauth_io::{AnyTransport, ClientAuthentication, Transport as _, send};

use crate::support::{TOKEN, client, response};

#[test]
fn a_stored_transport_can_be_used_from_two_threads() {
    let network = Arc::new(Canned::new((0..2).map(|_| Ok(response(200, TOKEN)))));
    let keeper = Keeper::new(AnyTransport::new(Arc::clone(&network)));
    let call = client(ClientAuthentication::none()).client_credentials();
    std::thread::scope(|scope| {
        for keeper in [keeper.clone(), keeper] {
            scope.spawn(|| {
                let keeper = keeper;
                block_on(keeper.ask(&call), None).unwrap().unwrap()
            });
        }
    });
    assert_eq!(network.requests().len(), 2);
}

#[tokio::test]
async fn a_signer_works_behind_a_pointer() {
    let service: &'static Service = Box::leak(Box::default());
    let call = client(ClientAuthentication::private_key_jwt(Service::key())).client_credentials();
    let network = || Canned::new([Ok(response(200, TOKEN))]).with_signer(service);
    send(&&network(), &call).await.unwrap();
    send(&Arc::new(network()), &call).await.unwrap();
    send(&Box::new(network()), &call).await.unwrap();
    send(&AnyTransport::new(network()), &call).await.unwrap();
    assert_eq!(service.signatures(), 4);
}
