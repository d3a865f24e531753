//! What tells the types of a method apart, wherever its name alone is known.

use crate::kinds::kind::Kind;
use crate::values::args::Args;

/// What a [`Method`](crate::methods::method::Method) is made of.
pub trait MethodType {
    /// Its parameters.
    type Args: Args;
    /// Its kind.
    type Kind: Kind;
}

/// The kind of a [`Method`](crate::methods::method::Method).
pub type KindOf<M> = <M as MethodType>::Kind;
