//! What is to be mocked, in the terms of the core. Every problem is found here, each at the user's token; a method
//! that can't be mocked is left as one that panics, so that one problem does not become twenty.

use std::collections::HashSet;

use proc_macro2::{Span, TokenStream, TokenTree};
use quote::{ToTokens as _, format_ident, quote};
use syn::spanned::Spanned as _;
use syn::visit_mut::VisitMut as _;
use syn::{
    Attribute, ConstParam, GenericParam, Generics, Ident, Path, PathArguments, PathSegment, Token, Type, TypeParam,
    TypePath, Visibility,
};

use crate::model::method::{Method, Surroundings, async_form};
use crate::model::owner::Lent;
use crate::model::scope::Scope;
use crate::model::substitute::Substitution;
use crate::parse::associated::AssociatedType;
use crate::parse::options::GuardRule;
use crate::parse::recording::Recordings;
use crate::parse::source::{Implementation, Source};
use crate::syntax::attributes::{cfgs, docs, lints};
use crate::syntax::bounds::with_static;
use crate::syntax::lifetimes::everlasting;
use crate::syntax::names::unraw;

/// A mock.
pub(crate) struct Model {
    pub(crate) vis: Visibility,
    /// `MockCat`.
    pub(crate) mock: Ident,
    /// What the generated code calls the core, and where that is.
    pub(crate) core: Ident,
    pub(crate) core_path: Path,
    /// `Cat`.
    pub(crate) name: Ident,
    /// The `cfg`s that decide whether the mock is there at all.
    pub(crate) cfgs: Vec<Attribute>,
    /// What the user documents, which the mock's documentation begins with.
    pub(crate) docs: Vec<Attribute>,
    /// What the user allows of his own declarations, of which there is much in what is written.
    pub(crate) lints: Vec<Attribute>,
    /// With `'static` for all types.
    pub(crate) generics: Generics,
    pub(crate) debug: bool,
    /// Whether clones share everything.
    pub(crate) clone: bool,
    /// Whether the mock is a guard.
    pub(crate) guard: Option<GuardRule>,
    /// Whether it can be wrapped around a real object.
    pub(crate) spy: bool,
    /// Whether it can write down what passes, and answer from that.
    pub(crate) record: bool,
    /// Whether nothing above the trait forbids objects of it, as far as that is known.
    pub(crate) objects: bool,
    /// What the user's methods are called, which nothing that every mock has may be called as well.
    taken: HashSet<String>,
    pub(crate) blocks: Vec<Block>,
}

/// The mock's own methods, or a trait that it implements.
pub(crate) struct Block {
    pub(crate) cfgs: Vec<Attribute>,
    pub(crate) unsafety: Option<Token![unsafe]>,
    /// With `'static` for all types.
    pub(crate) generics: Generics,
    pub(crate) of_trait: Option<Path>,
    /// `<i32>` in `impl Cat for MockHouse<i32>`.
    pub(crate) arguments: PathArguments,
    /// The mock with these arguments, and with `'static` for all lifetimes.
    pub(crate) of: Type,
    /// What the texts call the calls of its methods: the trait's name, or the mocked type's.
    pub(crate) title: String,
    pub(crate) methods: Vec<Method>,
    pub(crate) types: Vec<AssociatedType>,
    pub(crate) consts: Vec<TokenStream>,
    /// Whether the trait can be implemented; if not, there is an error that says why.
    pub(crate) implementable: bool,
}

impl Model {
    /// The model of what was written, and what is wrong with it.
    pub(crate) fn of(source: &Source, recordings: &Recordings, core_path: Path) -> (Self, Vec<syn::Error>) {
        let functions = source.implementations.iter().flat_map(|implementation| &implementation.functions);
        let mut errors = recordings.unknown(functions.map(|function| &function.signature));
        let mock = format_ident!("Mock{}", unraw(&source.name), span = source.name.span());
        let core = format_ident!("__{mock}", span = Span::call_site());
        let mut model = Model {
            vis: source.vis.clone(),
            core_path,
            name: source.name.clone(),
            cfgs: cfgs(&source.attributes),
            docs: docs(&source.attributes),
            lints: allowed(source),
            generics: with_static(&source.generics),
            debug: source.debug,
            clone: source.clone,
            guard: source.guard.filter(|_| !source.clone),
            spy: source.spy,
            record: source.record,
            objects: source.objects,
            taken: HashSet::new(),
            blocks: Vec::new(),
            core,
            mock,
        };
        if source.clone && source.guard.is_some() {
            let text = "a mock that can be cloned can't be a guard, which is left once; leave out `clone` or `guard`";
            errors.push(syn::Error::new(source.name.span(), text));
        }
        let types: Vec<&AssociatedType> =
            source.implementations.iter().flat_map(|implementation| &implementation.types).collect();
        let mut index = 0;
        for implementation in &source.implementations {
            let block = model.block(implementation, &types, recordings, &mut index, &mut errors);
            // A trait's method that takes the mock leaves `MockCat::new()` to the constructor, and mockall's names to it.
            let taken = block.methods.iter().filter(|method| {
                block.of_trait.is_none()
                    || method.signature.receiver().is_none()
                    || !["new", "relaxed", "strict", "named", "checkpoint"].contains(&method.name.as_str())
            });
            model.taken.extend(taken.map(|method| method.name.clone()));
            model.blocks.push(block);
        }
        model.tell_apart();
        // What can't be implemented has said so.
        if model.spy && model.spied().is_none() && model.blocks.iter().all(|block| block.implementable) {
            let text = "a spy stands for an object that has one trait: leave out `spy`, or mock that trait alone, without \
                        lifetimes, and without a method `wrapping`";
            errors.push(syn::Error::new(source.name.span(), text));
        }
        (model, errors)
    }

    /// The one block of a mock that is of a trait and of nothing else: what a spy passes on.
    pub(crate) fn spied(&self) -> Option<&Block> {
        let has_lifetimes = self.generics.lifetimes().next().is_some();
        let mut blocks = self.blocks.iter().filter(|block| block.of_trait.is_some() || !block.methods.is_empty());
        let block = blocks.next().filter(|block| block.of_trait.is_some() && block.is_of_all(self))?;
        let is_whole = blocks.next().is_none() && block.implementable && block.generics.lifetimes().next().is_none();
        (is_whole && !has_lifetimes && !self.has("wrapping")).then_some(block)
    }

    fn block(
        &self,
        implementation: &Implementation,
        types: &[&AssociatedType],
        recordings: &Recordings,
        index: &mut usize,
        errors: &mut Vec<syn::Error>,
    ) -> Block {
        let mock = &self.mock;
        let arguments = &implementation.arguments;
        let given = type_of(mock, arguments);
        let of_mock = everlasting(&given);
        // Of several types of one name, it means its own.
        let types = implementation.types.iter().chain(types.iter().copied()).collect();
        let mut substitution = Substitution::new(&of_mock, &given, types);
        errors.extend(unbound(implementation));
        let mut generics = implementation.generics.clone();
        let demanded = Scope::demanded_by(&mut generics, &self.generics);
        let scope = Scope::of(&generics);
        let surroundings = Surroundings {
            core: &self.core,
            mock,
            scope: &scope,
            demanded: &demanded,
            form: async_form(&implementation.attributes),
            lent: Lent::demanded(&implementation.demanded()),
            recordings,
        };
        let of_trait = implementation.of_trait.as_ref().and_then(|path| path.segments.last());
        let of_trait = of_trait.map(|last| unraw(&last.ident));
        let mut methods = Vec::new();
        for function in &implementation.functions {
            let method = Method::new(function, *index, &surroundings, &mut substitution);
            match method.and_then(|method| self.lend_to_one(method)) {
                Ok(mut method) => {
                    method.finishes &= self.guard.is_some();
                    method.spied = self.spy;
                    method.recorded = self.record;
                    method.object = of_trait.clone().filter(|_| method.signature.receiver().is_some());
                    methods.push(method);
                }
                Err(error) => {
                    errors.push(error);
                    methods.push(Method::refused(function, surroundings.form));
                }
            }
            *index += 1;
        }
        // Without all of its members a trait can't be implemented: errors would follow from errors.
        let implementable =
            !implementation.incomplete && methods.iter().all(|method| method.body.is_some() || method.can_panic());
        if implementation.incomplete {
            methods.retain(|method| !method.signature.to_token_stream().to_string().contains("Self ::"));
        }
        let title = of_trait.unwrap_or_else(|| unraw(&self.name));
        Block {
            of: of_mock,
            cfgs: cfgs(&implementation.attributes),
            unsafety: implementation.unsafety,
            generics: with_static(&implementation.generics),
            of_trait: implementation.of_trait.clone(),
            arguments: arguments.clone(),
            title,
            methods,
            types: implementation.types.clone(),
            consts: implementation.consts.clone(),
            implementable,
        }
    }

    /// What is lent to be changed is lent to one caller, whom clones have several of.
    fn lend_to_one(&self, method: Method) -> syn::Result<Method> {
        match &method.body {
            Some(body) if self.clone && body.returns.lends_mutably => Err(syn::Error::new(
                body.returns.output.span(),
                "a mock that can be cloned can't lend a value to be changed; leave out `clone`",
            )),
            _ => Ok(method),
        }
    }

    /// Whether the user has a method of this name.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.taken.contains(name)
    }

    /// The methods by one of which the mock is to be left, if it is a guard that must be finished.
    pub(crate) fn finishers(&self) -> impl Iterator<Item = &Method> {
        let must = self.guard == Some(GuardRule::Finish);
        self.blocks.iter().flat_map(|block| &block.methods).filter(move |method| must && method.finishes)
    }

    /// Gives methods of one name different `expect_`s: a method keeps its own if it is the first on its type. What is of all
    /// types is of each.
    fn tell_apart(&mut self) {
        let mut taken: Vec<(Option<String>, String)> = Vec::new();
        let of_types: Vec<Option<String>> = self
            .blocks
            .iter()
            .map(|block| (!block.is_of_all(self)).then(|| block.arguments.to_token_stream().to_string()))
            .collect();
        for (block, of_type) in self.blocks.iter_mut().zip(of_types) {
            let of_trait = block.of_trait.as_ref().map(suffix).unwrap_or_default();
            for method in block.methods.iter_mut().filter(|method| method.cfgs.is_empty() && block.cfgs.is_empty()) {
                let is_taken = taken.iter().any(|(other, handle)| {
                    *handle == method.handle && (other.is_none() || of_type.is_none() || *other == of_type)
                });
                if is_taken {
                    method.handle = format!("{}_{of_trait}", method.handle);
                } else {
                    taken.push((of_type.clone(), method.handle.clone()));
                }
            }
        }
    }

    /// `MockCat<T, N>`, as the mock's own block has it.
    pub(crate) fn own_type(&self) -> TokenStream {
        let (mock, (_, arguments, _)) = (&self.mock, self.generics.split_for_impl());
        quote!(#mock #arguments)
    }
}

impl Block {
    /// The trait with its associated types as the mock has them.
    pub(crate) fn as_bound(&self) -> Option<Path> {
        if self.types.iter().any(|member| !member.generics.params.is_empty()) {
            return None;
        }
        let mut path = self.of_trait.clone()?;
        let last = path.segments.last_mut()?;
        let mut substitution = Substitution::new(&self.of, &self.of, self.types.iter().collect());
        for member in &self.types {
            let (ident, mut ty) = (&member.ident, member.ty.clone());
            substitution.visit_type_mut(&mut ty);
            match &mut last.arguments {
                PathArguments::AngleBracketed(arguments) => arguments.args.push(syn::parse_quote!(#ident = #ty)),
                other => *other = PathArguments::AngleBracketed(syn::parse_quote!(<#ident = #ty>)),
            }
        }
        Some(path)
    }

    /// Whether it is for every type that the mock is of.
    pub(crate) fn is_of_all(&self, model: &Model) -> bool {
        if model.generics.params.is_empty() && self.arguments.is_empty() {
            return true;
        }
        let (_, own, _) = model.generics.split_for_impl();
        self.arguments.to_token_stream().to_string() == own.to_token_stream().to_string()
    }
}

/// `MockHouse<i32>`.
fn type_of(mock: &Ident, arguments: &PathArguments) -> Type {
    let segment = PathSegment { ident: mock.clone(), arguments: arguments.clone() };
    Type::Path(TypePath { attrs: Vec::new(), qself: None, path: segment.into() })
}

/// What tells a trait from others: `from_i32` for `From<i32>`.
fn suffix(path: &Path) -> String {
    let text = path.segments.last().map(|last| last.to_token_stream().to_string()).unwrap_or_default();
    let mut suffix = String::new();
    for (index, letter) in text.char_indices() {
        if letter.is_uppercase() && index > 0 && !suffix.ends_with('_') {
            suffix.push('_');
        }
        if letter.is_alphanumeric() {
            suffix.extend(letter.to_lowercase());
        } else if !suffix.ends_with('_') {
            suffix.push('_');
        }
    }
    suffix.trim_matches('_').to_owned()
}

/// What is allowed above a trait, or any of what the user declares of it.
fn allowed(source: &Source) -> Vec<Attribute> {
    let members = source.implementations.iter().flat_map(|implementation| {
        let functions = implementation.functions.iter().map(|function| &function.attributes);
        [&implementation.attributes].into_iter().chain(functions)
    });
    let mut known = HashSet::new();
    let allowed = [&source.attributes].into_iter().chain(members).flat_map(|attributes| lints(attributes));
    allowed.filter(|lint| known.insert(lint.to_token_stream().to_string())).collect()
}

/// Parameters that a block has and the mock has not.
fn unbound(implementation: &Implementation) -> Option<syn::Error> {
    let named = idents_in(implementation.arguments.to_token_stream());
    implementation.generics.params.iter().find_map(|parameter| match parameter {
        GenericParam::Type(TypeParam { ident, .. }) | GenericParam::Const(ConstParam { ident, .. })
            if !named.contains(ident) =>
        {
            let text = format!("the mock must have this parameter, too: `<{ident}>` after its name");
            Some(syn::Error::new(ident.span(), text))
        }
        _ => None,
    })
}

fn idents_in(tokens: TokenStream) -> Vec<Ident> {
    tokens
        .into_iter()
        .flat_map(|token| match token {
            TokenTree::Ident(ident) => vec![ident],
            TokenTree::Group(group) => idents_in(group.stream()),
            _ => Vec::new(),
        })
        .collect()
}
