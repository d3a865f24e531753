//! What is to be mocked, as it was written, whichever macro it was given to: `#[automock]` on a trait or an impl, or
//! `mock!`.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote};
use syn::parse::{Parse, ParseStream};
use syn::spanned::Spanned as _;
use syn::visit_mut::VisitMut;
use syn::{
    Attribute, Block, GenericArgument, GenericParam, Generics, Ident, ImplItem, ItemImpl, ItemTrait, Lifetime,
    LifetimeParam, Path, PathArguments, Signature, Token, TraitItem, Type, TypeParamBound, Visibility, braced,
};

use crate::parse::associated::{AssociatedConst, AssociatedType};
use crate::parse::options::{GuardRule, Options, guard_rule_of};
use crate::syntax::attributes::{cfgs, derives};
use crate::syntax::bounds::{bounds_of, take_lifetimes};
use crate::syntax::lifetimes::{everlasting, named_in};
use crate::syntax::names::{ident_of, speaks_of_self};
use crate::syntax::types::bare;

/// What is to be mocked.
pub(crate) struct Source {
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) vis: Visibility,
    /// `Cat`, of which `MockCat` is the mock.
    pub(crate) name: Ident,
    /// Those of the mock.
    pub(crate) generics: Generics,
    /// Whether the mock prints with `Debug`.
    pub(crate) debug: bool,
    /// Whether it can be cloned, so that clones are the same mock.
    pub(crate) clone: bool,
    /// Whether the mock is a guard.
    pub(crate) guard: Option<GuardRule>,
    /// Whether the mock can be wrapped around a real object.
    pub(crate) spy: bool,
    /// What passes can be written down.
    pub(crate) record: bool,
    /// Whether nothing above the trait forbids objects of it, as far as that is known.
    pub(crate) objects: bool,
    pub(crate) implementations: Vec<Implementation>,
}

/// The methods of the mock itself, or of one of its traits.
pub(crate) struct Implementation {
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) unsafety: Option<Token![unsafe]>,
    pub(crate) generics: Generics,
    /// `None` for the methods of the mock itself.
    pub(crate) of_trait: Option<Path>,
    /// The arguments of the mock's type: `<i32>` in `impl Cat for House<i32>`.
    pub(crate) arguments: PathArguments,
    pub(crate) functions: Vec<Function>,
    pub(crate) types: Vec<AssociatedType>,
    /// Constants, which are taken over as they are.
    pub(crate) consts: Vec<TokenStream>,
    /// Whether it lacks something that the trait demands, so that it can't be written.
    pub(crate) incomplete: bool,
    /// What the trait is known to demand of the mock, beside what its generics say.
    pub(crate) supertraits: Vec<TypeParamBound>,
}

/// A method, or a function.
pub(crate) struct Function {
    pub(crate) attributes: Vec<Attribute>,
    /// `None` for methods of traits.
    pub(crate) vis: Option<Visibility>,
    pub(crate) signature: Signature,
    /// What it does until it is expected, if that is asked for.
    pub(crate) body: Option<Block>,
}

impl Source {
    /// Of a trait, and what is wrong with it.
    pub(crate) fn of_trait(item: &ItemTrait, options: &Options) -> (Self, Vec<syn::Error>) {
        let mut errors = Vec::new();
        let mut functions = Vec::new();
        let mut types = Vec::new();
        let mut consts = Vec::new();
        let mut incomplete = false;
        for member in &item.items {
            match member {
                TraitItem::Fn(function) => functions.push(Function {
                    attributes: function.attrs.clone(),
                    vis: None,
                    signature: function.sig.clone(),
                    body: function.default.clone().filter(|_| options.default_bodies),
                }),
                TraitItem::Type(member) => {
                    match options.types.iter().find(|given| given.ident == member.ident) {
                        Some(given) => types.push(AssociatedType {
                            attributes: member.attrs.clone(),
                            generics: member.generics.clone(),
                            ..given.clone()
                        }),
                        None => {
                            incomplete = true;
                            let ident = &member.ident;
                            errors.push(syn::Error::new(
                                member.type_token.span,
                                format!("say what type it is in the mock: `#[automock(type {ident} = ..;)]`"),
                            ));
                        }
                    };
                }
                TraitItem::Const(member) => {
                    match options.consts.iter().find(|given| given.ident == member.ident) {
                        Some(AssociatedConst { ident, ty, value }) => consts.push(quote!(const #ident: #ty = #value;)),
                        None if member.default.is_some() => {}
                        None => {
                            incomplete = true;
                            let (ident, ty) = (&member.ident, member.ty.to_token_stream());
                            errors.push(syn::Error::new(
                                member.const_token.span,
                                format!("say what value it has in the mock: `#[automock(const {ident}: {ty} = ..;)]`"),
                            ));
                        }
                    };
                }
                other => {
                    incomplete = true;
                    errors.push(syn::Error::new(
                        other.span(),
                        "asyncmock sees methods only; write out what this stands for",
                    ));
                }
            }
        }
        let declares = |ident: &Ident| {
            item.items.iter().any(|member| match member {
                TraitItem::Type(member) => member.ident == *ident,
                TraitItem::Const(member) => member.ident == *ident,
                _ => false,
            })
        };
        let given =
            options.types.iter().map(|given| &given.ident).chain(options.consts.iter().map(|given| &given.ident));
        for unknown in given.filter(|ident| !declares(ident)) {
            let text = format!("the trait `{}` has no associated `{unknown}`", item.ident);
            errors.push(syn::Error::new(unknown.span(), text));
        }
        // A variant of the trait, if one is named, is what is implemented: the compiler derives the trait from it.
        let ident = options.target.as_ref().unwrap_or(&item.ident);
        let (_, arguments, _) = item.generics.split_for_impl();
        let mut generics = item.generics.clone();
        // A mock serves every lifetime of its trait.
        take_lifetimes(&mut generics);
        if generics.params.is_empty() {
            generics.where_clause = None;
        }
        default_outside(&mut generics);
        let implementation = Implementation {
            attributes: item.attrs.clone(),
            unsafety: item.unsafety,
            generics: item.generics.clone(),
            of_trait: Some(syn::parse_quote!(#ident #arguments)),
            arguments: arguments_of(&generics),
            functions,
            types,
            consts,
            incomplete,
            supertraits: item.supertraits.iter().cloned().collect(),
        };
        let source = Source {
            attributes: item.attrs.clone(),
            vis: item.vis.clone(),
            name: ident.clone(),
            generics,
            debug: true,
            clone: options.clone,
            guard: options.guard,
            spy: options.spy,
            record: options.record,
            objects: item.supertraits.iter().all(allows_objects),
            implementations: vec![implementation],
        };
        (source, errors)
    }

    /// Of an impl block, and what is wrong with it.
    pub(crate) fn of_impl(item: &ItemImpl, options: &Options) -> syn::Result<(Self, Vec<syn::Error>)> {
        let mut errors = Vec::new();
        // The mock has a name for each lifetime, for there is none to leave out where it is declared.
        let mut names = NameLifetimes(Vec::new());
        let mut self_ty = (*item.self_ty).clone();
        names.visit_type_mut(&mut self_ty);
        let mut generics = item.generics.clone();
        for (index, lifetime) in names.0.into_iter().enumerate() {
            generics.params.insert(index, GenericParam::Lifetime(LifetimeParam::new(lifetime)));
        }
        let (name, arguments) = named(&self_ty)?;
        let of_trait = item.trait_.as_ref().map(|(path, _)| path.clone());
        let mut implementation = Implementation {
            attributes: item.attrs.clone(),
            unsafety: item.unsafety,
            generics: generics.clone(),
            arguments,
            functions: Vec::new(),
            types: Vec::new(),
            consts: Vec::new(),
            incomplete: false,
            supertraits: Vec::new(),
            of_trait,
        };
        let is_trait = implementation.of_trait.is_some();
        for member in &item.items {
            match member {
                ImplItem::Fn(function) => implementation.functions.push(Function {
                    attributes: function.attrs.clone(),
                    vis: (!is_trait).then(|| function.vis.clone()),
                    signature: function.sig.clone(),
                    body: None,
                }),
                ImplItem::Type(member) => implementation.types.push(AssociatedType {
                    attributes: member.attrs.clone(),
                    ident: member.ident.clone(),
                    generics: member.generics.clone(),
                    ty: member.ty.clone(),
                }),
                ImplItem::Const(member) => implementation.consts.push(member.to_token_stream()),
                other => {
                    implementation.incomplete = true;
                    errors.push(syn::Error::new(
                        other.span(),
                        "asyncmock sees methods only; write out what this stands for",
                    ));
                }
            }
        }
        let source = Source {
            attributes: item.attrs.clone(),
            vis: Visibility::Public(Token![pub](Span::call_site())),
            name: options.target.clone().unwrap_or(name),
            generics: of_type(&generics, &self_ty),
            debug: true,
            clone: options.clone,
            guard: options.guard,
            spy: options.spy,
            record: options.record,
            objects: false,
            implementations: vec![implementation],
        };
        Ok((source, errors))
    }
}

/// Makes the defaults of a trait's parameters those of its mock, whose lifetimes are `'static`. One that speaks of `Self`, which
/// is nobody yet, is none; and then none stands before it.
fn default_outside(generics: &mut Generics) {
    let mut are_defaults = true;
    for parameter in generics.params.iter_mut().rev() {
        match parameter {
            GenericParam::Type(parameter) => {
                are_defaults &= parameter.default.as_ref().is_none_or(|(_, ty)| !speaks_of_self(ty));
                let default = parameter.default.take().filter(|_| are_defaults);
                parameter.default = default.map(|(equals, ty)| (equals, everlasting(&ty)));
            }
            GenericParam::Const(parameter) if !are_defaults => parameter.default = None,
            _ => {}
        }
    }
}

/// Gives a name to each lifetime that is left out.
struct NameLifetimes(Vec<Lifetime>);

impl VisitMut for NameLifetimes {
    fn visit_lifetime_mut(&mut self, lifetime: &mut Lifetime) {
        if lifetime.ident == "_" {
            *lifetime = Lifetime::new(&format!("'__{}", self.0.len()), lifetime.span());
            self.0.push(lifetime.clone());
        }
    }
}

/// Generics without the lifetimes that a type does not name: those are of the trait alone.
fn of_type(generics: &Generics, ty: &Type) -> Generics {
    let named = named_in(ty);
    let mut generics = generics.clone();
    let is_of_type = |parameter: &GenericParam| match parameter {
        GenericParam::Lifetime(parameter) => named.contains(&parameter.lifetime.ident),
        _ => true,
    };
    generics.params = generics.params.into_iter().filter(is_of_type).collect();
    generics
}

/// `<T, N>` for `<T: Clone, const N: usize>`.
fn arguments_of(generics: &Generics) -> PathArguments {
    let (_, arguments, _) = generics.split_for_impl();
    if generics.params.is_empty() {
        PathArguments::None
    } else {
        PathArguments::AngleBracketed(syn::parse_quote!(#arguments))
    }
}

/// The name of the type that an impl block is for, and its arguments.
fn named(ty: &Type) -> syn::Result<(Ident, PathArguments)> {
    if let Type::Path(path) = bare(ty)
        && let Some(last) = path.path.segments.last()
    {
        return Ok((last.ident.clone(), last.arguments.clone()));
    }
    Err(syn::Error::new(ty.span(), "asyncmock mocks types that have a name; put the attribute on the trait"))
}

/// Whether a supertrait is known to allow objects.
fn allows_objects(bound: &TypeParamBound) -> bool {
    const KNOWN: [&str; 8] = ["Send", "Sync", "Unpin", "UnwindSafe", "RefUnwindSafe", "Any", "Debug", "Display"];
    match bound {
        TypeParamBound::Trait(bound) => {
            bound.path.segments.last().is_some_and(|last| KNOWN.iter().any(|known| last.ident == known))
        }
        _ => true,
    }
}

/// Whether there is an attribute of that name, with which nothing else is said.
fn stands_alone(attributes: &[Attribute], name: &str) -> syn::Result<bool> {
    let attribute = attributes.iter().find(|attribute| attribute.path().is_ident(name));
    attribute.map_or(Ok(false), |attribute| attribute.meta.require_path_only().map(|_| true))
}

/// The input of `mock!`: the mock with its own methods, then the traits that it implements.
impl Parse for Source {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let attributes = input.call(Attribute::parse_outer)?;
        let vis = input.parse()?;
        let name: Ident = input.parse()?;
        let mut generics: Generics = input.parse()?;
        generics.where_clause = input.parse()?;
        let content;
        braced!(content in input);
        let mut own = Implementation {
            attributes: cfgs(&attributes),
            unsafety: None,
            generics: generics.clone(),
            of_trait: None,
            arguments: arguments_of(&generics),
            functions: Vec::new(),
            types: Vec::new(),
            consts: Vec::new(),
            incomplete: false,
            supertraits: Vec::new(),
        };
        members(&content, &mut own)?;
        let mut implementations = vec![own];
        while !input.is_empty() {
            implementations.push(implementation(input, &name, &generics)?);
        }
        let implements = |name: &str| {
            let mut traits = implementations.iter().filter_map(|implementation| implementation.of_trait.as_ref());
            traits.any(|path| path.segments.last().is_some_and(|last| last.ident == name))
        };
        // What is mocked is not derived.
        let debug = derives(&attributes, "Debug") && !implements("Debug");
        let clone = derives(&attributes, "Clone") && !implements("Clone");
        let guard = attributes.iter().find(|attribute| attribute.path().is_ident("guard")).map(guard_rule_of);
        let guard = guard.transpose()?;
        let record = stands_alone(&attributes, "record")?;
        let spy = stands_alone(&attributes, "spy")? || record;
        Ok(Source {
            attributes,
            vis,
            name,
            generics,
            debug,
            clone,
            guard,
            spy,
            record,
            objects: false,
            implementations,
        })
    }
}

/// `impl Trait for Name { .. }` in `mock!`.
fn implementation(input: ParseStream<'_>, name: &Ident, of_mock: &Generics) -> syn::Result<Implementation> {
    let attributes = input.call(Attribute::parse_outer)?;
    let unsafety = input.parse()?;
    input.parse::<Token![impl]>()?;
    let mut generics: Generics =
        if input.peek(Token![<]) && !input.peek2(Token![Self]) { input.parse()? } else { Generics::default() };
    let of_trait = input.parse::<Path>()?;
    input.parse::<Token![for]>()?;
    let self_ty: Type = input.parse()?;
    let (of, arguments) = named(&self_ty)?;
    if of != *name {
        let text = format!("this `mock!` is of `{name}`: write `for {name}`, or a `mock!` of its own");
        return Err(syn::Error::new(self_ty.span(), text));
    }
    generics.where_clause = input.parse()?;
    let content;
    braced!(content in input);
    let mut implementation = Implementation {
        attributes,
        unsafety,
        generics,
        of_trait: Some(of_trait),
        arguments,
        functions: Vec::new(),
        types: Vec::new(),
        consts: Vec::new(),
        incomplete: false,
        supertraits: Vec::new(),
    };
    members(&content, &mut implementation)?;
    implementation.take_names(of_mock);
    Ok(implementation)
}

impl Implementation {
    /// All that is demanded of the mock, as far as that is known.
    pub(crate) fn demanded(&self) -> Vec<TypeParamBound> {
        let mut demanded = bounds_of(&self.generics, &Ident::new("Self", Span::call_site()));
        demanded.extend(self.supertraits.iter().cloned());
        demanded
    }

    /// Calls its type parameters as the mock does: `impl<U> Cat<U> for House<U>` is of a mock `House<T>`.
    fn take_names(&mut self, of_mock: &Generics) {
        let PathArguments::AngleBracketed(arguments) = &self.arguments else { return };
        let ident = |parameter: &GenericParam| match parameter {
            GenericParam::Type(parameter) => Some(parameter.ident.clone()),
            GenericParam::Const(parameter) => Some(parameter.ident.clone()),
            GenericParam::Lifetime(_) => None,
        };
        let own: Vec<Ident> = self.generics.params.iter().filter_map(ident).collect();
        let mut names = Vec::new();
        for (argument, parameter) in arguments.args.iter().zip(&of_mock.params) {
            if let (GenericArgument::Type(ty), Some(name)) = (argument, ident(parameter))
                && let Some(ident) = ident_of(ty)
                && own.contains(ident)
                && *ident != name
            {
                names.push((ident.clone(), name));
            }
        }
        // A name that stays may be none that is given.
        if names.iter().any(|(_, name)| own.contains(name) && !names.iter().any(|(old, _)| old == name)) {
            return;
        }
        let mut rename = Rename(names);
        rename.visit_generics_mut(&mut self.generics);
        rename.visit_path_arguments_mut(&mut self.arguments);
        if let Some(path) = &mut self.of_trait {
            rename.visit_path_mut(path);
        }
        for function in &mut self.functions {
            rename.visit_signature_mut(&mut function.signature);
        }
        for member in &mut self.types {
            rename.visit_type_mut(&mut member.ty);
        }
    }
}

/// Writes names for others.
struct Rename(Vec<(Ident, Ident)>);

impl VisitMut for Rename {
    fn visit_ident_mut(&mut self, ident: &mut Ident) {
        if let Some((_, name)) = self.0.iter().find(|(old, _)| old == ident) {
            *ident = Ident::new(&name.to_string(), ident.span());
        }
    }
}

/// What stands between the braces in `mock!`.
fn members(input: ParseStream<'_>, implementation: &mut Implementation) -> syn::Result<()> {
    while !input.is_empty() {
        let attributes = input.call(Attribute::parse_outer)?;
        let vis: Visibility = input.parse()?;
        if input.peek(Token![type]) {
            implementation.types.push(AssociatedType { attributes, ..input.parse()? });
        } else if input.peek(Token![const]) && !(input.peek2(Token![fn]) || input.peek2(Token![unsafe])) {
            let AssociatedConst { ident, ty, value } = input.parse()?;
            implementation.consts.push(quote!(#(#attributes)* #vis const #ident: #ty = #value;));
        } else {
            if input.peek(Ident) && input.peek2(Token![:]) {
                return Err(input.error("a mock has methods, not fields: `fn name(&self) -> Type;`"));
            }
            let signature: Signature = input.parse()?;
            if input.peek(Token![;]) {
                input.parse::<Token![;]>()?;
            } else {
                // A body says nothing to a mock.
                input.parse::<Block>()?;
            }
            let vis = implementation.of_trait.is_none().then_some(vis);
            implementation.functions.push(Function { attributes, vis, signature, body: None });
        }
    }
    Ok(())
}
