//! Values as texts, for reports, which know nothing else of them.

/// A value as its `Debug` prints it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Printed {
    /// By `{:?}`; a long one is without its middle.
    pub(crate) on_one_line: String,
    /// By `{:#?}`.
    pub(crate) laid_out: String,
}

impl Printed {
    /// Puts together what was printed in both ways.
    pub(crate) fn all(on_one_line: Vec<String>, laid_out: Vec<String>) -> Vec<Self> {
        let mut all = Vec::with_capacity(on_one_line.len());
        for (on_one_line, laid_out) in on_one_line.into_iter().zip(laid_out) {
            all.push(Printed { on_one_line, laid_out });
        }
        all
    }
}
