//! Bounded `Debug` output of values with untrusted text: texts are escaped and cut, lists are cut.

use std::fmt;
use std::time::{Duration, SystemTime};

use super::deviation::Deviation;
use super::extra::Extra;
use super::secret::Secret;
use super::text::Shown;

/// The maximum number of list items to print.
const MOST: usize = 16;

/// A value with bounded `Debug` output, whatever its contents.
pub(crate) trait Show {
    fn show(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result;
}

/// A wrapper whose `Debug` is the [`Show`] of its value.
pub(crate) struct Showing<'v, T: ?Sized>(pub(crate) &'v T);

impl<T: Show + ?Sized> fmt::Debug for Showing<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.show(f)
    }
}

impl Show for str {
    fn show(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&Shown(self), f)
    }
}

impl Show for String {
    fn show(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_str().show(f)
    }
}

impl<A: Show, B: Show> Show for (A, B) {
    fn show(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("").field(&Showing(&self.0)).field(&Showing(&self.1)).finish()
    }
}

impl<T: Show> Show for Option<T> {
    fn show(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Some(value) => f.debug_tuple("Some").field(&Showing(value)).finish(),
            None => f.write_str("None"),
        }
    }
}

impl<T: Show> Show for Vec<T> {
    fn show(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_slice().show(f)
    }
}

impl<T: Show> Show for [T] {
    fn show(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut list = f.debug_list();
        list.entries(self.iter().take(MOST).map(Showing));
        if self.len() > MOST {
            list.entry(&format_args!(".."));
        }
        list.finish()
    }
}

/// Implements [`Show`] for types whose `Debug` is bounded already.
macro_rules! show_by_debug {
    ($($type:ty),+ $(,)?) => {$(
        impl $crate::wire::show::Show for $type {
            fn show(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                std::fmt::Debug::fmt(self, f)
            }
        }
    )+};
}

show_by_debug!(bool, Deviation, Duration, Extra, Secret, SystemTime);

/// Implements `Debug` for a struct. All fields must be listed, so that none is forgotten; the values of those after
/// `hides` are not printed.
macro_rules! debug_of_fields {
    ($type:ident { $($field:ident),+ $(,)? } $(hides { $($hidden:ident),+ $(,)? })?) => {
        impl std::fmt::Debug for $type {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                let Self { $($field),+ $(, $($hidden: _),+)? } = self;
                f.debug_struct(stringify!($type))
                    $(.field(stringify!($field), &$crate::wire::show::Showing($field)))+
                    $($(.field(stringify!($hidden), &format_args!("..")))+)?
                    .finish()
            }
        }
    };
}

pub(crate) use {debug_of_fields, show_by_debug};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_texts_and_lists_are_cut() {
        let long = vec![Some("x".repeat(1_000)); 1_000];
        let shown = format!("{:?}", Showing(&long));
        assert!(shown.len() < 6_000 && shown.ends_with(", ..]"), "{}", shown.len());
        assert_eq!(format!("{:?}", Showing(&vec!["a\n".to_owned()])), r#"["a\u{a}"]"#);
    }
}
