//! The columns of the tables: which subjects there are, and what sets each apart from outside.

use std::fmt;
use std::str::FromStr;

/// One column of the tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    /// A fake written by hand that records its arguments.
    Hand,
    /// A fake written by hand that only counts.
    Count,
    /// The crate `mockall`.
    Mockall,
    /// The crate `unimock`.
    Unimock,
    /// The crate `mry`.
    Mry,
    /// The crate `faux`.
    Faux,
    /// This project.
    Asyncmock,
    /// This project without reading the clock, which is a matter of calls alone.
    Clockless,
    /// This project with mocks that can be spies, which is the compiler's matter alone.
    Spies,
}

impl Column {
    /// Every column that is compiled in, in the order of the tables.
    pub const ALL: &[Self] = &[
        Self::Hand,
        Self::Count,
        Self::Mockall,
        Self::Unimock,
        Self::Mry,
        Self::Faux,
        #[cfg(feature = "asyncmock")]
        Self::Asyncmock,
    ];

    /// The name, as on the command line and above the column.
    pub fn name(self) -> &'static str {
        match self {
            Self::Hand => "hand",
            Self::Count => "count",
            Self::Mockall => "mockall",
            Self::Unimock => "unimock",
            Self::Mry => "mry",
            Self::Faux => "faux",
            Self::Asyncmock => "asyncmock",
            Self::Clockless => "clockless",
            Self::Spies => "spies",
        }
    }

    /// Those of the parts that call: this project has two there.
    pub fn called(columns: &[Self]) -> Vec<Self> {
        Self::with(columns, Self::Clockless)
    }

    /// Those of the compiler's parts: this project has two there.
    pub fn compiled(columns: &[Self]) -> Vec<Self> {
        Self::with(columns, Self::Spies)
    }

    fn with(columns: &[Self], variant: Self) -> Vec<Self> {
        let variant = columns.contains(&Self::Asyncmock).then_some(variant);
        columns.iter().copied().chain(variant).collect()
    }

    /// The column whose subject does the work of this one.
    pub fn subject(self) -> Self {
        if self == Self::Clockless { Self::Asyncmock } else { self }
    }

    /// What `ASYNCMOCK_CLOCK` says where this column is measured; peers do not look at it.
    pub fn clock(self) -> &'static str {
        if self == Self::Clockless { "off" } else { "on" }
    }

    /// Whether its mocks exist only where debug assertions are on.
    pub fn needs_debug_assertions(self) -> bool {
        self == Self::Mry
    }
}

impl fmt::Display for Column {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl FromStr for Column {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        let found = Self::ALL.iter().find(|column| column.name() == name);
        found.copied().ok_or_else(|| format!("no column is named `{name}`"))
    }
}

#[cfg(all(test, feature = "asyncmock"))]
mod tests {
    use super::Column;

    #[test]
    fn variants_of_this_project_stand_beside_it_only() {
        let both = [Column::Mockall, Column::Asyncmock];
        assert_eq!(Column::called(&both), [Column::Mockall, Column::Asyncmock, Column::Clockless]);
        assert_eq!(Column::compiled(&both), [Column::Mockall, Column::Asyncmock, Column::Spies]);
        assert_eq!(Column::called(&[Column::Mockall]), [Column::Mockall]);
    }

    #[test]
    fn a_variant_does_the_work_of_this_project() {
        assert_eq!(Column::Clockless.subject().name().parse(), Ok(Column::Asyncmock));
        assert_eq!(Column::Mockall.subject(), Column::Mockall);
    }
}
