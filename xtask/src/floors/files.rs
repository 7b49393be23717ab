//! Every file says what it is, and is short.

use crate::source::Source;

/// The maximum number of lines of a file.
const MOST_LINES: usize = 400;

/// Every file that is too long or does not begin with what it is.
pub(crate) fn check(sources: &[Source]) -> Vec<String> {
    let mut problems = Vec::new();
    for Source { path, text } in sources {
        if !text.starts_with("//! ") {
            problems.push(format!("{path}: begin it with a `//!` line that says what it is"));
        }
        let lines = text.lines().count();
        if lines > MOST_LINES {
            problems.push(format!("{path}: {lines} lines, {MOST_LINES} at most: it holds more than one noun"));
        }
    }
    problems
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problems(text: String) -> usize {
        check(&[Source { path: "a.rs".to_owned(), text }]).len()
    }

    #[test]
    fn a_file_begins_with_what_it_is() {
        assert_eq!(problems("//! A thing.\n".to_owned()), 0);
        assert_eq!(problems("// A thing.\n".to_owned()), 1);
        assert_eq!(problems("use a;\n//! A thing.\n".to_owned()), 1);
    }

    #[test]
    fn a_file_has_400_lines_at_most() {
        let of = |lines: usize| format!("//! A thing.\n{}", "x\n".repeat(lines - 1));
        assert_eq!(problems(of(400)), 0);
        assert_eq!(problems(of(401)), 1);
    }
}
