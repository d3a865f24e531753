//! What attributes say that are the compiler's: nothing here knows those of a macro.

use syn::{Attribute, Meta, parse_quote};

/// The `cfg`s among attributes.
pub(crate) fn cfgs(attributes: &[Attribute]) -> Vec<Attribute> {
    attributes.iter().filter(|attribute| attribute.path().is_ident("cfg")).cloned().collect()
}

/// What is documented.
pub(crate) fn docs(attributes: &[Attribute]) -> Vec<Attribute> {
    attributes.iter().filter(|attribute| attribute.path().is_ident("doc")).cloned().collect()
}

/// What is allowed by attributes. Of what is expected of the user's own code there may be nothing in what is written for it.
pub(crate) fn lints(attributes: &[Attribute]) -> Vec<Attribute> {
    let lints = attributes.iter().filter_map(|attribute| match &attribute.meta {
        Meta::List(list) if list.path.is_ident("allow") || list.path.is_ident("expect") => Some(&list.tokens),
        _ => None,
    });
    lints.map(|lints| parse_quote!(#[allow(#lints)])).collect()
}

/// Whether there is a `#[derive(..)]` of a trait.
pub(crate) fn derives(attributes: &[Attribute], name: &str) -> bool {
    let mut found = false;
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("derive")) {
        let _other_forms_are_the_compilers = attribute.parse_nested_meta(|meta| {
            found |= meta.path.segments.last().is_some_and(|last| last.ident == name);
            Ok(())
        });
    }
    found
}
