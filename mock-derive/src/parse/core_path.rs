//! Where the generated code finds the core: under the name that the user's crate gives it.
//!
//! A manifest may call a dependency what it likes, and a macro can't see what an attribute is called. So the manifest is
//! read, line by line: a TOML parser would cost each user's build more than the rest of this crate.

use std::path::PathBuf;
use std::sync::OnceLock;
use std::{env, fs};

use proc_macro2::Span;
use syn::{Ident, Path};

const PACKAGE: &str = "asyncmock";

/// `::asyncmock`, or whatever it is called.
pub(crate) fn core_path() -> Path {
    static NAME: OnceLock<String> = OnceLock::new();
    let name = NAME.get_or_init(|| {
        let folder = env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from).unwrap_or_default();
        let mut manifests = folder.ancestors().filter_map(|folder| fs::read_to_string(folder.join("Cargo.toml")).ok());
        let own = manifests.next().unwrap_or_default();
        renamed(&own, manifests).unwrap_or_else(|| PACKAGE.to_owned())
    });
    let ident = Ident::new(&name.replace('-', "_"), Span::call_site());
    syn::parse_quote!(::#ident)
}

/// What a manifest calls the core, if not by its name. Around it may be that of a workspace.
fn renamed(manifest: &str, around: impl Iterator<Item = String>) -> Option<String> {
    let own = Dependencies::of(manifest);
    if own.names.iter().any(|(name, renames)| name == PACKAGE && !renames) {
        return None;
    }
    if let Some((name, _)) = own.names.iter().find(|(_, renames)| *renames) {
        return Some(name.clone());
    }
    let mut inherited = around.flat_map(|manifest| Dependencies::of(&manifest).names);
    inherited.find(|(name, renames)| *renames && own.names.iter().any(|(known, _)| known == name)).map(|(name, _)| name)
}

/// The dependencies that a manifest names, and whether they are the core under another name.
struct Dependencies {
    names: Vec<(String, bool)>,
}

impl Dependencies {
    fn of(text: &str) -> Self {
        let mut names: Vec<(String, bool)> = Vec::new();
        // Within a section of dependencies, or of a single one.
        let (mut of_all, mut of_one) = (false, false);
        for line in text.lines().map(str::trim) {
            if let Some(section) = line.strip_prefix('[') {
                let section = section.trim_end_matches(']');
                let (parent, last) = section.rsplit_once('.').unwrap_or(("", section));
                of_all = last.ends_with("dependencies");
                of_one = parent.ends_with("dependencies");
                if of_one {
                    names.push((unquoted(last), false));
                }
            } else if let Some((key, value)) = line.split_once('=') {
                let (key, value) = (key.trim(), value.trim());
                if of_all {
                    let name = key.split('.').next().unwrap_or(key);
                    names.push((unquoted(name), says_package(value)));
                } else if of_one
                    && key == "package"
                    && unquoted(value) == PACKAGE
                    && let Some((_, renames)) = names.last_mut()
                {
                    *renames = true;
                }
            }
        }
        Dependencies { names }
    }
}

/// Whether an inline table has `package = "asyncmock"`.
fn says_package(table: &str) -> bool {
    table.trim_matches(['{', '}']).split(',').any(|entry| {
        entry.split_once('=').is_some_and(|(key, value)| key.trim() == "package" && unquoted(value) == PACKAGE)
    })
}

fn unquoted(text: &str) -> String {
    // A comment may follow.
    let text = text.split('#').next().unwrap_or(text);
    text.trim().trim_matches(['"', '\'']).to_owned()
}

#[cfg(test)]
mod tests {
    fn found(own: &str, workspace: &str) -> Option<String> {
        super::renamed(own, std::iter::once(workspace.to_owned()))
    }

    #[test]
    fn a_dependency_under_its_own_name_is_not_renamed() {
        assert_eq!(found("[dev-dependencies]\nasyncmock = \"0.1\"\n", ""), None);
        assert_eq!(found("[dev-dependencies]\nasyncmock.workspace = true\n", ""), None);
        assert_eq!(found("[dev-dependencies.asyncmock]\nversion = \"0.1\"\n", ""), None);
        assert_eq!(found("[package]\nname = \"other\"\n", ""), None);
    }

    #[test]
    fn a_dependency_is_found_under_any_name() {
        let some = Some("doubles".to_owned());
        assert_eq!(found("[dependencies]\ndoubles = { version = \"0.1\", package = \"asyncmock\" }\n", ""), some);
        assert_eq!(found("[dev-dependencies.doubles]\npackage = \"asyncmock\" # here\n", ""), some);
        let target = "[target.'cfg(unix)'.dev-dependencies]\n\"doubles\" = {package='asyncmock'}\n";
        assert_eq!(found(target, ""), some);
    }

    #[test]
    fn a_workspace_may_name_it() {
        let workspace =
            "[workspace.dependencies]\nserde = \"1\"\ndoubles = { package = \"asyncmock\", version = \"0.1\" }\n";
        assert_eq!(found("[dev-dependencies]\ndoubles.workspace = true\n", workspace), Some("doubles".to_owned()));
        assert_eq!(found("[dev-dependencies]\nserde.workspace = true\n", workspace), None);
    }

    #[test]
    fn other_packages_are_not_taken_for_it() {
        assert_eq!(
            found("[dependencies]\na = { package = \"asyncmock-derive\" }\npackage = \"asyncmock\"\n", ""),
            None
        );
    }
}
