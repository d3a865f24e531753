//! What the arity-free code asks of a method's parameters as a whole. The tuples of [markers](crate::param) implement
//! these traits in [`arity`](crate::arity).

/// How a value is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// On one line: `{:?}`.
    Compact,
    /// On one line if it is short, else on as many as it takes: `{:#?}`.
    Fitting,
}

/// The parameters of a method: a tuple of markers.
pub trait Args: Sized + 'static {
    /// The arguments as the method receives them.
    type Of<'a>;
    /// The arguments as the journal keeps them.
    type Kept: 'static;
    /// The same where not all of them can be kept.
    type Partial: 'static;
    /// What is taken of the arguments for the snapshots, before the journal is locked.
    type Taken<'x>;
    /// The snapshots as they are written down, until somebody reads them.
    type Raw: 'static;
    /// What can be done with each argument.
    type Capabilities: Copy + Send + Sync + 'static;

    /// All arguments: bit `n` for argument `n`.
    const ALL: u32;
    /// Of which arguments a snapshot can be made: bit `n` for argument `n`.
    fn kept(capabilities: &Self::Capabilities) -> u32;
    /// Takes of the arguments, all of which can be kept, what the snapshots are made of. Outside the lock: it may run
    /// the user's `Clone`.
    fn keep<'x>(capabilities: &Self::Capabilities, arguments: &'x Self::Of<'_>) -> Self::Taken<'x>;
    /// Writes the snapshots down.
    fn write(taken: Self::Taken<'_>, text: &mut String) -> Self::Raw;
    /// Reads the snapshots back.
    fn read(raw: Self::Raw, text: &str) -> Self::Kept;
    /// Makes the snapshots that can be made.
    fn keep_partly(capabilities: &Self::Capabilities, arguments: &Self::Of<'_>) -> Self::Partial;
    /// Each argument as text.
    fn show(capabilities: &Self::Capabilities, arguments: &Self::Of<'_>, style: Style) -> Vec<String>;
    /// Each snapshot as text.
    fn show_kept(
        capabilities: &Self::Capabilities,
        kept: Result<&Self::Kept, &Self::Partial>,
        style: Style,
    ) -> Vec<String>;
    /// A number that equal arguments share, if all of them are plain.
    fn fingerprint(arguments: &Self::Of<'_>) -> Option<u64>;
}

/// Which arguments differ: bit `n` for argument `n`.
pub(crate) type Differences = u32;

/// Expected values in the shape of the call, for the assertions.
#[doc(hidden)]
pub trait ArgsEq<E>: Args {
    /// Which snapshots are not the expected ones. One that was not kept differs from everything but `ANY`.
    fn differences(expected: &E, kept: Result<&Self::Kept, &Self::Partial>) -> Differences;
    /// Each expected value as text.
    fn show_expected(expected: &E, capabilities: &Self::Capabilities, style: Style) -> Vec<String>;
}

/// Expected values that were kept until the call, for `with_args`.
pub(crate) trait ArgsStored<S>: Args {
    /// Which arguments are not the expected ones.
    fn differences_of(stored: &S, arguments: &Self::Of<'_>) -> Differences;
    /// Which snapshots are not the expected ones.
    fn differences_of_kept(stored: &S, kept: Result<&Self::Kept, &Self::Partial>) -> Differences;
    /// Each expected value as text.
    fn show_stored(stored: &S, capabilities: &Self::Capabilities, style: Style) -> Vec<String>;
    /// See [`Args::fingerprint`].
    fn fingerprint_of(stored: &S) -> Option<u64>;
}

/// Predicates in the shape of the call, for `with`.
pub(crate) trait ArgsJudge<M>: Args {
    /// Which arguments the predicates reject.
    fn rejected(predicates: &M, arguments: &Self::Of<'_>) -> Differences;
    /// Each predicate as text.
    fn show_predicates(predicates: &M) -> Vec<String>;
    /// See [`Args::fingerprint`]; only where every predicate is `eq`.
    fn fingerprint_of_predicates(predicates: &M) -> Option<u64>;
}
