//! The macro behind the tables of scripts.

/// Declares scripts, one per row: doc comment, name, status, content type (`""` for none), body and further headers. A
/// row becomes a method of `Script` and an entry of the table `ALL`.
macro_rules! scripts {
    ($(
        $(#[doc = $doc:literal])+
        $name:ident: $status:ident, $content_type:expr, $body:expr $(, $header:ident: $value:expr)*;
    )+) => {
        impl Script {
            $(
                $(#[doc = $doc])+
                #[must_use]
                pub fn $name() -> Self {
                    let script = Self::new(StatusCode::$status).content_type($content_type).body($body);
                    script$(.literal_header($header, $value.as_ref()))*
                }
            )+
        }

        /// The scripts of this table.
        pub(super) const ALL: &[(&str, fn() -> Script)] = &[$((stringify!($name), Script::$name)),+];
    };
}

pub(super) use scripts;
