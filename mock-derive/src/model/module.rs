//! A module that is mocked: its functions, and those of its extern blocks.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens as _, format_ident};
use syn::spanned::Spanned as _;
use syn::{
    Abi, Attribute, ForeignItem, Ident, Item, ItemForeignMod, ItemMod, LitStr, Path, Safety, Signature, Token,
    Visibility,
};

use crate::model::method::{Method, Surroundings};
use crate::model::owner::Lent;
use crate::model::returns::AsyncForm;
use crate::model::scope::Scope;
use crate::model::substitute::Substitution;
use crate::parse::recording::Recordings;
use crate::parse::source::Function;
use crate::syntax::attributes::{cfgs, lints};
use crate::syntax::names::unraw;

/// A mock of a module.
pub(crate) struct Module {
    pub(crate) vis: Visibility,
    pub(crate) ident: Ident,
    /// `mock_cat`.
    pub(crate) mock: Ident,
    /// What the generated code calls the core, and where that is.
    pub(crate) core: Ident,
    pub(crate) core_path: Path,
    pub(crate) cfgs: Vec<Attribute>,
    pub(crate) lints: Vec<Attribute>,
    /// Whether the functions may need types and the like that the module has.
    pub(crate) imports: bool,
    /// What the functions may need: imports, aliases, constants.
    pub(crate) items: Vec<TokenStream>,
    pub(crate) functions: Vec<Method>,
}

impl Module {
    /// The model of a module, and what is wrong with it.
    pub(crate) fn of(item: &ItemMod, recordings: &Recordings, core_path: Path) -> syn::Result<(Self, Vec<syn::Error>)> {
        let Some((_, content)) = &item.content else {
            return Err(syn::Error::new(
                item.ident.span(),
                "`#[automock]` must see what is in the module; put it on a module that is written out here",
            ));
        };
        let mock = format_ident!("mock_{}", unraw(&item.ident), span = item.ident.span());
        let mut module = Module {
            vis: item.vis.clone(),
            ident: item.ident.clone(),
            core: format_ident!("__{mock}", span = Span::call_site()),
            core_path,
            cfgs: cfgs(&item.attrs),
            lints: lints(&item.attrs),
            imports: false,
            items: Vec::new(),
            functions: Vec::new(),
            mock,
        };
        let (mut functions, mut errors) = (Vec::new(), Vec::new());
        for item in content {
            match item {
                Item::Fn(function) => {
                    functions.push((&function.attrs[..], &function.vis, function.sig.clone()));
                }
                Item::ForeignMod(block) => foreign(block, &mut functions, &mut errors),
                Item::Use(_) | Item::Type(_) | Item::Const(_) | Item::Static(_) => {
                    module.items.push(item.to_token_stream());
                }
                // Whatever else there is, is imported if it can be seen.
                Item::Impl(_) | Item::ExternCrate(_) | Item::Verbatim(_) => {}
                _ => module.imports = true,
            }
        }
        errors.extend(recordings.unknown(functions.iter().map(|(_, _, signature)| signature)));
        for (attributes, vis, signature) in functions {
            let (attributes, vis) = (attributes.to_vec(), Some(vis.clone()));
            module.add(&Function { attributes, vis, signature, body: None }, recordings, &mut errors);
        }
        Ok((module, errors))
    }

    fn add(&mut self, function: &Function, recordings: &Recordings, errors: &mut Vec<syn::Error>) {
        let scope = Scope::default();
        let surroundings = Surroundings {
            core: &self.core,
            mock: &self.mock,
            scope: &scope,
            demanded: &scope,
            form: AsyncForm::Native,
            lent: Lent::default(),
            recordings,
        };
        let nothing = syn::parse_quote!(());
        let mut substitution = Substitution::new(&nothing, &nothing, Vec::new());
        match Method::new(function, self.functions.len(), &surroundings, &mut substitution) {
            Ok(method) => self.functions.push(method),
            Err(error) => {
                errors.push(error);
                let refused = Method::refused(function, AsyncForm::Native);
                self.functions.extend(Some(refused).filter(Method::can_panic));
            }
        }
    }
}

/// A function as the module has it: its attributes, who sees it, and its signature.
type Found<'m> = (&'m [Attribute], &'m Visibility, Signature);

/// The functions of an extern block.
fn foreign<'m>(block: &'m ItemForeignMod, functions: &mut Vec<Found<'m>>, errors: &mut Vec<syn::Error>) {
    for item in &block.items {
        match item {
            ForeignItem::Fn(function) => {
                let mut signature = function.sig.clone();
                // The mock can't take what it can't name.
                signature.variadic = None;
                signature.abi = Some(unwinding(&block.abi));
                signature.safety = match signature.safety {
                    Safety::Safe(_) => Safety::Default,
                    _ => Safety::Unsafe(Token![unsafe](function.sig.fn_token.span)),
                };
                functions.push((&function.attrs, &function.vis, signature));
            }
            ForeignItem::Static(_) | ForeignItem::Type(_) => {}
            other => {
                errors.push(syn::Error::new(other.span(), "asyncmock sees functions only; write out what this is"))
            }
        }
    }
}

/// The ABI of a mock of a foreign function, which panics when it fails: `C-unwind` for `C`.
fn unwinding(abi: &Abi) -> Abi {
    let mut abi = abi.clone();
    let name = abi.name.get_or_insert_with(|| LitStr::new("C", Span::call_site()));
    if ["C", "system"].contains(&name.value().as_str()) {
        *name = LitStr::new(&format!("{}-unwind", name.value()), name.span());
    }
    abi
}
