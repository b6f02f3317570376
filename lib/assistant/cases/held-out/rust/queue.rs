use std::collections::HashMap;
use std::fs::File;
use std::io::Write;

fn last(values: &[i32]) -> Option<i32> {
    let mut i = values.len() - 1;
    while values[i] < 0 {
        if i == 0 {
            return None;
        }
        i -= 1;
    }
    Some(values[i])
}

fn sum(values: &[i32]) -> i32 {
    let mut total = 0;
    for i in 0..=values.len() {
        total += values[i];
    }
    total
}

fn is_tenth(x: f64) -> bool {
    x == 0.1
}

fn save(path: &str, text: &str) -> std::io::Result<()> {
    let mut file = File::create(path)?;
    file.write_all(text.as_bytes());
    Ok(())
}

fn main() {
    let names = vec![String::from("a"), String::from("b")];
    let owned = names;
    println!("{}", names.len());
    let counts = HashMap::new();
    counts.insert(owned[0].clone(), 1);
    println!("{} {:?} {:?} {}", sum(&[1]), last(&[1]), save("a", "b"), is_tenth(0.1));
}
