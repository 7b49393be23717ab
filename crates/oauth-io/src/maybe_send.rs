//! `Send` and `Sync` on platforms with threads. On wasm, a future that waits for a browser's `fetch` is neither.

use std::future::Future;
use std::pin::Pin;

/// `Send`, except on wasm, where every type implements it.
#[cfg(not(target_family = "wasm"))]
pub trait MaybeSend: Send {}
#[cfg(not(target_family = "wasm"))]
impl<T: Send + ?Sized> MaybeSend for T {}

/// `Send`, except on wasm, where every type implements it.
#[cfg(target_family = "wasm")]
pub trait MaybeSend {}
#[cfg(target_family = "wasm")]
impl<T: ?Sized> MaybeSend for T {}

/// `Sync`, except on wasm, where every type implements it.
#[cfg(not(target_family = "wasm"))]
pub trait MaybeSync: Sync {}
#[cfg(not(target_family = "wasm"))]
impl<T: Sync + ?Sized> MaybeSync for T {}

/// `Sync`, except on wasm, where every type implements it.
#[cfg(target_family = "wasm")]
pub trait MaybeSync {}
#[cfg(target_family = "wasm")]
impl<T: ?Sized> MaybeSync for T {}

/// A future that is [`MaybeSend`]. Every such future implements it, so `dyn AnyFuture` is `Send` except on wasm.
pub trait AnyFuture: Future + MaybeSend {}
impl<F: Future + MaybeSend + ?Sized> AnyFuture for F {}

/// A boxed [`AnyFuture`].
pub(crate) type Boxed<'a, T> = Pin<Box<dyn AnyFuture<Output = T> + 'a>>;

/// A future that runs to its end on its own: see [`Transport::spawn`](crate::Transport::spawn).
pub type Task = Pin<Box<dyn AnyFuture<Output = ()>>>;
