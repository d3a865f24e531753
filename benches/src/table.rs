//! A table of figures: a row a measure, a column a subject, and the two ratios that matter.

use std::fmt;

use crate::Result;
use crate::column::Column;

/// A table.
#[derive(Debug)]
pub struct Table {
    title: String,
    columns: Vec<Column>,
    decimals: usize,
    rows: Vec<Row>,
}

#[derive(Debug)]
struct Row {
    label: String,
    cells: Vec<Option<f64>>,
}

impl Table {
    /// An empty table.
    pub fn new(title: &str, columns: &[Column]) -> Self {
        Self { title: title.to_owned(), columns: columns.to_vec(), decimals: 2, rows: Vec::new() }
    }

    /// How many decimals a figure has; two if not said.
    pub fn decimals(mut self, decimals: usize) -> Self {
        self.decimals = decimals;
        self
    }

    /// Adds a row, measuring each column; `None` is a dash.
    pub fn row<F>(&mut self, label: &str, mut measure: F) -> Result<()>
    where
        F: FnMut(Column) -> Result<Option<f64>>,
    {
        let columns = self.columns.clone();
        self.cells(label, || columns.into_iter().map(&mut measure).collect())
    }

    /// Adds a row, measuring all columns together; `None` is a dash.
    ///
    /// # Panics
    ///
    /// If there is not a figure for each column.
    pub fn cells<F>(&mut self, label: &str, measure: F) -> Result<()>
    where
        F: FnOnce() -> Result<Vec<Option<f64>>>,
    {
        eprintln!("{}: {label}", self.title);
        let cells = measure()?;
        assert_eq!(cells.len(), self.columns.len(), "a figure for each column");
        self.rows.push(Row { label: label.to_owned(), cells });
        Ok(())
    }

    /// Adds a row that follows from two rows above.
    ///
    /// # Panics
    ///
    /// If there are no such rows.
    pub fn derived<F>(&mut self, label: &str, from: [&str; 2], derive: F)
    where
        F: Fn(f64, f64) -> f64,
    {
        let [first, second] = from.map(|label| {
            let row = self.rows.iter().find(|row| row.label == label);
            row.expect("a row above").cells.iter()
        });
        let cells = first.zip(second).map(|(first, second)| Some(derive((*first)?, (*second)?)));
        let cells = cells.collect();
        self.rows.push(Row { label: label.to_owned(), cells });
    }

    /// The figure of this project divided by another's.
    fn ratio(&self, row: &Row, other: Column) -> Option<f64> {
        let cell = |of| {
            let at = self.columns.iter().position(|column| *column == of)?;
            row.cells[at]
        };
        let ratio = cell(Column::Asyncmock)? / cell(other)?;
        ratio.is_finite().then_some(ratio)
    }
}

impl fmt::Display for Table {
    /// Markdown.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let others = [Column::Mockall, Column::Hand];
        let mut lines = vec![vec![self.title.clone()]];
        lines[0].extend(self.columns.iter().map(Column::to_string));
        lines[0].extend(others.map(|other| format!("asyncmock / {other}")));
        for row in &self.rows {
            let mut line = vec![row.label.clone()];
            line.extend(row.cells.iter().map(|cell| figure(*cell, self.decimals)));
            line.extend(others.map(|other| figure(self.ratio(row, other), 2)));
            lines.push(line);
        }
        let width = |at: usize| lines.iter().map(|line| line[at].chars().count()).max();
        let widths: Vec<usize> = (0..lines[0].len()).filter_map(width).collect();
        for (number, line) in lines.iter().enumerate() {
            for (at, (cell, width)) in line.iter().zip(&widths).enumerate() {
                match at {
                    0 => write!(f, "| {cell:<width$} |")?,
                    _ => write!(f, " {cell:>width$} |")?,
                }
            }
            writeln!(f)?;
            if number == 0 {
                for (at, width) in widths.iter().enumerate() {
                    match at {
                        0 => write!(f, "| {:-<width$} |", "")?,
                        _ => write!(f, " {:->width$}: |", "", width = width - 1)?,
                    }
                }
                writeln!(f)?;
            }
        }
        Ok(())
    }
}

fn figure(cell: Option<f64>, decimals: usize) -> String {
    match cell {
        Some(figure) => format!("{figure:.decimals$}"),
        None => "–".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{Column, Table};

    #[test]
    fn figures_are_aligned_and_a_missing_one_is_a_dash() {
        let columns = [Column::Hand, Column::Mockall, Column::Asyncmock];
        let mut table = Table::new("Work", &columns).decimals(1);
        let cell = |column| match column {
            Column::Hand => None,
            Column::Mockall => Some(40.0),
            _ => Some(10.0),
        };
        table.row("a", |column| Ok(cell(column))).unwrap();
        table.row("b", |column| Ok(cell(column).map(|figure| 2.0 * figure))).unwrap();
        table.derived("b - a", ["a", "b"], |a, b| b - a);
        let expected = "\
| Work  | hand | mockall | asyncmock | asyncmock / mockall | asyncmock / hand |
| ----- | ---: | ------: | --------: | ------------------: | ---------------: |
| a     |    – |    40.0 |      10.0 |                0.25 |                – |
| b     |    – |    80.0 |      20.0 |                0.25 |                – |
| b - a |    – |    40.0 |      10.0 |                0.25 |                – |
";
        assert_eq!(table.to_string(), expected);
    }
}
