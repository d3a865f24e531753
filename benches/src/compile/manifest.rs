//! The manifest of a generated crate.

use crate::column::Column;
use crate::profile::package;

/// The name under which the tests of a generated crate use its library, the same for all columns.
const LIBRARY: &str = "project";

/// The manifest of a crate whose traits are doubled by the subject of a column.
pub(super) fn manifest(column: Column) -> String {
    let dependency = match column {
        Column::Hand | Column::Count => String::new(),
        Column::Mockall => "mockall = \"0.15\"".to_owned(),
        Column::Unimock => "unimock = \"0.6.8\"".to_owned(),
        Column::Mry => "mry = \"0.16\"".to_owned(),
        Column::Faux => "faux = \"0.1.13\"".to_owned(),
        Column::Asyncmock | Column::Clockless | Column::Spies => asyncmock(&["derive"]),
    };
    // What is named by its path is compiled incrementally, and into sixteen times as many objects for the linker as what a
    // project has from a registry.
    let ours = dependency.starts_with("asyncmock");
    let profile = if ours { "\n[profile.dev.package.asyncmock]\ncodegen-units = 16\n" } else { "" };
    format!(
        "[package]\nname = \"generated-{column}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
         [lib]\nname = \"{LIBRARY}\"\n\n[dependencies]\n{dependency}\n\n[workspace]\n{profile}"
    )
}

fn asyncmock(features: &[&str]) -> String {
    let path = package().with_file_name("mock-core");
    format!("asyncmock = {{ path = {path:?}, default-features = false, features = {features:?} }}")
}
