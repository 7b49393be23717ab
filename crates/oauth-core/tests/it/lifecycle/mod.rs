//! The life of tokens: the table of states and events, row by row, and cases that people ran into.

mod clocks;
mod fleet;
mod keys;
mod operators;
mod process;
mod rows;
mod settings;
mod signing_out;
mod store;
mod support;
mod unavailable;

/// The names in the last column of the table in the documentation.
fn documented() -> Vec<&'static str> {
    let source = include_str!("../../../src/lifecycle/mod.rs");
    let rows = source.lines().filter_map(|line| line.strip_prefix("//! |"));
    let names = rows.filter_map(|row| row.trim_end_matches('|').rsplit('|').next()).map(str::trim);
    let names = names.filter_map(|name| name.strip_prefix('`')?.strip_suffix('`'));
    names.filter(|name| name.len() > 12).collect()
}

#[test]
fn the_documented_table_names_each_row_that_is_tested() {
    let sources = [
        include_str!("rows/in_hand.rs"),
        include_str!("rows/chain.rs"),
        include_str!("rows/activity.rs"),
        include_str!("rows/facts.rs"),
    ];
    let names = |source: &'static str| {
        source.split("#[test]\nfn ").skip(1).filter_map(|after| after.split('(').next()).collect::<Vec<_>>()
    };
    let tested: Vec<&str> = sources.into_iter().flat_map(names).collect();
    assert_eq!(documented(), tested);
}
