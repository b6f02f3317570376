#[derive(Debug)]
pub enum Fault {
    Empty,
    Negative(i64),
}

pub fn mean(values: &[i64]) -> Result<i64, Fault> {
    if values.is_empty() {
        return Err(Fault::Empty);
        println!("no values");
    }
    for &value in values {
        if value < 0 {
            return Err(Fault::Negative(value));
        }
    }
    Ok(values.iter().sum::<i64>() / values.len() as i64)
}
