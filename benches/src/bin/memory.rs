//! Prints how many bytes a subject keeps for each call: `memory <column> <vals-1 | text>`. A binary
//! of its own, so that the counting allocator is not part of any other measurement.

use std::env;

use asyncmock_benches::allocator::Counting;
use asyncmock_benches::memory::CALLS;
use asyncmock_benches::subject::Subject;
use asyncmock_benches::subjects::{Visitor, visit};
use asyncmock_benches::work::Work;

#[global_allocator]
static ALLOCATOR: Counting = Counting::new();

struct Weigh {
    work: Work,
}

impl Visitor for Weigh {
    type Output = usize;

    fn visit<S: Subject>(self) -> usize {
        let mock = match self.work {
            Work::Text => S::expect_text(),
            _ => S::expect_vals(1),
        };
        let before = ALLOCATOR.live();
        match self.work {
            Work::Text => S::call_text(&mock, CALLS),
            _ => S::call_vals(&mock, 1, CALLS),
        }
        ALLOCATOR.live().saturating_sub(before)
    }
}

fn main() -> asyncmock_benches::Result<()> {
    let args: Vec<String> = env::args().skip(1).collect();
    let [column, work] = args.as_slice() else {
        return Err("usage: memory <column> <vals-1 | text>".into());
    };
    let weigh = Weigh { work: work.parse()? };
    println!("{}", visit(column.parse()?, weigh));
    Ok(())
}
