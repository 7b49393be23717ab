//! The list of all scripts.

use crate::script::{Script, challenge, endpoint_response, error_response, not_oauth, token_response};

/// A name and the function that makes the script.
type Row = (&'static str, fn() -> Script);

const TABLES: [&[Row]; 5] =
    [token_response::ALL, error_response::ALL, endpoint_response::ALL, not_oauth::ALL, challenge::ALL];

/// The number of rows of all tables.
const COUNT: usize = {
    let (mut table, mut count) = (0, 0);
    while table < TABLES.len() {
        count += TABLES[table].len();
        table += 1;
    }
    count
};

/// The rows of all tables.
const ROWS: [Row; COUNT] = {
    let mut rows: [Row; COUNT] = [("", Script::empty_200); COUNT];
    let (mut table, mut at) = (0, 0);
    while table < TABLES.len() {
        let mut row = 0;
        while row < TABLES[table].len() {
            rows[at] = TABLES[table][row];
            row += 1;
            at += 1;
        }
        table += 1;
    }
    rows
};

impl Script {
    /// Every script that takes no argument, by name.
    ///
    /// ```
    /// use oauth_testkit::{AuthorizationServer, Script};
    ///
    /// let server = AuthorizationServer::new();
    /// for (name, script) in Script::ALL {
    ///     server.queue(script());
    ///     let request = http::Request::post(server.token_endpoint()).body("")?;
    ///     assert_eq!(server.handle(request).body(), script().into_response().body(), "{name}");
    /// }
    /// # Ok::<(), http::Error>(())
    /// ```
    pub const ALL: &[Row] = &ROWS;
}
