//! Names: as they are read, those that types are, and whether one is `Self`.

use syn::visit::{self, Visit};
use syn::{Ident, Path, Signature, Type};

use crate::syntax::types::bare;

/// A name without `r#`.
pub(crate) fn unraw(ident: &Ident) -> String {
    ident.to_string().trim_start_matches("r#").to_owned()
}

/// The name that a type is, if it is nothing but one.
pub(crate) fn ident_of(ty: &Type) -> Option<&Ident> {
    match bare(ty) {
        Type::Path(path) if path.qself.is_none() => path.path.get_ident(),
        _ => None,
    }
}

/// Whether a type has `Self` in it, or a type that `Self` has.
pub(crate) fn speaks_of_self(ty: &Type) -> bool {
    struct Find(bool);
    impl<'ast> Visit<'ast> for Find {
        fn visit_ident(&mut self, ident: &'ast Ident) {
            self.0 |= ident == "Self";
        }
    }
    let mut find = Find(false);
    find.visit_type(ty);
    find.0
}

/// Whether a signature speaks of the type that implements the trait.
pub(crate) fn names_self(signature: &Signature) -> bool {
    struct Find(bool);
    impl<'ast> Visit<'ast> for Find {
        fn visit_receiver(&mut self, _: &'ast syn::Receiver) {}

        /// `Self`, and not `Self::Item`, which both have.
        fn visit_path(&mut self, path: &'ast Path) {
            self.0 |= path.is_ident("Self");
            visit::visit_path(self, path);
        }

        fn visit_macro(&mut self, called: &'ast syn::Macro) {
            self.0 |= called.tokens.to_string().contains("Self");
        }
    }
    let mut find = Find(false);
    signature.inputs.iter().for_each(|input| find.visit_fn_arg(input));
    find.visit_return_type(&signature.output);
    find.0
}
