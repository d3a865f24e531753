//! The part of `README.md` that is made, not written: what stands between two markers.

use std::fs;

use crate::Result;
use crate::profile::package;

/// Puts a text between `<!-- begin name -->` and `<!-- end name -->`.
pub fn write(name: &str, text: &str) -> Result<()> {
    let path = package().join("README.md");
    let page = fs::read_to_string(&path)?;
    fs::write(path, replace(&page, name, text)?)?;
    Ok(())
}

fn replace(page: &str, name: &str, text: &str) -> Result<String> {
    let (begin, end) = (format!("<!-- begin {name} -->"), format!("<!-- end {name} -->"));
    let missing = || format!("README.md has no section `{name}`");
    let (before, rest) = page.split_once(&begin).ok_or_else(missing)?;
    let (_, after) = rest.split_once(&end).ok_or_else(missing)?;
    Ok(format!("{before}{begin}\n\n{}\n\n{end}{after}", text.trim()))
}

#[cfg(test)]
mod tests {
    use super::replace;

    #[test]
    fn only_what_stands_between_the_markers_is_replaced() {
        let page = "a\n<!-- begin t -->\nold\n<!-- end t -->\nb\n";
        let renewed = replace(page, "t", "new\n").unwrap();
        assert_eq!(renewed, "a\n<!-- begin t -->\n\nnew\n\n<!-- end t -->\nb\n");
    }

    #[test]
    fn a_missing_section_is_an_error() {
        assert!(replace("a", "t", "new").is_err());
    }
}
