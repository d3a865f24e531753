//! The type and constant parameters that a generated item is written with. Lifetimes are not among them: a mock's
//! methods serve all of them. Types live for ever, as mocks tell them apart by their ids.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::punctuated::Punctuated;
use syn::visit::Visit;
use syn::{GenericParam, Generics, Ident, Signature, Token, Type, TypeParamBound, WherePredicate};

use crate::syntax::bounds::{bounds_among, bounds_of, names_lifetime, names_trait, with_static, without_lifetimes};
use crate::syntax::names::ident_of;

/// Parameters, with what is demanded of them.
#[derive(Clone, Default)]
pub(crate) struct Scope {
    parameters: Vec<GenericParam>,
    predicates: Vec<WherePredicate>,
}

impl Scope {
    /// The parameters of an item.
    pub(crate) fn of(generics: &Generics) -> Self {
        let mut generics = generics.clone();
        if let Some(clause) = &mut generics.where_clause {
            clause.predicates = clause.predicates.iter().filter_map(closed).collect();
        }
        let generics = with_static(&generics);
        let mut parameters = Vec::new();
        for mut parameter in generics.params {
            match &mut parameter {
                GenericParam::Lifetime(_) => continue,
                GenericParam::Type(parameter) => {
                    parameter.attrs.clear();
                    parameter.default = None;
                    parameter.bounds =
                        parameter.bounds.iter().filter(|bound| !names_lifetime(bound)).cloned().collect();
                }
                GenericParam::Const(parameter) => {
                    parameter.attrs.clear();
                    parameter.default = None;
                }
            }
            parameters.push(parameter);
        }
        let predicates = generics.where_clause.into_iter().flat_map(|clause| clause.predicates).collect();
        Scope { parameters, predicates }
    }

    /// Takes out of a block's generics what is demanded there, and not of the mock: only methods that need it are to demand it,
    /// as a mock of other types has the rest.
    pub(crate) fn demanded_by(block: &mut Generics, of_mock: &Generics) -> Self {
        let text = |tokens: &dyn ToTokens| tokens.to_token_stream().to_string();
        let mut demanded: Vec<WherePredicate> = Vec::new();
        let mut take = |ty: &dyn ToTokens, bounds: &mut Bounds, known: &[TypeParamBound]| {
            let is_known = |bound: &TypeParamBound| known.iter().any(|other| text(other) == text(bound));
            let (kept, beyond) = std::mem::take(bounds).into_iter().partition::<Vec<_>, _>(|bound| match bound {
                TypeParamBound::Trait(found) => found.maybe.is_some() || is_known(bound),
                _ => true,
            });
            *bounds = kept.into_iter().collect();
            if !beyond.is_empty() {
                demanded.push(syn::parse_quote!(#ty: #(#beyond)+*));
            }
        };
        for parameter in block.type_params_mut() {
            take(&parameter.ident, &mut parameter.bounds, &bounds_of(of_mock, &parameter.ident));
        }
        for predicate in block.where_clause.iter_mut().flat_map(|clause| &mut clause.predicates) {
            let WherePredicate::Type(predicate) = predicate else { continue };
            let known = of_mock.where_clause.iter().flat_map(|clause| &clause.predicates);
            let known = match ident_of(&predicate.bounded_ty) {
                Some(ident) => bounds_of(of_mock, ident),
                None => {
                    known.filter_map(|known| bounds_of_type(known, &text(&predicate.bounded_ty))).flatten().collect()
                }
            };
            let (binder, ty) = (&predicate.lifetimes, &predicate.bounded_ty);
            take(&quote!(#binder #ty), &mut predicate.bounds, &known);
        }
        let mut generics = Generics::default();
        generics.make_where_clause().predicates = demanded.into_iter().collect();
        Scope::of(&generics)
    }

    /// Whether the types of a signature may be none unless this is so: they have a type that is known by the name of another, or
    /// one that is an argument of a type which may demand something of it.
    pub(crate) fn may_matter_to(&self, signature: &Signature) -> bool {
        const DEMAND_NOTHING: [&str; 16] = [
            "Option",
            "Result",
            "Vec",
            "VecDeque",
            "Box",
            "Rc",
            "Arc",
            "Pin",
            "Future",
            "Iterator",
            "IntoIterator",
            "Stream",
            "BoxFuture",
            "LocalBoxFuture",
            "BoxStream",
            "PhantomData",
        ];
        struct Find<'s> {
            demanded: &'s [Ident],
            /// Whether what is around may demand something.
            around: bool,
            found: bool,
        }
        impl<'ast> Visit<'ast> for Find<'_> {
            fn visit_receiver(&mut self, _: &'ast syn::Receiver) {}

            fn visit_path(&mut self, path: &'ast syn::Path) {
                let is_demanded = |segment: &syn::PathSegment| self.demanded.contains(&segment.ident);
                let others = if path.segments.len() > 1 { path.segments.first() } else { None };
                self.found |= others.is_some_and(is_demanded) || self.around && path.segments.iter().any(is_demanded);
                let around = self.around;
                self.around |=
                    !path.segments.last().is_some_and(|last| DEMAND_NOTHING.iter().any(|name| last.ident == name));
                path.segments.iter().for_each(|segment| self.visit_path_arguments(&segment.arguments));
                self.around = around;
            }

            fn visit_qself(&mut self, qself: &'ast syn::QSelf) {
                let around = std::mem::replace(&mut self.around, true);
                self.visit_type(&qself.ty);
                self.around = around;
            }
        }
        let mut idents = Names(Vec::new());
        self.predicates.iter().for_each(|predicate| idents.visit_where_predicate(predicate));
        let mut find = Find { demanded: &idents.0, around: false, found: false };
        signature.inputs.iter().for_each(|input| find.visit_fn_arg(input));
        find.visit_return_type(&signature.output);
        find.found
    }

    /// These parameters, then others.
    pub(crate) fn and(&self, others: &Scope) -> Self {
        let mut both = self.clone();
        both.parameters.extend(others.parameters.iter().cloned());
        both.predicates.extend(others.predicates.iter().cloned());
        both
    }

    /// Takes out the parameters of some names.
    pub(crate) fn without(mut self, is_out: impl Fn(&Ident) -> bool) -> Self {
        self.parameters.retain(|parameter| match parameter {
            GenericParam::Type(parameter) => !is_out(&parameter.ident),
            _ => true,
        });
        self.predicates.retain(|predicate| match predicate {
            WherePredicate::Type(predicate) => ident_of(&predicate.bounded_ty).is_none_or(|ident| !is_out(ident)),
            _ => true,
        });
        self
    }

    /// Whether nothing depends on it: there are no parameters, and nothing is demanded of those around.
    pub(crate) fn is_empty(&self) -> bool {
        self.parameters.is_empty() && self.predicates.is_empty()
    }

    /// `T: Clone + 'static, const N: usize,`
    pub(crate) fn declared(&self) -> TokenStream {
        let parameters = &self.parameters;
        quote!(#(#parameters,)*)
    }

    /// `<T: Clone + 'static, const N: usize,>`, or nothing.
    pub(crate) fn generics(&self) -> Option<TokenStream> {
        let declared = self.declared();
        (!self.is_empty()).then(|| quote!(<#declared>))
    }

    fn idents(&self) -> impl Iterator<Item = &Ident> {
        self.parameters.iter().filter_map(|parameter| match parameter {
            GenericParam::Type(parameter) => Some(&parameter.ident),
            GenericParam::Const(parameter) => Some(&parameter.ident),
            GenericParam::Lifetime(_) => None,
        })
    }

    /// Whether a name is that of a parameter.
    pub(crate) fn has(&self, ident: &Ident) -> bool {
        self.idents().any(|own| own == ident)
    }

    /// `<T, N,>`, or nothing.
    pub(crate) fn arguments(&self) -> Option<TokenStream> {
        let idents = self.idents();
        (!self.is_empty()).then(|| quote!(<#(#idents,)*>))
    }

    /// `<'_, T, N, K>`.
    pub(crate) fn arguments_after(&self, first: &TokenStream, last: &TokenStream) -> TokenStream {
        let idents = self.idents();
        quote!(<#first, #(#idents,)* #last>)
    }

    /// `T, N,`
    pub(crate) fn names(&self) -> TokenStream {
        let idents = self.idents();
        quote!(#(#idents,)*)
    }

    /// `T: Debug,`
    pub(crate) fn predicates(&self) -> TokenStream {
        let predicates = &self.predicates;
        quote!(#(#predicates,)*)
    }

    /// `where T: Debug,`, or nothing.
    pub(crate) fn clause(&self) -> Option<TokenStream> {
        let predicates = self.predicates();
        (!self.predicates.is_empty()).then(|| quote!(where #predicates))
    }

    /// Whether the types among the parameters that a type names are known to be `Send + Sync`.
    pub(crate) fn are_shared(&self, ty: &Type) -> bool {
        struct Find<'s>(&'s Ident, bool);
        impl<'ast> Visit<'ast> for Find<'_> {
            fn visit_ident(&mut self, ident: &'ast Ident) {
                self.1 |= ident == self.0;
            }
        }
        let types = self.parameters.iter().filter_map(|parameter| match parameter {
            GenericParam::Type(parameter) => Some(&parameter.ident),
            _ => None,
        });
        types.into_iter().all(|ident| {
            let mut find = Find(ident, false);
            find.visit_type(ty);
            let bounds = bounds_among(&self.parameters, &self.predicates, ident);
            let has = |name| names_trait(&bounds, name);
            !find.1 || has("Send") && has("Sync")
        })
    }

    /// Whether a type is a parameter that may have no size.
    pub(crate) fn may_be_unsized(&self, ty: &Type) -> bool {
        let Some(ident) = ident_of(ty) else { return false };
        let of_parameters = self.parameters.iter().filter_map(|parameter| match parameter {
            GenericParam::Type(parameter) if parameter.ident == *ident => Some(&parameter.bounds),
            _ => None,
        });
        let of_clause = self.predicates.iter().filter_map(|predicate| match predicate {
            WherePredicate::Type(predicate) if ident_of(&predicate.bounded_ty) == Some(ident) => {
                Some(&predicate.bounds)
            }
            _ => None,
        });
        let mut bounds = of_parameters.chain(of_clause).flatten();
        bounds.any(|bound| matches!(bound, TypeParamBound::Trait(bound) if bound.maybe.is_some()))
    }

    /// A type that differs with the arguments.
    pub(crate) fn key(&self, core: &Ident) -> TokenStream {
        let keys = self.parameters.iter().map(|parameter| match parameter {
            GenericParam::Const(parameter) => {
                let (ident, ty) = (&parameter.ident, &parameter.ty);
                quote!(#core::constant::#ty<#ident>)
            }
            GenericParam::Type(parameter) => {
                let ident = &parameter.ident;
                quote!(#core::Key<#ident>)
            }
            GenericParam::Lifetime(_) => TokenStream::new(),
        });
        quote!((#(#keys,)*))
    }
}

/// Whether something speaks of `Self`.
struct FindSelf(bool);

impl<'ast> Visit<'ast> for FindSelf {
    fn visit_ident(&mut self, ident: &'ast Ident) {
        self.0 |= ident == "Self";
    }
}

/// All names.
struct Names(Vec<Ident>);

impl<'ast> Visit<'ast> for Names {
    fn visit_ident(&mut self, ident: &'ast Ident) {
        self.0.push(ident.clone());
    }
}

type Bounds = Punctuated<TypeParamBound, Token![+]>;

/// What a predicate demands of a type, if it is of that.
fn bounds_of_type(predicate: &WherePredicate, ty: &str) -> Option<Vec<TypeParamBound>> {
    match predicate {
        WherePredicate::Type(predicate) if predicate.bounded_ty.to_token_stream().to_string() == ty => {
            Some(predicate.bounds.iter().cloned().collect())
        }
        _ => None,
    }
}

/// What of a demand can be made anywhere: it has no lifetime of its surroundings, and does not speak of `Self`.
fn closed(predicate: &WherePredicate) -> Option<WherePredicate> {
    let WherePredicate::Type(predicate) = predicate else { return None };
    let mut find = FindSelf(false);
    find.visit_predicate_type(predicate);
    if find.0 { None } else { without_lifetimes(predicate).map(WherePredicate::Type) }
}
