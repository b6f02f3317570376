use std::env;
use std::fs;

fn main() {
    let path = env::args().nth(1).expect("a file, please")
    let text = fs::read_to_string(&path).expect("not readable");
    let lines = text.lines().count();
    let words = text.split_whitespace().count();
    println!("{lines} {words} {path}");
}
