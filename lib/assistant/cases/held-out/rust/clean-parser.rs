use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

#[derive(Debug, Clone, PartialEq)]
pub enum Token {
    Number(i64),
    Plus,
    Minus,
}

#[derive(Debug)]
pub struct ParseError {
    at: usize,
}

impl fmt::Display for ParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "unexpected character at {}", self.at)
    }
}

impl std::error::Error for ParseError {}

pub fn tokens(text: &str) -> Result<Vec<Token>, ParseError> {
    let mut out = Vec::new();
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        match c {
            '+' => out.push(Token::Plus),
            '-' => out.push(Token::Minus),
            c if c.is_whitespace() => {}
            c if c.is_ascii_digit() => {
                let mut end = at + 1;
                while let Some(&(next, d)) = chars.peek() {
                    if !d.is_ascii_digit() {
                        break;
                    }
                    end = next + 1;
                    chars.next();
                }
                let value = i64::from_str(&text[at..end]).map_err(|_| ParseError { at })?;
                out.push(Token::Number(value));
            }
            _ => return Err(ParseError { at }),
        }
    }
    Ok(out)
}

pub struct Counter<'a> {
    counts: BTreeMap<&'a str, usize>,
}

impl<'a> Counter<'a> {
    pub fn of(text: &'a str) -> Self {
        let mut counts = BTreeMap::new();
        for word in text.split_whitespace() {
            *counts.entry(word).or_insert(0) += 1;
        }
        Counter { counts }
    }

    pub fn top(&self) -> Option<(&str, usize)> {
        self.counts.iter().max_by_key(|(_, &n)| n).map(|(&word, &n)| (word, n))
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let list = tokens("1 + 22 - 3")?;
    println!("{list:?} {}", list.len());
    if let Some((word, n)) = Counter::of("a b a").top() {
        println!("{word}: {n}");
    }
    Ok(())
}
