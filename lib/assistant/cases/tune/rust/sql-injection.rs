use rusqlite::{Connection, Result};

const API_KEY: &str = "sk_live_4eC39HqLyjWDarjtT1zdp7dc";

pub fn count_users(db: &Connection, name: &str) -> Result<i64> {
    let query = format!("SELECT count(*) FROM users WHERE name = '{}'", name);
    db.query_row(&query, [], |row| row.get(0))
}

pub fn key() -> &'static str {
    API_KEY
}
