//! Where something is written.

use proc_macro2::Span;

/// `src/cat.rs:12:5`, as the compiler will write it in places; `None` outside of the compiler.
pub(crate) fn place(span: Span) -> Option<String> {
    if !proc_macro::is_available() {
        return None;
    }
    let span = span.unwrap();
    Some(format!("{}:{}:{}", span.file(), span.line(), span.column()))
}
