//! Matchers: which arguments an expectation is for. The same look at snapshots, for views.

use std::any::TypeId;

use crate::base::erased::Erased;
use crate::matching::predicate;
use crate::values::args::{Differences, Style};
use crate::values::call_values::{Values, text};
use crate::values::description::{IGNORED, MethodInfo, Show};
use crate::values::expected::{Expected, ExpectedInfo};
use crate::values::plain;
use crate::values::printed::Printed;
use crate::values::seen::{Scratch, Seen};

/// What a matcher expects, as text.
pub(crate) enum Description {
    /// One text for all arguments.
    Whole(&'static str),
    /// One for each.
    Each(Vec<String>),
}

impl Description {
    /// As it stands between the parentheses of `Expectation(..)`.
    pub(crate) fn joined(&self) -> String {
        match self {
            Description::Whole(text) => (*text).to_owned(),
            Description::Each(texts) => texts.join(", "),
        }
    }
}

/// What there is to know of a predicate without its type.
pub struct JudgeInfo {
    pub(crate) eval: Eval,
    pub(crate) print: Show,
    pub(crate) id: TypeId,
}

/// How a predicate is asked.
#[derive(Clone, Copy)]
pub(crate) enum Eval {
    /// By a function of what a reference of one word points to: the predicate's own, under another name.
    Thin(unsafe fn(*const (), *const ()) -> bool),
    /// By a function of the reference.
    Seen(unsafe fn(*const (), Seen) -> bool),
}

impl Eval {
    /// Asks a predicate.
    ///
    /// # Safety
    ///
    /// The predicate is of the type, and a reference to what it is asked about is seen.
    #[inline(always)]
    unsafe fn ask(self, predicate: *const (), seen: Seen) -> bool {
        // SAFETY: as the caller says.
        unsafe {
            match self {
                Eval::Thin(eval) => eval(predicate, seen.data()),
                Eval::Seen(eval) => eval(predicate, seen),
            }
        }
    }
}

/// Calls a function with what is seen of each argument.
pub(crate) type Accepts = unsafe fn(*const (), &[Seen]) -> bool;

/// Says whether arguments are those that are expected.
pub struct Matcher {
    matching: Matching,
    /// Whether dropping it may run the user's code.
    needs_drop: bool,
}

enum Matching {
    /// `with_args`: values, one for each argument.
    Values(Vec<(Erased, &'static ExpectedInfo)>),
    /// `with`: predicates, one for each argument.
    Judges(Vec<(Erased, &'static JudgeInfo)>),
    /// `withf`: a function of all.
    Function { function: Erased, accepts: Accepts, description: &'static str },
}

impl Matcher {
    /// Expects so many values, which are [added](Matcher::expect) one for each parameter.
    pub fn values(parameters: usize) -> Self {
        Matcher { matching: Matching::Values(Vec::with_capacity(parameters)), needs_drop: false }
    }

    /// Asks so many predicates, which are [added](Matcher::judge) one for each parameter.
    pub fn judges(parameters: usize) -> Self {
        Matcher { matching: Matching::Judges(Vec::with_capacity(parameters)), needs_drop: false }
    }

    /// Adds the value that is expected of the next parameter.
    ///
    /// # Safety
    ///
    /// It is of the type that the information is of, and so is the parameter.
    pub unsafe fn expect(&mut self, value: Erased, info: &'static ExpectedInfo) {
        self.needs_drop |= value.needs_drop();
        if let Matching::Values(values) = &mut self.matching {
            values.push((value, info));
        }
    }

    /// Adds the predicate on the next parameter.
    ///
    /// # Safety
    ///
    /// As [`expect`](Matcher::expect).
    pub unsafe fn judge(&mut self, predicate: Erased, info: &'static JudgeInfo) {
        self.needs_drop |= predicate.needs_drop();
        if let Matching::Judges(judges) = &mut self.matching {
            judges.push((predicate, info));
        }
    }

    /// Asks a function, through another that knows its type.
    ///
    /// # Safety
    ///
    /// That is of a method with these parameters.
    pub unsafe fn of_function(function: Erased, accepts: Accepts, description: &'static str) -> Self {
        Matcher { needs_drop: function.needs_drop(), matching: Matching::Function { function, accepts, description } }
    }

    /// Which values are not those that are expected. A matcher that judges them as a whole sets the first bit; a function
    /// rejects values one of which was not kept.
    ///
    /// # Safety
    ///
    /// They are values of the matcher's method.
    #[inline(always)]
    pub(crate) unsafe fn differences(&self, values: &Values<'_>) -> Differences {
        let params = values.info().params();
        let mut differences = 0;
        match &self.matching {
            Matching::Judges(judges) => {
                // A slice is indexed by the compiler itself.
                let judges: &[(Erased, &'static JudgeInfo)] = judges;
                let mut index = 0;
                while index < judges.len() {
                    let (predicate, info) = &judges[index];
                    // What most are, at the least cost.
                    if let (Eval::Thin(eval), Some(place)) = (info.eval, values.place_of(&params[index])) {
                        // SAFETY: at the place is what the predicate is asked of.
                        if !unsafe { eval(predicate.get(), place) } {
                            differences |= 1 << index;
                        }
                        index += 1;
                        continue;
                    }
                    let mut scratch = const { Scratch::uninit() };
                    // SAFETY: what is seen is what the predicate is asked of, and is not used after this turn.
                    let accepted = unsafe {
                        match values.see(&params[index], &raw mut scratch) {
                            Some(seen) => info.eval.ask(predicate.get(), seen),
                            None => false,
                        }
                    };
                    differences |= Differences::from(!accepted) << index;
                    index += 1;
                }
            }
            Matching::Values(expected) => {
                let expected: &[(Erased, &'static ExpectedInfo)] = expected;
                let mut index = 0;
                while index < expected.len() {
                    let (value, info) = &expected[index];
                    let mut scratch = const { Scratch::uninit() };
                    // SAFETY: what is seen is what the value is expected of, and is not used after this turn.
                    let is_equal = unsafe {
                        Expected::stored(value.get(), info).equals(values.see(&params[index], &raw mut scratch))
                    };
                    differences |= Differences::from(!is_equal) << index;
                    index += 1;
                }
            }
            Matching::Function { function, accepts, .. } => {
                // SAFETY: as the caller says.
                differences = Differences::from(!unsafe { asks(function, *accepts, values) });
            }
        }
        differences
    }

    /// Whether dropping it may run the user's code.
    pub(crate) fn needs_drop(&self) -> bool {
        self.needs_drop
    }

    /// What is expected, for the texts.
    pub(crate) fn describe(&self, info: &MethodInfo, style: Style) -> Description {
        match &self.matching {
            Matching::Values(expected) => {
                let mut texts = Vec::with_capacity(expected.len());
                for ((value, of), param) in expected.iter().zip(info.params()) {
                    // SAFETY: the information is that of the value.
                    texts.push(unsafe { Expected::stored(value.get(), of) }.show(param, style));
                }
                Description::Each(texts)
            }
            Matching::Judges(judges) => {
                let mut texts = Vec::with_capacity(judges.len());
                for ((judge, of), param) in judges.iter().zip(info.params()) {
                    texts.push(match param.is_ignored() {
                        true => IGNORED.to_owned(),
                        // SAFETY: the information is that of the predicate.
                        false => text(style, &|out| unsafe { of.print.show(Seen::thin(judge.get()), out) }),
                    });
                }
                Description::Each(texts)
            }
            Matching::Function { description, .. } => Description::Whole(description),
        }
    }

    /// The [fingerprint](Values::fingerprint) of the arguments that are accepted, if there is just one. Plain values may be
    /// expected of others, too, which they are compared with by code of the user's.
    pub(crate) fn fingerprint(&self, info: &MethodInfo) -> Option<u64> {
        if !info.params().iter().all(|param| plain::is_plain(param.id)) {
            return None;
        }
        let mut fingerprint = 0;
        match &self.matching {
            Matching::Values(expected) => {
                for (value, info) in expected {
                    // SAFETY: the information is that of the value.
                    let one = unsafe { Expected::stored(value.get(), info) }.fingerprint()?;
                    fingerprint = plain::mix(fingerprint, one);
                }
            }
            Matching::Judges(judges) => {
                for (judge, info) in judges {
                    // SAFETY: the id is that of the predicate.
                    let one = unsafe { predicate::eq_fingerprint(info.id, judge.get()) }?;
                    fingerprint = plain::mix(fingerprint, one);
                }
            }
            Matching::Function { .. } => return None,
        }
        Some(fingerprint)
    }

    /// Whether it compares with values that it was given.
    pub(crate) fn expects_values(&self) -> bool {
        matches!(self.matching, Matching::Values(_))
    }

    /// Whether it compares each argument with a value, as far as can be told: that runs no function of the test's.
    pub(crate) fn is_of_values(&self, info: &MethodInfo) -> bool {
        match (&self.matching, self.describe(info, Style::OnOneLine)) {
            (Matching::Values(_), _) => true,
            (Matching::Judges(_), Description::Each(texts)) => texts.iter().all(|text| predicate::compares(text)),
            _ => false,
        }
    }

    /// The values that are expected, each as text, where that is known: those of `with_args`, and of `eq`.
    pub(crate) fn expected(&self, info: &MethodInfo) -> Vec<Option<Printed>> {
        let (Description::Each(on_one_line), Description::Each(laid_out)) =
            (self.describe(info, Style::OnOneLine), self.describe(info, Style::LaidOut))
        else {
            return Vec::new();
        };
        let mut expected = Vec::with_capacity(laid_out.len());
        for printed in Printed::all(on_one_line, laid_out) {
            expected.push(match self.matching {
                Matching::Judges(_) => {
                    let values = predicate::expected(&printed.on_one_line).zip(predicate::expected(&printed.laid_out));
                    values.map(|(on_one_line, laid_out)| Printed::new(on_one_line.to_owned(), laid_out.to_owned()))
                }
                Matching::Values(_) | Matching::Function { .. } => Some(printed),
            });
        }
        expected
    }
}

/// As many arguments are seen without an allocation.
const FEW: usize = 8;

/// Asks a function about values; it rejects those one of which was not kept.
///
/// # Safety
///
/// They are values of the function's method.
unsafe fn asks(function: &Erased, accepts: Accepts, values: &Values<'_>) -> bool {
    let params = values.info().params();
    let (mut few, mut few_scratches) = ([Seen::NOTHING; FEW], [Scratch::uninit(); FEW]);
    let (mut many, mut many_scratches) = (Vec::new(), Vec::new());
    let (seen, scratches): (&mut [Seen], &mut [Scratch]) = if params.len() <= FEW {
        (&mut few[..params.len()], &mut few_scratches)
    } else {
        many.resize(params.len(), Seen::NOTHING);
        many_scratches.resize(params.len(), Scratch::uninit());
        (&mut many, &mut many_scratches)
    };
    for (index, param) in params.iter().enumerate() {
        // SAFETY: each has a scratch of its own.
        match unsafe { values.see(param, &raw mut scratches[index]) } {
            Some(one) => seen[index] = one,
            None => return false,
        }
    }
    // SAFETY: as the caller says.
    unsafe { accepts(function.get(), seen) }
}
