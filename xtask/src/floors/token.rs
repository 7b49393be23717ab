//! Rust source as words and signs, without comments, strings and tests. Just enough to find paths.

/// A word or a sign, and the line it stands on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Token {
    pub(crate) kind: Kind,
    pub(crate) line: usize,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// An identifier or keyword.
    Word(String),
    /// `::`
    PathSep,
    /// Any other sign, one character each.
    Sign(char),
    /// A string, a character, a number or a lifetime. What it says does not matter.
    Literal,
}

impl Token {
    pub(crate) fn word(&self) -> Option<&str> {
        match &self.kind {
            Kind::Word(word) => Some(word),
            _ => None,
        }
    }

    pub(crate) fn is(&self, sign: char) -> bool {
        self.kind == Kind::Sign(sign)
    }
}

/// The tokens of a source file.
pub(crate) fn tokens(source: &str) -> Vec<Token> {
    let mut reader = Reader { rest: source, line: 1 };
    let mut tokens = Vec::new();
    loop {
        reader.skip_blank();
        let line = reader.line;
        match reader.next_kind() {
            Some(kind) => tokens.push(Token { kind, line }),
            None => return tokens,
        }
    }
}

struct Reader<'a> {
    rest: &'a str,
    line: usize,
}

impl Reader<'_> {
    fn take(&mut self, bytes: usize) {
        let (taken, rest) = self.rest.split_at(bytes.min(self.rest.len()));
        self.line += taken.matches('\n').count();
        self.rest = rest;
    }

    /// Past white space and comments.
    fn skip_blank(&mut self) {
        loop {
            let blank = self.rest.len() - self.rest.trim_start().len();
            self.take(blank);
            if self.rest.starts_with("//") {
                self.take(self.rest.find('\n').unwrap_or(self.rest.len()));
            } else if self.rest.starts_with("/*") {
                self.skip_block_comment();
            } else {
                return;
            }
        }
    }

    fn skip_block_comment(&mut self) {
        let mut depth = 0_usize;
        while !self.rest.is_empty() {
            if self.rest.starts_with("/*") {
                depth += 1;
                self.take(2);
            } else if self.rest.starts_with("*/") {
                depth -= 1;
                self.take(2);
                if depth == 0 {
                    return;
                }
            } else {
                self.take(self.rest.chars().next().map_or(1, char::len_utf8));
            }
        }
    }

    fn next_kind(&mut self) -> Option<Kind> {
        let first = self.rest.chars().next()?;
        if let Some(length) = string_length(self.rest).or_else(|| quoted_length(self.rest)) {
            self.take(length);
            return Some(Kind::Literal);
        }
        let word = self.rest.strip_prefix("r#").unwrap_or(self.rest);
        let length = word.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(word.len());
        if length > 0 {
            let kind = if first.is_numeric() { Kind::Literal } else { Kind::Word(word[..length].to_owned()) };
            self.take(self.rest.len() - word.len() + length);
            return Some(kind);
        }
        if self.rest.starts_with("::") {
            self.take(2);
            return Some(Kind::PathSep);
        }
        self.take(first.len_utf8());
        Some(Kind::Sign(first))
    }
}

/// How long the string at the start is, with its prefix and quotes; `None` where there is none.
fn string_length(text: &str) -> Option<usize> {
    let body = text.trim_start_matches(['b', 'c', 'r']);
    let prefix = text.len() - body.len();
    let hashes = if text[..prefix].ends_with('r') { body.len() - body.trim_start_matches('#').len() } else { 0 };
    if prefix > 2 || !body[hashes..].starts_with('"') {
        return None;
    }
    let start = prefix + hashes + 1;
    if text[..prefix].ends_with('r') {
        let end = format!("\"{}", "#".repeat(hashes));
        return Some(text[start..].find(&end).map_or(text.len(), |at| start + at + end.len()));
    }
    Some(closing(text, start, '"').unwrap_or(text.len()))
}

/// How long the character or lifetime at the start is; `None` where there is neither.
fn quoted_length(text: &str) -> Option<usize> {
    let start = if text.starts_with("b'") { 2 } else { 1 };
    if start == 1 && !text.starts_with('\'') {
        return None;
    }
    let mut characters = text[start..].chars();
    let first = characters.next()?;
    if first == '\\' || characters.next() == Some('\'') {
        return Some(closing(text, start, '\'').unwrap_or(text.len()));
    }
    let lifetime = text[start..].find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(text.len() - start);
    Some(start + lifetime)
}

/// Where the quote closes that opened before `start`, past the closing quote.
fn closing(text: &str, start: usize, quote: char) -> Option<usize> {
    let mut escaped = false;
    for (at, character) in text[start..].char_indices() {
        match character {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            _ if character == quote => return Some(start + at + 1),
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(source: &str) -> Vec<String> {
        tokens(source).iter().filter_map(|token| token.word().map(str::to_owned)).collect()
    }

    #[test]
    fn comments_and_literals_hold_no_words() {
        assert_eq!(words("a /* b /* c */ d */ e // f\ng"), ["a", "e", "g"]);
        assert_eq!(words(r####"a "b \" c" d r#"e " f"# g b"h" i br##"j"# k"## l"####), ["a", "d", "g", "i", "l"]);
        assert_eq!(words(r"a '\'' b 'c' d b'\\' e '😀' f"), ["a", "b", "d", "e", "f"]);
        assert_eq!(words("a<'b, 'static> 1_000u32 0xff c"), ["a", "c"]);
        assert_eq!(words("r#type brand r c"), ["type", "brand", "r", "c"]);
    }

    #[test]
    fn a_token_knows_its_line() {
        let found = tokens("a\n/* \n */ b\n\"x\ny\" c");
        let lines: Vec<_> = found.iter().filter(|token| token.word().is_some()).map(|token| token.line).collect();
        assert_eq!(lines, [1, 3, 5]);
    }
}
