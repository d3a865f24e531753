//! What a type is, as far as it is written out: in parentheses, one of the language's own, hidden.

use syn::visit::Visit;
use syn::{Type, TypeImplTrait};

/// Takes parentheses and invisible groups off a type.
pub(crate) fn bare(ty: &Type) -> &Type {
    match ty {
        Type::Paren(inner) => bare(&inner.elem),
        Type::Group(inner) => bare(&inner.elem),
        other => other,
    }
}

/// Whether a type is one of the language's own: it can be cloned, printed, sent and shared, and has a default if it is
/// sized. Names from the prelude are not among them, as they may be somebody else's.
pub(crate) fn is_basic(ty: &Type) -> bool {
    const NAMES: [&str; 17] = [
        "u8", "u16", "u32", "u64", "u128", "usize", "i8", "i16", "i32", "i64", "i128", "isize", "f32", "f64", "bool",
        "char", "str",
    ];
    match bare(ty) {
        Type::Path(path) => path.path.get_ident().is_some_and(|ident| NAMES.contains(&ident.to_string().as_str())),
        Type::Tuple(tuple) => tuple.elems.is_empty(),
        _ => false,
    }
}

/// The first hidden type in a type.
pub(crate) fn hidden_in(ty: &Type) -> Option<&TypeImplTrait> {
    #[derive(Default)]
    struct Find<'ast>(Option<&'ast TypeImplTrait>);
    impl<'ast> Visit<'ast> for Find<'ast> {
        fn visit_type_impl_trait(&mut self, hidden: &'ast TypeImplTrait) {
            self.0.get_or_insert(hidden);
        }
    }
    let mut find = Find::default();
    find.visit_type(ty);
    find.0
}
