//! `#[double]`: an import or an alias twice, of the real item and of its mock, under complementary conditions.
//!
//! It knows how a mock is named after what it stands for, and nothing else of mocks. Nor does it know which of the two
//! the compiler will take: both are written with the user's tokens, where errors and editors look for them.

mod condition;
#[cfg(test)]
mod tests;

use std::mem;

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::quote;
use syn::ext::IdentExt as _;
use syn::punctuated::Punctuated;
use syn::spanned::Spanned as _;
use syn::token::Brace;
use syn::{Error, Item, Token, Type, UseGroup, UseName, UsePath, UseRename, UseTree};

use condition::Condition;

/// The expansion of `#[double]`: the item as it was, the item with mocks, and what is wrong.
pub(crate) fn double(options: TokenStream, item: TokenStream) -> TokenStream {
    let mut errors = Vec::new();
    let Condition(mocked) = syn::parse2(options).unwrap_or_else(|error| {
        errors.push(error);
        Condition::default()
    });
    let expanded = match syn::parse2(item.clone()) {
        Ok(Item::Use(mut doubled)) => {
            errors.extend(mock_tree(&mut doubled.tree).err());
            quote!(#[cfg(not(#mocked))] #item #[cfg(#mocked)] #doubled)
        }
        Ok(Item::Type(mut doubled)) => {
            errors.extend(mock_type(&mut doubled.ty).err());
            quote!(#[cfg(not(#mocked))] #item #[cfg(#mocked)] #doubled)
        }
        Ok(other) => {
            errors.push(misplaced(&other));
            item
        }
        Err(error) => {
            errors.push(error);
            item
        }
    };
    let errors = errors.iter().map(Error::to_compile_error);
    quote!(#expanded #(#errors)*)
}

/// Puts a mock in the place of each leaf. One that can't be doubled stays as it is.
fn mock_tree(tree: &mut UseTree) -> syn::Result<()> {
    match tree {
        UseTree::Name(UseName { ident }) => {
            let (ident, rename) = (mock_name(ident)?, ident.clone());
            *tree = UseTree::Rename(UseRename { ident, as_token: Token![as](rename.span()), rename });
            Ok(())
        }
        UseTree::Rename(leaf) if leaf.rename == "_" => Err(Error::new(
            leaf.rename.span(),
            "`#[double]` can't double what is imported as `_`; import it in a `use` without `#[double]`",
        )),
        UseTree::Rename(leaf) => {
            leaf.ident = mock_name(&leaf.ident)?;
            Ok(())
        }
        UseTree::Glob(glob) => Err(Error::new(
            glob.star_token.span(),
            "`#[double]` can't double a glob; name what is to be doubled, as in `{Foo, Bar}`",
        )),
        UseTree::Path(path) => match without_self(path) {
            Some(lifted) => {
                *tree = lifted;
                mock_tree(tree)
            }
            None => mock_tree(&mut path.tree),
        },
        UseTree::Group(group) => {
            let errors = group.items.iter_mut().filter_map(|tree| mock_tree(tree).err());
            let error = errors.reduce(|mut all, error| {
                all.combine(error);
                all
            });
            error.map_or(Ok(()), Err)
        }
    }
}

/// `{a, a::Foo}` for `a::{self, Foo}`, as the mock of `a` is not in the mock of `a`.
fn without_self(path: &UsePath) -> Option<UseTree> {
    let UseTree::Group(mut group) = (*path.tree).clone() else { return None };
    let mut lifted = Punctuated::new();
    for tree in mem::take(&mut group.items) {
        match tree {
            UseTree::Name(leaf) if leaf.ident == "self" => {
                lifted.push(UseTree::Name(UseName { ident: path.ident.clone() }));
            }
            UseTree::Rename(leaf) if leaf.ident == "self" => {
                lifted.push(UseTree::Rename(UseRename { ident: path.ident.clone(), ..leaf }));
            }
            other => group.items.push(other),
        }
    }
    if lifted.is_empty() {
        return None;
    }
    if let Some(rest) = unwrapped(group) {
        lifted.push(UseTree::Path(UsePath { tree: Box::new(rest), ..path.clone() }));
    }
    unwrapped(UseGroup { brace_token: Brace(path.ident.span()), items: lifted })
}

/// A group without braces that rustc's `unused_import_braces` would find fault with, if there is anything in it.
fn unwrapped(mut group: UseGroup) -> Option<UseTree> {
    match group.items.len() {
        0 | 1 => group.items.pop(),
        _ => Some(UseTree::Group(group)),
    }
}

/// Puts a mock in the place of the type that a path names.
fn mock_type(ty: &mut Type) -> syn::Result<()> {
    match ty {
        // A type that came through a macro.
        Type::Group(group) => return mock_type(&mut group.elem),
        Type::Paren(paren) => return mock_type(&mut paren.elem),
        Type::Path(path) if path.qself.is_none() => {
            if let Some(last) = path.path.segments.last_mut() {
                last.ident = mock_name(&last.ident)?;
                return Ok(());
            }
        }
        _ => {}
    }
    Err(Error::new_spanned(ty, "`#[double]` can't double this type; alias a path, as in `type Foo = bar::Foo;`"))
}

/// `MockFoo` for a type `Foo`, `mock_foo` for a module or function `foo`.
fn mock_name(real: &Ident) -> syn::Result<Ident> {
    let name = real.unraw().to_string();
    if matches!(&*name, "crate" | "self" | "super" | "Self" | "$crate") {
        return Err(Error::new(real.span(), format!("`#[double]` can't double `{name}`; name an item")));
    }
    let is_type = name.chars().find(|letter| *letter != '_').is_some_and(char::is_uppercase);
    let prefix = if is_type { "Mock" } else { "mock_" };
    Ok(Ident::new(&format!("{prefix}{name}"), real.span()))
}

/// The error for an item that is neither an import nor an alias.
fn misplaced(item: &Item) -> Error {
    let its_import = "put it on the `use` that imports it";
    let (span, what, instead): (Span, _, _) = match item {
        Item::Const(item) => (item.const_token.span(), "a constant", its_import),
        Item::Enum(item) => (item.enum_token.span(), "an enum", its_import),
        Item::ExternCrate(item) => (item.extern_token.span(), "a crate", "put it on a `use` of what is in it"),
        Item::Fn(item) => (item.sig.fn_token.span(), "a function", its_import),
        Item::ForeignMod(item) => {
            (item.abi.extern_token.span(), "an extern block", "put it on the `use` that imports its functions")
        }
        Item::Impl(item) => (item.impl_token.span(), "an impl block", "put it on the `use` that imports the type"),
        Item::Mod(item) => (item.mod_token.span(), "a module", its_import),
        Item::Static(item) => (item.static_token.span(), "a static", its_import),
        Item::Struct(item) => (item.struct_token.span(), "a struct", its_import),
        Item::Trait(item) => (item.trait_token.span(), "a trait", its_import),
        Item::Union(item) => (item.union_token.span(), "a union", its_import),
        // The one form of `use` that syn has no type for.
        Item::Verbatim(tokens) if is_use(tokens) => {
            (tokens.span(), "a group with a `::` in it", "write a `use` for each crate")
        }
        other => (other.span(), "this item", "put it on a `use` or a type alias"),
    };
    Error::new(span, format!("`#[double]` can't double {what}; {instead}"))
}

/// Whether the item is an import, with whatever attributes and visibility.
fn is_use(item: &TokenStream) -> bool {
    item.clone().into_iter().any(|token| matches!(token, TokenTree::Ident(word) if word == "use"))
}
