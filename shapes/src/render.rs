//! Writes a shape down as a module: the item, its mock, and a test of it.

use std::fmt::Write as _;

use crate::argument::Argument;
use crate::method::FormKind;
use crate::returns::Kind;
use crate::shape::{Entry, Shape};

/// What a module is written for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// To see whether the item is Rust at all: without its mock.
    Item,
    /// To see what the macro makes of it.
    Mock,
    /// To be run.
    Test,
}

/// The module's text.
pub(crate) fn module(shape: &Shape, purpose: Purpose) -> String {
    let mut text = "#[allow(unused_imports)]\nuse crate::given::*;\n\n".to_owned();
    text.push_str(&item(shape, purpose != Purpose::Item));
    if purpose == Purpose::Test {
        text.push_str(&test(shape));
    }
    text
}

/// The parameters of the trait or the type, as they are declared and as arguments.
struct Parameters {
    declared: String,
    arguments: String,
    /// Without lifetimes, which a mock has not.
    of_mock: String,
    arguments_of_mock: String,
    given: String,
}

fn angles(parts: &[String]) -> String {
    if parts.is_empty() { String::new() } else { format!("<{}>", parts.join(", ")) }
}

fn parameters(shape: &Shape) -> Parameters {
    let (mut declared, mut arguments, mut given) = (Vec::new(), Vec::new(), Vec::new());
    if let Some(bounds) = shape.key {
        declared.push(if bounds.is_empty() { "K".to_owned() } else { format!("K: {bounds}") });
        arguments.push("K".to_owned());
        given.push("u32".to_owned());
    }
    if shape.size {
        declared.push("const N: usize".to_owned());
        arguments.push("N".to_owned());
        given.push("3".to_owned());
    }
    let (of_mock, arguments_of_mock) = (angles(&declared), angles(&arguments));
    if shape.lifetime {
        declared.insert(0, "'t".to_owned());
        arguments.insert(0, "'t".to_owned());
    }
    let given = if given.is_empty() { String::new() } else { format!("::<{}>", given.join(", ")) };
    Parameters { declared: angles(&declared), arguments: angles(&arguments), of_mock, arguments_of_mock, given }
}

fn item(shape: &Shape, mocked: bool) -> String {
    let Parameters { declared, arguments, of_mock, arguments_of_mock, .. } = parameters(shape);
    let automock = |options: &str| match mocked {
        true if options.is_empty() => "#[asyncmock::automock]\n".to_owned(),
        true => format!("#[asyncmock::automock({options})]\n"),
        false => String::new(),
    };
    let supertraits = if shape.portable { ": Send + Sync" } else { "" };
    let declarations = if shape.item { "    type Item: 'static;\n    type Line<'l> where Self: 'l;\n" } else { "" };
    let definitions =
        if shape.item { "    type Item = u32;\n    type Line<'l> = &'l str where Self: 'l;\n" } else { "" };
    let form = shape.form;
    let lines = |attribute: &str| if attribute.is_empty() { String::new() } else { format!("{attribute}\n") };
    let (above, below) = (lines(form.above), lines(form.below));
    let bodyless = methods(shape, "", false);
    let the_trait = |automock: &str, methods: &str| {
        format!("{above}{automock}{below}pub trait Subject{declared}{supertraits} {{\n{declarations}{methods}}}\n")
    };
    let fields = match (shape.key, shape.size) {
        (Some(_), true) => "(pub [K; N])",
        (Some(_), false) => "(pub K)",
        (None, true) => "(pub [u8; N])",
        (None, false) => "",
    };
    match shape.entry {
        Entry::Trait => {
            let options = if shape.item { "type Item = u32; type Line<'l> = &'l str;" } else { "" };
            the_trait(&automock(options), &methods(shape, "", shape.has_body))
        }
        Entry::MockTrait => {
            let mut text = the_trait("", &bodyless);
            if mocked {
                let _ = write!(
                    text,
                    "\nasyncmock::mock! {{\n    pub Subject{of_mock} {{}}\n    {below}    impl{declared} \
                     Subject{arguments} for Subject{arguments_of_mock} {{\n{definitions}{bodyless}    }}\n}}\n"
                );
            }
            text
        }
        Entry::MockOwn if mocked => {
            let methods = methods(shape, "pub ", false);
            format!("asyncmock::mock! {{\n    pub Subject{of_mock} {{\n{methods}    }}\n}}\n")
        }
        Entry::MockOwn => the_trait("", &bodyless),
        Entry::Inherent => {
            let (automock, methods) = (automock(""), methods(shape, "pub ", true));
            format!(
                "#[allow(dead_code)]\npub struct Subject{of_mock}{fields}{}\n\n{automock}#[allow(dead_code)]\nimpl{of_mock} \
                 Subject{arguments_of_mock} {{\n{methods}}}\n",
                if fields.is_empty() { " {}" } else { ";" }
            )
        }
        Entry::TraitImpl => {
            let (text, automock, methods) = (the_trait("", &bodyless), automock(""), methods(shape, "", true));
            // The compiler takes a function of any lifetime, `fn(&str)`, for a refinement of itself.
            let below = "#[allow(refining_impl_trait)]\n";
            format!(
                "{text}\n#[allow(dead_code)]\npub struct House{of_mock}{fields}{}\n\n{automock}{below}impl{declared} \
                 Subject{arguments} for House{arguments_of_mock} {{\n{definitions}{methods}}}\n",
                if fields.is_empty() { " {}" } else { ";" }
            )
        }
        Entry::Module => {
            let (automock, methods) = (automock(""), methods(shape, "pub ", true));
            format!(
                "{automock}#[allow(dead_code, unused_imports)]\npub mod subject {{\n    use crate::given::*;\n\n{methods}}}\n"
            )
        }
    }
}

/// The name of the argument at an index.
fn name(shape: &Shape, index: usize) -> String {
    let is_raw = shape.has_raw_argument && index == 0 && shape.arguments[0].pattern == "@";
    if is_raw { "r#type".to_owned() } else { format!("a{index}") }
}

/// A text of a row's, with the argument's name and number.
fn filled(shape: &Shape, text: &str, index: usize) -> String {
    text.replace('@', &name(shape, index)).replace('$', &index.to_string()).replace("MOCK", &mock(shape))
}

/// The mock's type.
fn mock(shape: &Shape) -> String {
    let name = if shape.entry == Entry::TraitImpl { "MockHouse" } else { "MockSubject" };
    format!("{name}{}", parameters(shape).given)
}

fn methods(shape: &Shape, vis: &str, with_body: bool) -> String {
    let mut text = String::new();
    for attribute in &shape.attributes {
        let of_body = matches!(*attribute, "#[inline]" | "#[cold]");
        // A trait's own attributes are no business of its implementations.
        let of_trait = attribute.contains("must_use") || attribute.contains("deprecated");
        if (!of_body || with_body) && !(of_trait && shape.entry == Entry::TraitImpl) {
            let _ = writeln!(text, "    {attribute}");
        }
    }
    let _ = writeln!(text, "    {vis}{}", signature(shape, with_body));
    if shape.companion {
        let body = if with_body { " { n }" } else { ";" };
        let receiver = if shape.entry == Entry::Module { "" } else { "&self, " };
        let _ = writeln!(text, "    {vis}fn other({receiver}n: u32) -> u32{body}");
    }
    text
}

fn signature(shape: &Shape, with_body: bool) -> String {
    let (form, returns) = (shape.form, shape.returns);
    let indexed = || shape.arguments.iter().enumerate();
    let mut generics: Vec<String> = Vec::new();
    let declared = std::iter::once(returns.generics.replace('$', "0"))
        .chain(indexed().map(|(index, row)| filled(shape, row.generics, index)));
    for declared in declared {
        generics.extend(declared.split(", ").filter(|part| !part.is_empty()).map(str::to_owned));
    }
    // Lifetimes come first.
    generics.sort_by_key(|part| !part.starts_with('\''));
    generics.dedup();
    let mut clauses: Vec<String> = vec![returns.clause.replace('$', "0")];
    clauses.extend(indexed().map(|(index, row)| filled(shape, row.clause, index)));
    clauses.retain(|clause| !clause.is_empty());
    clauses.dedup();
    let clause = if clauses.is_empty() { String::new() } else { format!(" where {}", clauses.join(", ")) };
    let mut inputs = Vec::new();
    if !shape.receiver.is_static() {
        inputs.push(shape.receiver.text.to_owned());
    }
    for (index, row) in indexed() {
        let pattern = if with_body { row.pattern } else { "@" };
        inputs.push(filled(shape, &format!("{pattern}: {}", row.ty), index));
    }
    let is_async = matches!(form.kind, FormKind::Async | FormKind::Desugared) || !form.above.is_empty();
    let value = if returns.ty.is_empty() { "()" } else { returns.ty }.replace('$', "0");
    let output = form.output.replace('@', &value);
    let output = if returns.ty.is_empty() && form.output == "@" { String::new() } else { format!(" -> {output}") };
    let body = if with_body { format!(" {{ {} }}", body(shape)) } else { ";".to_owned() };
    let asyncness = if is_async { "async " } else { "" };
    format!("{asyncness}fn {}{}({}){output}{clause}{body}", shape.name, angles(&generics), inputs.join(", "))
}

/// A body that uses the arguments.
fn body(shape: &Shape) -> String {
    let mut text = String::new();
    for (index, row) in shape.arguments.iter().enumerate() {
        let usage = match row.pattern {
            "@" => "let _ = &@; ",
            "mut @" => "@ += 1; let _ = &@; ",
            _ => "",
        };
        text.push_str(&filled(shape, usage, index));
    }
    text + match shape.form {
        form if form.output.starts_with("impl") => "std::future::pending()",
        form if form.output != "@" => "Box::pin(std::future::pending())",
        _ => "unimplemented!()",
    }
}

fn test(shape: &Shape) -> String {
    let indexed = || shape.arguments.iter().enumerate();
    let mock = mock(shape);
    let plain = shape.name.trim_start_matches("r#");
    let expects: Vec<String> = std::iter::once(shape.returns.expects.to_owned())
        .chain(indexed().map(|(index, row)| filled(shape, row.expects, index)))
        .filter(|expects| !expects.is_empty())
        .collect();
    let turbofish = if expects.is_empty() { String::new() } else { format!("::<{}>", expects.join(", ")) };
    let mut lines = Vec::new();
    let is_static = shape.receiver.is_static();
    let place = if shape.entry == Entry::Module { "mock_subject" } else { mock.as_str() };
    let (calls, expect) = if is_static {
        lines.push(format!("let context = {place}::{plain}_context();"));
        (format!("context.calls{turbofish}()"), format!("context.expect{turbofish}()"))
    } else {
        let mutable = if shape.receiver.mutable { "mut " } else { "" };
        let made = shape.receiver.made.replace('@', &format!("{mock}::new()"));
        lines.push(format!("let {mutable}mock = {made};"));
        (format!("mock.calls_to_{plain}{turbofish}()"), format!("mock.expect_{plain}{turbofish}()"))
    };
    lines.push(format!("let calls = {calls};"));
    lines.push(format!("{expect}{};", answer(shape)));
    lines.extend(indexed().map(|(index, row)| filled(shape, row.setup, index)).filter(|line| !line.is_empty()));
    let passed: Vec<String> = indexed().map(|(index, row)| filled(shape, row.pass, index)).collect();
    let on = if is_static { format!("{place}::") } else { format!("{}.", shape.receiver.on) };
    let mut call = format!("{on}{}({})", shape.name, passed.join(", "));
    if !shape.is_sync() {
        call = format!("futures::executor::block_on({call})");
    }
    if let Kind::Never = shape.returns.kind {
        lines.push(format!("let gone = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {call}));"));
        lines.push("assert!(gone.is_err());".to_owned());
    } else {
        let check = shape.returns.check.replace('@', "value");
        // What the call borrows lives as long as the value.
        lines.push(match shape.returns.annotation {
            "" => format!("match {call} {{ value => {{ {check} }} }}"),
            annotation => format!("{{ let value: {annotation} = {call}; {check} }}"),
        });
    }
    // An answer that was not asked about the arguments leaves them as they were.
    if answers_by_closure(shape) {
        lines.extend(indexed().map(|(index, row)| filled(shape, row.after, index)).filter(|line| !line.is_empty()));
    }
    lines.push("assert_eq!(calls.count(), 1);".to_owned());
    if shape.companion {
        lines.push(if shape.entry == Entry::Module {
            "let others = mock_subject::other_context();".to_owned()
        } else {
            format!("let others = {mock}::new();")
        });
        let (expect, on) =
            if shape.entry == Entry::Module { ("expect", "mock_subject::") } else { ("expect_other", "others.") };
        lines.push(format!("others.{expect}().return_const(3_u32);"));
        lines.push(format!("assert_eq!({on}other(1), 3);"));
    }
    let lines: Vec<String> = lines.into_iter().map(|line| format!("    {line}\n")).collect();
    format!("\n#[test]\n#[allow(deprecated, unused_mut)]\nfn is_mocked() {{\n{}}}\n", lines.concat())
}

/// The mutable references to types with a lifetime.
const LENT: [&str; 3] = ["&mut View<'_>", "&mut Vec<&str>", "&mut std::task::Context<'_>"];

fn answers_by_closure(shape: &Shape) -> bool {
    let returns = &shape.returns;
    // Who is lent an argument has a builder, which knows closures only.
    if shape.arguments.iter().any(|row| LENT.contains(&row.ty)) {
        return true;
    }
    match returns.kind {
        Kind::Owned | Kind::Borrowed => !(returns.constant && shape.answer.is_multiple_of(4)),
        Kind::Lent(_) | Kind::LentMut(_) if shape.lends() => !shape.answer.is_multiple_of(4),
        _ => true,
    }
}

/// What the expectation answers.
fn answer(shape: &Shape) -> String {
    let returns = shape.returns;
    let indexed = || shape.arguments.iter().enumerate();
    let names: Vec<String> = indexed().map(|(index, _)| name(shape, index)).collect();
    let names = names.join(", ");
    let used = |row: &Argument| if row.seen.is_empty() && !shape.is_sync() { "let _ = @;" } else { row.seen };
    let seen = indexed().map(|(index, row)| filled(shape, used(row), index) + " ").collect::<String>();
    let mut value = returns.answer.replace("MOCK", &mock(shape));
    let tied = |argument: Argument| match shape.is_sync() {
        true => name(shape, 0),
        false => filled(shape, argument.pass, 0),
    };
    match returns.kind {
        Kind::Tied(argument) | Kind::TiedElided(argument) | Kind::TiedToBoth(argument) => {
            let tied = tied(argument);
            value = if value == "@0" { tied.clone() } else { value.replace("@0", &format!("({tied})")) };
            // Arguments of a call need no parentheses.
            value = value.replace(&format!("(({tied}))"), &format!("({tied})"));
        }
        Kind::Lent(owned) if shape.lends() => {
            value = owned.replace("MOCK", &mock(shape));
            if !answers_by_closure(shape) {
                return format!(".return_const({value})");
            }
        }
        Kind::LentMut(owned) => {
            value = owned.to_owned();
            if !answers_by_closure(shape) {
                return format!(".return_var({value})");
            }
        }
        Kind::Never => return format!(".returning(|{names}| {{ {seen}panic!(\"gone\") }})"),
        _ => {}
    }
    let is_explicit = matches!(shape.form.kind, FormKind::Explicit | FormKind::Desugared);
    let closure = |value: &str| format!("|{names}| {{ {seen}{value} }}");
    if !answers_by_closure(shape) {
        let name = if is_explicit { "resolve_const" } else { "return_const" };
        return format!(".{name}({value})");
    }
    if is_explicit {
        return match shape.answer % 3 {
            0 => format!(".resolving({})", closure(&value)),
            1 => format!(".returning_async({})", closure(&format!("async move {{ {value} }}"))),
            _ => format!(".returning({})", closure(&format!("Box::pin(async move {{ {value} }})"))),
        };
    }
    let way = if shape.answer.is_multiple_of(3)
        && !matches!(returns.kind, Kind::Tied(_) | Kind::TiedElided(_) | Kind::TiedToBoth(_))
    {
        "return_once"
    } else {
        "returning"
    };
    format!(".{way}({})", closure(&value))
}
