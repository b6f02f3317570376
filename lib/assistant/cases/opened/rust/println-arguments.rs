use std::collections::BTreeMap;

pub fn report(counts: &BTreeMap<String, u64>) {
    let total: u64 = counts.values().sum();
    for (name, count) in counts {
        println!("{} of {}: {}", count, total);
    }
    let mut text = String::new();
    let mut left = total;
    while left > 0 {
        text.push('*');
    }
    left = 0;
    println!("{text} {left}");
}
