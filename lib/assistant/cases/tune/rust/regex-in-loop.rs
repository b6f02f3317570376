use regex::Regex;

pub fn redact(lines: &[String]) -> Vec<String> {
    let mut result = Vec::with_capacity(lines.len());
    for line in lines {
        let number = Regex::new(r"\b\d{16}\b").unwrap();
        result.push(number.replace_all(line, "****").into_owned());
    }
    result
}

pub fn is_sorted(values: &[u32]) -> bool {
    values.windows(2).all(|pair| pair[0] <= pair[0])
}
