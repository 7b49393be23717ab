//! A pointer to a transport is a transport.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use oauth_core::Now;
use oauth_core::key::{Need, NotSupplied, Supplied};

use super::{SpawnError, Transport, TransportError};
use crate::maybe_send::{MaybeSend, Task};

macro_rules! forward {
    ($($pointer:ty),*) => {$(
        impl<T: Transport + ?Sized> Transport for $pointer {
            fn send(
                &self,
                request: http::Request<Vec<u8>>,
            ) -> impl Future<Output = Result<http::Response<Vec<u8>>, TransportError>> + MaybeSend {
                (**self).send(request)
            }

            fn sleep(&self, duration: Duration) -> impl Future<Output = ()> + MaybeSend {
                (**self).sleep(duration)
            }

            fn limit(&self, duration: Duration) -> impl Future<Output = ()> + MaybeSend {
                (**self).limit(duration)
            }

            fn spawn(&self, task: Task) -> Result<(), SpawnError> {
                (**self).spawn(task)
            }

            fn can_spawn(&self) -> bool {
                (**self).can_spawn()
            }

            fn now(&self) -> Now {
                (**self).now()
            }

            fn provide(
                &self,
                need: &Need,
            ) -> impl Future<Output = Result<Supplied, NotSupplied>> + MaybeSend {
                (**self).provide(need)
            }
        }
    )*};
}

forward!(&T, Box<T>, Arc<T>);
