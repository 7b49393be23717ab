//! One side of a comparison.

use std::future::Future;
use std::hint::black_box;
use std::pin::Pin;
use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::runtime::{Builder, Runtime};

/// An exchange under way. It ends with the length of the token.
pub(crate) type Exchange = Pin<Box<dyn Future<Output = usize> + Send>>;

/// Begins an exchange.
pub(crate) type Begin = Arc<dyn Fn() -> Exchange + Send + Sync>;

/// An engine alone, or an adapter.
pub(crate) struct Side {
    pub(crate) name: &'static str,
    begin: Begin,
    runtime: Runtime,
}

/// A function that begins an exchange, over whatever `state` holds.
pub(crate) fn over<S, F>(state: S, exchange: fn(Arc<S>) -> F) -> Begin
where
    S: Send + Sync + 'static,
    F: Future<Output = usize> + Send + 'static,
{
    let state = Arc::new(state);
    Arc::new(move || Box::pin(exchange(Arc::clone(&state))))
}

impl Side {
    pub(crate) fn new(name: &'static str, begin: Begin) -> Self {
        Self { name, begin, runtime: Builder::new_current_thread().enable_all().build().unwrap() }
    }

    /// One exchange after another.
    pub(crate) fn repeat(&self, count: usize) {
        self.runtime.block_on(async {
            for _ in 0..count {
                black_box((self.begin)().await);
            }
        });
    }

    /// Exchanges per second, by so many tasks on one thread.
    pub(crate) fn throughput(&self, tasks: usize, time: Duration) -> f64 {
        let start = Instant::now();
        let count = self.runtime.block_on(async {
            let tasks: Vec<_> = (0..tasks)
                .map(|_| {
                    let begin = Arc::clone(&self.begin);
                    tokio::spawn(async move {
                        let mut count = 0_u32;
                        while start.elapsed() < time {
                            black_box(begin().await);
                            count += 1;
                        }
                        count
                    })
                })
                .collect();
            let mut count = 0;
            for task in tasks {
                count += task.await.unwrap();
            }
            count
        });
        f64::from(count) / start.elapsed().as_secs_f64()
    }
}

/// The side of this name.
pub(crate) fn named(name: &str, url: &str) -> Side {
    let sides = crate::threes(url).into_iter().flat_map(|three| [three.engine, three.transport, three.adapter]);
    sides.into_iter().find(|side| side.name == name).expect("a side's name")
}
