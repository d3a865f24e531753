//! Values as texts, for reports, which know nothing else of them.

/// A value as its `Debug` prints it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Printed {
    /// By `{:?}`; a long one is without its middle.
    pub(crate) on_one_line: String,
    /// By `{:#?}`.
    pub(crate) laid_out: String,
    /// Whether nothing of it is told, so that these are not its texts.
    pub(crate) is_ignored: bool,
}

impl Printed {
    pub(crate) fn new(on_one_line: String, laid_out: String) -> Self {
        Printed { on_one_line, laid_out, is_ignored: false }
    }

    /// Puts together what was printed in both ways.
    pub(crate) fn all(on_one_line: Vec<String>, laid_out: Vec<String>) -> Vec<Self> {
        let mut all = Vec::with_capacity(on_one_line.len());
        for (on_one_line, laid_out) in on_one_line.into_iter().zip(laid_out) {
            all.push(Printed::new(on_one_line, laid_out));
        }
        all
    }
}
