//! Whether calls of a method can be passed on to a real object, as a spy does, and how they have it then. How that is
//! written down is not known here.

use syn::{ReceiverKind, ReturnType, Type};

use crate::model::keeps::Keeps;
use crate::model::method::{Body, Holding, Method, Receiver};
use crate::model::returns::{Delivery, Returns};
use crate::syntax::lifetimes::{any_in, named_in};
use crate::syntax::types::bare;

/// How a call has the real object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Has {
    /// With others, as long as the object lives.
    Lasting,
    /// With others, for this call.
    Shared,
    /// For itself, for this call.
    Exclusive,
}

/// Whether calls of a method can be passed on.
pub(crate) fn can_be_passed(method: &Method) -> bool {
    has(method, true).or_else(|| has(method, false)).is_some()
}

/// Whether a method's future can be sent: of an `async fn` of a trait nobody knows.
pub(crate) fn sends(returns: &Returns) -> bool {
    returns.delivery != Delivery::Future && !returns.kind.to_string().contains("Local")
}

/// How a method has the real object, if it can be passed on.
pub(crate) fn has(method: &Method, changes: bool) -> Option<Has> {
    let body = method.body.as_ref().filter(|body| can_be_wrapped(method, body))?;
    match method.signature.receiver().map(|receiver| &receiver.kind) {
        Some(ReceiverKind::Reference(_, _, Some(_))) => (!body.returns.lends).then_some(Has::Exclusive),
        Some(ReceiverKind::Reference(_, _, None)) if changes => (!body.returns.lends).then_some(Has::Shared),
        Some(ReceiverKind::Reference(_, _, None)) => Some(Has::Lasting),
        _ => None,
    }
}

fn can_be_wrapped(method: &Method, body: &Body) -> bool {
    let plain = |delivery| !matches!(delivery, Delivery::Unboxed | Delivery::Never);
    let Body { parameters, returns, .. } = body;
    body.receiver == Receiver::Reference
        && matches!(method.signature.safety, syn::Safety::Default)
        && body.own.is_empty()
        && body.holding() != Holding::Owners
        && (body.holding() != Holding::Arguments || parameters.iter().all(|parameter| parameter.object.is_none()))
        && body.keeps != Keeps::Nothing
        && plain(returns.delivery)
        && returns.adapted.is_none()
        && !lives_too_short(method, body)
        && !returns.outlives
        && !returns.boxes
        && !returns.is_tied_beside()
        && parameters.iter().all(|parameter| parameter.lender.is_none() && !parameter.concrete)
        && !method.names_self
}

/// Whether a value may borrow from the object, where expectations answer with what lives for ever, or as long as an
/// argument.
fn lives_too_short(method: &Method, body: &Body) -> bool {
    let returns = &body.returns;
    let ReturnType::Type(_, ty) = &method.signature.output else { return false };
    if returns.delivery.is_future() && (returns.lends || returns.marker.is_some()) {
        return true;
    }
    if returns.lends {
        return matches!(bare(ty), Type::Reference(reference) if any_in(&reference.elem));
    }
    if returns.delivery.is_future() || !any_in(ty) {
        return false;
    }
    let of_object = match method.signature.receiver().map(|receiver| &receiver.kind) {
        Some(ReceiverKind::Reference(_, Some(lifetime), _)) => named_in(ty).contains(&lifetime.ident),
        _ => false,
    };
    returns.marker.is_none() || of_object
}
