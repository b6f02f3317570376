use std::collections::HashMap;

pub struct Stock {
    counts: HashMap<String, u32>,
}

impl Stock {
    pub fn new() -> Self {
        Stock { counts: HashMap::new() }
    }

    pub fn add(&mut self, name: &str, count: u32) {
        *self.counts.entry(name.to_string()).or_insert(0) += count);
    }

    pub fn of(&self, name: &str) -> u32 {
        self.counts.get(name).copied().unwrap_or(0)
    }
}
