//! Lifetimes inside types: whether there are any, and one name for all of them.

use proc_macro2::Span;
use syn::visit::{self, Visit};
use syn::visit_mut::{self, VisitMut};
use syn::{
    BoundLifetimes, GenericParam, Ident, Lifetime, ParenthesizedGenericArguments, PathSegment, TraitBound, Type,
    TypeFnPtr, TypeParamBound, TypeReference,
};

/// Whether a type has a lifetime other than `'static`, named or elided.
pub(crate) fn any_in(ty: &Type) -> bool {
    let mut found = Find::default();
    found.visit_type(ty);
    found.elided > 0 || !found.named.is_empty()
}

/// Whether a type has a reference or a lifetime, `'static` included.
pub(crate) fn borrows(ty: &Type) -> bool {
    struct Look(bool);
    impl<'ast> Visit<'ast> for Look {
        fn visit_type_reference(&mut self, _: &'ast TypeReference) {
            self.0 = true;
        }

        fn visit_lifetime(&mut self, _: &'ast Lifetime) {
            self.0 = true;
        }
    }
    let mut look = Look(false);
    look.visit_type(ty);
    look.0
}

/// The lifetimes that a type names, without `'static`.
pub(crate) fn named_in(ty: &Type) -> Vec<Ident> {
    let mut found = Find::default();
    found.visit_type(ty);
    found.named
}

/// Whether a type elides a lifetime.
pub(crate) fn elided_in(ty: &Type) -> bool {
    elided_count(ty) > 0
}

/// How many lifetimes a type elides.
pub(crate) fn elided_count(ty: &Type) -> usize {
    let mut found = Find::default();
    found.visit_type(ty);
    found.elided
}

#[derive(Default)]
struct Find {
    named: Vec<Ident>,
    elided: usize,
    bound: Bound,
}

/// The lifetimes that are bound inside of a type, around the place where a visitor is: they are none of the type's.
#[derive(Default)]
struct Bound {
    /// By `for<'x>`.
    named: Vec<Ident>,
    /// How many functions there are around; what they elide are lifetimes of their own arguments.
    functions: usize,
}

impl Bound {
    fn has(&self, lifetime: &Lifetime) -> bool {
        self.named.contains(&lifetime.ident) || self.functions > 0 && lifetime.ident == "_"
    }

    /// Goes behind a `for<'x>`; gives what [`leave`](Bound::leave) needs.
    fn enter(&mut self, binder: Option<&BoundLifetimes>) -> usize {
        let outside = self.named.len();
        for parameter in binder.iter().flat_map(|binder| &binder.lifetimes) {
            if let GenericParam::Lifetime(parameter) = parameter {
                self.named.push(parameter.lifetime.ident.clone());
            }
        }
        outside
    }

    fn leave(&mut self, outside: usize) {
        self.named.truncate(outside);
    }
}

impl<'ast> Visit<'ast> for Find {
    fn visit_lifetime(&mut self, lifetime: &'ast Lifetime) {
        if self.bound.has(lifetime) {
            return;
        }
        if lifetime.ident == "_" {
            self.elided += 1;
        } else if lifetime.ident != "static" {
            self.named.push(lifetime.ident.clone());
        }
    }

    fn visit_type_reference(&mut self, reference: &'ast TypeReference) {
        self.elided += usize::from(reference.lifetime.is_none() && self.bound.functions == 0);
        visit::visit_type_reference(self, reference);
    }

    fn visit_trait_bound(&mut self, bound: &'ast TraitBound) {
        let outside = self.bound.enter(bound.lifetimes.as_ref());
        visit::visit_path(self, &bound.path);
        self.bound.leave(outside);
    }

    fn visit_type_fn_ptr(&mut self, function: &'ast TypeFnPtr) {
        let outside = self.bound.enter(function.lifetimes.as_ref());
        self.bound.functions += 1;
        function.inputs.iter().for_each(|input| self.visit_type(&input.ty));
        self.visit_return_type(&function.output);
        self.bound.functions -= 1;
        self.bound.leave(outside);
    }

    fn visit_parenthesized_generic_arguments(&mut self, arguments: &'ast ParenthesizedGenericArguments) {
        self.bound.functions += 1;
        visit::visit_parenthesized_generic_arguments(self, arguments);
        self.bound.functions -= 1;
    }
}

/// Where a type has a function that takes a reference of any lifetime, without a name for that. `#[async_trait]` takes it
/// for one of the method, which it calls `'life0` or alike.
pub(crate) fn unnamed_in_function(ty: &Type) -> Option<Span> {
    #[derive(Default)]
    struct FindUnnamed {
        functions: usize,
        found: Option<Span>,
    }
    impl FindUnnamed {
        fn found(&mut self, span: Span) {
            if self.functions > 0 {
                self.found.get_or_insert(span);
            }
        }
    }
    impl<'ast> Visit<'ast> for FindUnnamed {
        fn visit_lifetime(&mut self, lifetime: &'ast Lifetime) {
            let name = lifetime.ident.to_string();
            let is_given = name.strip_prefix("life").is_some_and(|number| number.parse::<u8>().is_ok());
            if name == "_" || is_given {
                self.found(lifetime.span());
            }
        }
        fn visit_type_reference(&mut self, reference: &'ast TypeReference) {
            if reference.lifetime.is_none() {
                self.found(reference.and_token.span);
            }
            visit::visit_type_reference(self, reference);
        }
        fn visit_type_fn_ptr(&mut self, function: &'ast TypeFnPtr) {
            self.functions += 1;
            visit::visit_type_fn_ptr(self, function);
            self.functions -= 1;
        }
        fn visit_parenthesized_generic_arguments(&mut self, arguments: &'ast ParenthesizedGenericArguments) {
            self.functions += 1;
            visit::visit_parenthesized_generic_arguments(self, arguments);
            self.functions -= 1;
        }
    }
    let mut find = FindUnnamed::default();
    find.visit_type(ty);
    find.found
}

/// Whether a type has a lifetime for which it is no other's subtype: the compiler does not take a value of a longer life
/// for one of a shorter. What types of the user's do with theirs can't be seen here.
pub(crate) fn invariant_in(ty: &Type) -> bool {
    struct FindInvariant(bool);
    impl<'ast> Visit<'ast> for FindInvariant {
        fn visit_type_param_bound(&mut self, bound: &'ast TypeParamBound) {
            if let TypeParamBound::Trait(bound) = bound {
                let object: Type = syn::parse_quote!(dyn #bound);
                self.0 |= any_in(&object);
            }
        }
        fn visit_type_fn_ptr(&mut self, function: &'ast TypeFnPtr) {
            self.0 |= any_in(&Type::FnPtr(function.clone()));
        }
        fn visit_type_reference(&mut self, reference: &'ast TypeReference) {
            self.0 |= reference.mutability.is_some() && any_in(&reference.elem);
            visit::visit_type_reference(self, reference);
        }
        fn visit_path_segment(&mut self, segment: &'ast PathSegment) {
            const CELLS: [&str; 5] = ["Cell", "RefCell", "Mutex", "RwLock", "UnsafeCell"];
            if CELLS.iter().any(|name| segment.ident == name) {
                let cell: Type = syn::parse_quote!(#segment);
                self.0 |= any_in(&cell);
            }
            visit::visit_path_segment(self, segment);
        }
    }
    let mut found = FindInvariant(false);
    found.visit_type(ty);
    found.0
}

/// The type with one lifetime for every one but `'static`: [`the_one`].
pub(crate) fn unified(ty: &Type) -> Type {
    Rewrite { rule: Rule::Unify, bound: Bound::default() }.of(ty)
}

/// The type with `'static` for every lifetime.
pub(crate) fn everlasting(ty: &Type) -> Type {
    Rewrite { rule: Rule::Everlasting, bound: Bound::default() }.of(ty)
}

/// The type with every lifetime elided but `'static`.
pub(crate) fn elided(ty: &Type) -> Type {
    Rewrite { rule: Rule::Elide, bound: Bound::default() }.of(ty)
}

/// The lifetime that the core's macros know; nobody else gives one such a name.
pub(crate) fn the_one() -> Lifetime {
    Lifetime::new("'__a", Span::call_site())
}

/// Writes other lifetimes for those of a type.
struct Rewrite {
    rule: Rule,
    bound: Bound,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Rule {
    Unify,
    Everlasting,
    Elide,
}

impl Rewrite {
    fn of(mut self, ty: &Type) -> Type {
        let mut ty = ty.clone();
        self.visit_type_mut(&mut ty);
        ty
    }
}

impl VisitMut for Rewrite {
    fn visit_lifetime_mut(&mut self, lifetime: &mut Lifetime) {
        if lifetime.ident == "static" || self.bound.has(lifetime) {
            return;
        }
        *lifetime = match self.rule {
            Rule::Unify => the_one(),
            Rule::Everlasting => Lifetime::new("'static", Span::call_site()),
            Rule::Elide => Lifetime::new("'_", Span::call_site()),
        };
    }

    fn visit_type_reference_mut(&mut self, reference: &mut TypeReference) {
        let is_elided = reference.lifetime.is_none() && self.bound.functions == 0;
        match self.rule {
            Rule::Unify if is_elided => reference.lifetime = Some(the_one()),
            Rule::Everlasting if is_elided => {
                reference.lifetime = Some(Lifetime::new("'static", Span::call_site()));
            }
            _ => {}
        }
        visit_mut::visit_type_reference_mut(self, reference);
    }

    fn visit_trait_bound_mut(&mut self, bound: &mut TraitBound) {
        let outside = self.bound.enter(bound.lifetimes.as_ref());
        visit_mut::visit_path_mut(self, &mut bound.path);
        self.bound.leave(outside);
    }

    fn visit_type_fn_ptr_mut(&mut self, function: &mut TypeFnPtr) {
        let outside = self.bound.enter(function.lifetimes.as_ref());
        self.bound.functions += 1;
        function.inputs.iter_mut().for_each(|input| self.visit_type_mut(&mut input.ty));
        self.visit_return_type_mut(&mut function.output);
        self.bound.functions -= 1;
        self.bound.leave(outside);
    }

    fn visit_parenthesized_generic_arguments_mut(&mut self, arguments: &mut ParenthesizedGenericArguments) {
        self.bound.functions += 1;
        visit_mut::visit_parenthesized_generic_arguments_mut(self, arguments);
        self.bound.functions -= 1;
    }
}
