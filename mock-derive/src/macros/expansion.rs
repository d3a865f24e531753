//! Tests of what the macro writes: how much it is, and that it is the same each time.

use proc_macro2::TokenStream;
use quote::{ToTokens as _, quote};
use syn::File;

use crate::macros::item::automock;

/// Two sync methods, three async ones, and one that returns a reference.
fn six_methods() -> TokenStream {
    quote! {
        trait Cat {
            fn pet(&self, times: u32) -> bool;
            fn feed(&self, food: &str, grams: u32) -> Result<u32, String>;
            async fn go(&self, direction: &str, steps: u32) -> Result<bool, String>;
            async fn rest(&self);
            async fn rename(&self, name: String) -> String;
            fn name(&self) -> &str;
        }
    }
}

/// What is written beside the trait itself, formatted.
fn expansion(item: &TokenStream) -> String {
    let expanded: File = syn::parse2(automock(TokenStream::new(), item.clone())).expect("the expansion is Rust");
    let mock = expanded.items.iter().skip(1).map(|item| item.to_token_stream());
    let mock: File = syn::parse2(quote!(#(#mock)*)).expect("a part of the expansion is Rust");
    prettyplease::unparse(&mock)
}

#[test]
fn a_method_takes_at_most_thirty_lines() {
    let written = expansion(&six_methods());
    let lines = written.lines().count();
    println!("{lines} lines for 6 methods: {:.1} a method", lines as f64 / 6.0);
    assert!(lines <= 6 * 30, "{lines} lines:\n{written}");
}

#[test]
fn the_same_trait_is_always_expanded_in_the_same_way() {
    let first = automock(TokenStream::new(), six_methods()).to_string();
    for _ in 0..3 {
        assert_eq!(automock(TokenStream::new(), six_methods()).to_string(), first);
    }
}

#[test]
fn the_trait_itself_is_left_as_it_is() {
    let expanded = automock(TokenStream::new(), six_methods()).to_string();
    assert!(expanded.starts_with(&six_methods().to_string()));
}
