//! What the parts of a method's description need to know of the whole. They know nothing else of the method.

use syn::Ident;

use crate::model::scope::Scope;

/// What the parts of a method's description need to know of the whole.
pub(crate) struct Owner {
    /// What the generated code calls the core.
    pub(crate) core: Ident,
    /// What the names of the method's own markers begin with.
    pub(crate) own: Ident,
    /// The parameters that the markers have.
    pub(crate) scope: Scope,
}
