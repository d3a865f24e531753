//! Which methods may give guards, as far as their types tell.

use syn::{GenericArgument, PathArguments, Type};

use crate::model::returns::Returns;
use crate::syntax::bounds::any_derefs;
use crate::syntax::types::bare;

/// Whether a method gives guards.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Gives {
    /// It gives a type of the core's, by its name.
    Guards,
    /// It gives a type of which nothing is known.
    Anything,
    /// It gives what is no guard.
    NoGuards,
}

/// What is no guard, and around none.
const PLAIN: [&str; 32] = [
    "bool",
    "char",
    "str",
    "u8",
    "u16",
    "u32",
    "u64",
    "u128",
    "usize",
    "i8",
    "i16",
    "i32",
    "i64",
    "i128",
    "isize",
    "f32",
    "f64",
    "String",
    "Vec",
    "VecDeque",
    "HashMap",
    "HashSet",
    "BTreeMap",
    "BTreeSet",
    "Duration",
    "Instant",
    "SystemTime",
    "PathBuf",
    "OsString",
    "Bytes",
    "Value",
    "Ordering",
];

/// What may be around a guard.
const AROUND: [&str; 4] = ["Result", "Option", "Box", "Pin"];

impl Gives {
    /// What a method gives.
    pub(crate) fn of(returns: &Returns) -> Self {
        match returns.lends {
            true => Gives::NoGuards,
            false => Self::of_type(returns.value.as_ref().unwrap_or(&returns.output)),
        }
    }

    fn of_type(ty: &Type) -> Self {
        let bounds = match bare(ty) {
            Type::Path(path) => {
                let Some(last) = path.path.segments.last() else { return Gives::NoGuards };
                let name = last.ident.to_string();
                if AROUND.contains(&name.as_str()) {
                    // Where it has none, it is an alias.
                    return first_type(&last.arguments).map_or(Gives::Anything, Self::of_type);
                }
                return match &name {
                    name if PLAIN.contains(&name.as_str()) => Gives::NoGuards,
                    name if name.contains("Guard") => Gives::Guards,
                    _ => Gives::Anything,
                };
            }
            Type::ImplTrait(implied) => &implied.bounds,
            Type::TraitObject(object) => &object.bounds,
            _ => return Gives::NoGuards,
        };
        if any_derefs(bounds) { Gives::Guards } else { Gives::Anything }
    }
}

fn first_type(arguments: &PathArguments) -> Option<&Type> {
    let PathArguments::AngleBracketed(arguments) = arguments else { return None };
    arguments.args.iter().find_map(|argument| match argument {
        GenericArgument::Type(ty) => Some(ty),
        _ => None,
    })
}
