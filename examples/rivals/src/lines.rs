//! How many lines of code something takes: those that are neither blank nor comments.

use std::path::{Path, PathBuf};
use std::{fs, io};

/// What a race takes with asyncmock: the module of its mocks and bodies, without functions that other tests use.
pub(crate) fn of_mocks(race: &str) -> io::Result<usize> {
    let file = fs::read_to_string(package().join("../src/races").join(race).with_extension("rs"))?;
    let (_, bodies) =
        file.split_once("\npub mod bodies {\n").ok_or_else(|| io::Error::other(format!("{race}: no bodies")))?;
    let (bodies, _) =
        bodies.split_once("\n}\n").ok_or_else(|| io::Error::other(format!("{race}: bodies without end")))?;
    Ok(count(&used(bodies)))
}

/// What it takes with any other tool: the file of its fake and bodies, if there is one.
pub(crate) fn of_scenario(race: &str) -> io::Result<Option<usize>> {
    let path = package().join("src/scenarios").join(race).with_extension("rs");
    if path.exists() { of_file(&path).map(Some) } else { Ok(None) }
}

/// What a tool takes once, for all scenarios.
pub(crate) fn of_tool(file: &str) -> io::Result<usize> {
    of_file(&package().join("src/tools").join(file))
}

fn package() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn of_file(path: &Path) -> io::Result<usize> {
    Ok(count(&fs::read_to_string(path)?))
}

/// A module without functions that neither `fails` nor `passes` uses.
fn used(module: &str) -> String {
    let mut items: Vec<&str> = module.split("\n\n").collect();
    loop {
        let is_used = |item: &&str| {
            let Some(name) = function(item) else { return true };
            let call = format!("{name}(");
            let others = items.iter().filter(|other| *other != item);
            ["fails", "passes"].contains(&name) || others.into_iter().any(|other| other.contains(&call))
        };
        let used: Vec<&str> = items.iter().copied().filter(is_used).collect();
        if used.len() == items.len() {
            return used.join("\n\n");
        }
        items = used;
    }
}

/// The name of the function that an item of a module is.
fn function(item: &str) -> Option<&str> {
    let begin = item.lines().find(|line| !line.trim().starts_with("//"))?;
    let begin = begin.strip_prefix("    ")?;
    let begin = begin.strip_prefix("pub ").unwrap_or(begin);
    let begin = begin.strip_prefix("async ").unwrap_or(begin);
    begin.strip_prefix("fn ")?.split(['(', '<']).next()
}

fn count(code: &str) -> usize {
    code.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("//")).count()
}

#[cfg(test)]
mod tests {
    use super::{count, used};

    #[test]
    fn blank_lines_and_comments_are_not_counted() {
        assert_eq!(count("//! A file.\n\nfn a() {\n    // Nothing.\n    b(); // Something.\n}\n"), 3);
    }

    #[test]
    fn functions_of_other_tests_are_left_out() {
        let all = "    fn a() {}\n\n    /// B.\n    async fn b(c: u32) {}\n\n    pub async fn fails() {\n        a();\n    }\n\n    \
                   pub async fn fails_late() {\n        b(1);\n    }";
        assert_eq!(used(all), "    fn a() {}\n\n    pub async fn fails() {\n        a();\n    }");
    }
}
