//! A shape: what is mocked, drawn at random from the rows of `argument`, `returns` and `method`.

use crate::argument::{self, Argument, Needs};
use crate::method::{self, Form, FormKind, Receiver};
use crate::random::Random;
use crate::returns::{Kind, RETURNS, Return};
use crate::weights::Weights;

/// What the macro is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Entry {
    /// `#[automock]` on a trait.
    Trait,
    /// `#[automock]` on an impl block.
    Inherent,
    /// `#[automock]` on the impl of a trait.
    TraitImpl,
    /// `mock!` of a trait.
    MockTrait,
    /// `mock!` of methods.
    MockOwn,
    /// `#[automock]` on a module.
    Module,
}

impl Entry {
    pub(crate) fn has_trait(self) -> bool {
        matches!(self, Entry::Trait | Entry::TraitImpl | Entry::MockTrait)
    }
}

/// The item that is mocked, with one method to be tested.
#[derive(Debug)]
pub(crate) struct Shape {
    pub(crate) entry: Entry,
    /// The bounds of the parameter `K`, if there is one.
    pub(crate) key: Option<&'static str>,
    pub(crate) size: bool,
    pub(crate) lifetime: bool,
    pub(crate) item: bool,
    /// Whether every type of the trait is `Send + Sync`.
    pub(crate) portable: bool,
    /// Another method beside the one that is tested.
    pub(crate) companion: bool,
    pub(crate) name: &'static str,
    pub(crate) attributes: Vec<&'static str>,
    pub(crate) form: Form,
    pub(crate) receiver: Receiver,
    pub(crate) arguments: Vec<Argument>,
    pub(crate) returns: Return,
    pub(crate) has_body: bool,
    pub(crate) has_raw_argument: bool,
    /// Which of the ways to answer is taken.
    pub(crate) answer: usize,
}

const NAMES: &[&str] = &["go", "go", "go", "r#match", "expect", "mock", "default", "call_async", "returning"];
const BOUNDS: &[&str] = &["", "Clone", "'static", "Debug + PartialEq", "Send", "Clone + Debug + 'static", PORTABLE];
const PORTABLE: &str = "Send + Sync + 'static";
const ATTRIBUTES: &[&str] = &[
    "/// A method.",
    "#[doc = \"A method.\"]",
    "#[must_use]",
    "#[must_use = \"or else\"]",
    "#[deprecated]",
    "#[deprecated(since = \"1.0.0\", note = \"old\")]",
    "#[allow(clippy::too_many_arguments)]",
    "#[cfg(test)]",
    "#[cfg(not(miri))]",
    "#[cfg_attr(test, must_use)]",
    "#[cfg_attr(all(), allow(unused))]",
    "#[track_caller]",
    "#[inline]",
    "#[cold]",
];

impl Shape {
    pub(crate) fn draw(random: &mut Random, weights: &Weights) -> Self {
        let entry = random.one_of(&weights.entries());
        let form = form(random, weights, entry);
        let receiver = receiver(random, weights, entry, form);
        let is_generic = entry != Entry::Module;
        let portable = entry.has_trait() && (form.is_of_traits() || random.percent(10));
        let mut shape = Shape {
            entry,
            key: (is_generic && random.percent(weights.trait_generics)).then(|| match form.send {
                true => PORTABLE,
                false if portable => PORTABLE,
                false => random.one_of(BOUNDS),
            }),
            size: is_generic && random.percent(weights.trait_generics / 3),
            lifetime: entry.has_trait() && random.percent(weights.trait_generics / 3),
            item: entry.has_trait() && random.percent(weights.trait_generics / 2),
            portable,
            companion: random.percent(20),
            // A mock has a `default` of its own.
            name: random.one_of(if receiver.is_static() { &NAMES[..4] } else { NAMES }),
            attributes: Vec::new(),
            form,
            receiver,
            arguments: Vec::new(),
            returns: RETURNS[0],
            has_body: match entry {
                Entry::Trait => {
                    // A body must know the size of `self`.
                    let is_sized = !matches!(receiver.text, "self" | "self: Self");
                    is_sized
                        && random.percent(15)
                        && !form.above.contains("trait_variant")
                        && !form.below.contains("trait_variant")
                }
                Entry::Inherent | Entry::TraitImpl | Entry::Module => true,
                Entry::MockTrait | Entry::MockOwn => false,
            },
            has_raw_argument: random.percent(8),
            answer: random.below(12),
        };
        shape.returns = shape.draw_return(random);
        if matches!(shape.returns.kind, Kind::TiedToBoth(_)) {
            shape.receiver.text = "&'a self";
        }
        shape.draw_arguments(random, weights);
        shape.draw_attributes(random, weights);
        shape
    }

    pub(crate) fn is_sync(&self) -> bool {
        self.form.kind == FormKind::Sync
    }

    /// Whether what it lends is the mock's, rather than what lives for ever.
    pub(crate) fn lends(&self) -> bool {
        let by_reference = self.receiver.text.trim_start_matches("self: ").starts_with('&');
        self.is_sync() || self.form.kind == FormKind::Async && self.receiver.lends && by_reference
    }

    fn has(&self, needs: Needs) -> bool {
        match needs {
            Needs::Nothing | Needs::Concretize => true,
            Needs::LocalFuture => !self.form.send,
            Needs::Body => self.has_body,
            Needs::Own => self.entry != Entry::Module,
            Needs::Key => self.key.is_some(),
            Needs::Size => self.size,
            Needs::Lifetime => self.lifetime,
            Needs::Item => self.item,
        }
    }

    fn draw_return(&self, random: &mut Random) -> Return {
        // What is a parameter's or an associated type's is drawn more often where it is there.
        let special: Vec<Return> =
            RETURNS.iter().filter(|row| row.needs != Needs::Nothing && self.allows(row)).copied().collect();
        if !special.is_empty() && random.percent(25) {
            return random.one_of(&special);
        }
        loop {
            let row = random.one_of(RETURNS);
            if self.allows(&row) {
                return row;
            }
        }
    }

    fn allows(&self, row: &Return) -> bool {
        // A box of a future without a lifetime, of which nobody can make one whose value has one.
        let is_everlasting = self.form.output.contains(['<']) && self.form.output.contains("ox") && !self.form.lends;
        let from_self = match row.kind {
            Kind::Owned => true,
            // Such a future can't be made by anybody.
            Kind::Tied(_) => !self.form.lends && !is_everlasting,
            Kind::Lent(_) => {
                self.receiver.lends && !is_everlasting && (self.lends() || !matches!(row.answer, "" | "unreachable!()"))
            }
            Kind::LentMut(_) => self.receiver.lends_mutably && self.lends(),
            Kind::Borrowed => self.receiver.lends && !is_everlasting,
            Kind::TiedElided(_) => self.receiver.is_static() && (self.is_sync() || self.form.kind == FormKind::Async),
            Kind::TiedToBoth(_) => {
                !is_everlasting
                    && !self.form.lends
                    && self.receiver.text == "&self"
                    && self.form.kind != FormKind::Desugared
            }
            Kind::Never => self.is_sync() && self.entry.has_trait() && !self.receiver.is_static(),
        };
        let mutable = matches!(row.kind, Kind::Tied(argument) if argument.ty == argument::TIED_MUT.ty);
        // Nor one of a value of which nothing says how long it lives.
        let outlives = match row.needs {
            Needs::Own | Needs::Key => !self.has_body,
            Needs::Lifetime => false,
            _ => true,
        };
        from_self
            && (outlives || !is_everlasting)
            && (row.needs != Needs::Lifetime || !self.form.lends && self.form.kind != FormKind::Desugared)
            // A body can't make a future that lives as long as `self`, and whose value may not.
            && !(self.has_body && self.form.lends && row.generics.contains("Out"))
            && self.has(row.needs)
            && (row.send || !self.form.send)
            && (!row.hidden || self.form.hides && !self.has_body)
            && (self.is_sync() || !mutable)
            // A future may have to be sent with what it gives.
            && (self.is_sync() || !row.generics.contains("Out: 'static"))
            // A future keeps `self`, and with it what is in it.
            && !(row.ty.contains(['K']) && row.ty.contains('&') && row.needs == Needs::Key && !self.is_sync())
            // A future that demands to be `Send` hides types of which it can't know that.
            && !(row.hidden && self.form.send)
            && !(row.generics.contains("Out: Default") && (self.form.send || self.form.kind == FormKind::Explicit))
    }

    fn draw_arguments(&mut self, random: &mut Random, weights: &Weights) {
        match self.returns.kind {
            Kind::Tied(argument) | Kind::TiedToBoth(argument) => self.arguments.push(argument),
            Kind::TiedElided(argument) => {
                self.arguments.push(argument);
                return;
            }
            _ => {}
        }
        let count = match random.below(100) {
            0..=9 => 0,
            10..=49 => 1,
            50..=74 => 2,
            75..=85 => 3,
            86..=93 => 4,
            94..=98 => 5 + random.below(16),
            _ => 21,
        };
        while self.arguments.len() < count {
            let rows = random.one_of(&weights.arguments());
            let row = random.one_of(rows);
            if self.takes(&row) {
                self.arguments.push(row);
            }
        }
    }

    fn takes(&self, row: &Argument) -> bool {
        let text = format!("{} {} {}", row.ty, row.generics, row.clause);
        let is_generic = text.contains("impl ") || row.generics.contains(['T', 'F', 'I', 'R']);
        let says_send = ["Send", "Sync", "Shared", "const N$"].iter().any(|word| text.contains(word));
        let concretizes = |row: &Argument| row.needs == Needs::Concretize;
        let others_are_generic = self.arguments.iter().any(|row| !row.generics.is_empty() || row.ty.contains("impl "));
        let concretized = self.arguments.iter().any(concretizes);
        self.has(row.needs)
            && !(self.form.send && is_generic && !says_send)
            // Of what an async closure gives nobody knows whether it can be sent.
            && !(text.contains("AsyncFn") && self.form.send)
            && !(concretizes(row) && (others_are_generic || !self.returns.generics.is_empty()))
            && !(concretized && (!row.generics.is_empty() || row.ty.contains("impl ")))
            // `#[async_trait]` does not know of that lifetime, and so nobody can implement such a method.
            && !(row.ty.contains("+ '_") && format!("{}{}", self.form.above, self.form.below).contains("async_trait"))
            && !(row.ty.contains("as Subject") && (self.key.is_some() || self.size))
            // Futures of `async fn` demand sized arguments.
            && (row.ty != "Self" || self.is_sync())
            && !(row.ty == "&mut Self" && self.form.send && self.receiver.text != "&mut self")
    }

    fn draw_attributes(&mut self, random: &mut Random, weights: &Weights) {
        if self.arguments.iter().any(|row| row.needs == Needs::Concretize) {
            self.attributes.push("#[asyncmock::concretize]");
        }
        while random.percent(weights.attributes) {
            let attribute = random.one_of(ATTRIBUTES);
            let kind = |text: &str| text.split(['(', ' ', ']']).next().unwrap_or_default().to_owned();
            let fits = match attribute {
                "#[inline]" | "#[cold]" => self.has_body,
                "#[track_caller]" => self.is_sync(),
                text if text.contains("must_use") => {
                    !self.attributes.iter().any(|other| other.contains("must_use")) && !self.returns.ty.is_empty()
                }
                _ => true,
            };
            if fits && !self.attributes.iter().any(|other| kind(other) == kind(attribute)) {
                self.attributes.push(attribute);
            }
        }
    }
}

fn form(random: &mut Random, weights: &Weights, entry: Entry) -> Form {
    loop {
        let form = match random.below(100) {
            below if below >= weights.asynchronous => method::SYNC,
            below if below < weights.asynchronous / 3 => method::ASYNC,
            _ => random.one_of(method::FORMS),
        };
        let fits = match entry {
            Entry::Trait => true,
            Entry::TraitImpl | Entry::Inherent | Entry::MockOwn => !form.is_of_traits(),
            Entry::Module => !form.is_of_traits() && !form.lends,
            Entry::MockTrait => form.above.is_empty() && !form.below.contains("trait_variant"),
        };
        if fits {
            return form;
        }
    }
}

fn receiver(random: &mut Random, weights: &Weights, entry: Entry, form: Form) -> Receiver {
    if entry == Entry::Module {
        return method::STATIC;
    }
    loop {
        let receiver = match random.below(100) {
            below if below < weights.statics => method::STATIC,
            below if below < weights.statics + weights.receivers => random.one_of(method::OTHERS),
            below if below % 4 == 0 => method::EXCLUSIVE,
            _ => method::SHARED,
        };
        if (receiver.send || !form.send) && (receiver.lends || !form.lends) {
            return receiver;
        }
    }
}
