//! What the parts of a method's description need to know of the whole. They know nothing else of the method.

use syn::{Ident, TypeParamBound};

use crate::model::scope::Scope;
use crate::syntax::bounds::names_trait;

/// What the parts of a method's description need to know of the whole.
pub(crate) struct Owner {
    /// What the generated code calls the core.
    pub(crate) core: Ident,
    /// What the names of the method's own markers begin with.
    pub(crate) own: Ident,
    /// The parameters that the markers have.
    pub(crate) scope: Scope,
    /// What the values must be that it lends.
    pub(crate) lent: Lent,
}

/// Where the values may be seen that a method lends, and so what they must be.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Lent {
    pub(crate) send: bool,
    pub(crate) sync: bool,
}

impl Lent {
    /// What a trait demands of the mock, and so of all that it keeps. What is shared is dropped on any thread.
    pub(crate) fn demanded(of_mock: &[TypeParamBound]) -> Self {
        let sync = names_trait(of_mock, "Sync");
        Lent { send: sync || names_trait(of_mock, "Send"), sync }
    }

    /// What is kept with other methods, of any types.
    pub(crate) const SHARED: Self = Lent { send: true, sync: true };
}
