//! The page of the guide that shows the table, and where it stands there.

use std::path::PathBuf;
use std::{fs, io};

const BEGIN: &str = "<!-- made by examples/rivals -->\n";
const END: &str = "<!-- until here -->\n";

/// Puts the table in the place of the one that the page has.
pub(crate) fn write(table: &str) -> io::Result<()> {
    let path = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../mock-core/docs/explorer.md"));
    let page = fs::read_to_string(&path)?;
    let page = with_table(&page, table).ok_or_else(|| io::Error::other("the page has no place for the table"))?;
    fs::write(path, page)
}

fn with_table(page: &str, table: &str) -> Option<String> {
    let (before, rest) = page.split_once(BEGIN)?;
    let (_, after) = rest.split_once(END)?;
    Some(format!("{before}{BEGIN}\n{table}\n{END}{after}"))
}

#[cfg(test)]
mod tests {
    use super::with_table;

    #[test]
    fn the_table_takes_the_place_of_the_old_one() {
        let page = "before\n<!-- made by examples/rivals -->\nold\n<!-- until here -->\nafter\n";
        let expected = "before\n<!-- made by examples/rivals -->\n\n| new |\n\n<!-- until here -->\nafter\n";
        assert_eq!(with_table(page, "| new |\n").as_deref(), Some(expected));
        assert_eq!(with_table(expected, "| new |\n").as_deref(), Some(expected));
    }

    #[test]
    fn a_page_without_a_place_is_left() {
        assert_eq!(with_table("before\nafter\n", "| new |\n"), None);
    }
}
