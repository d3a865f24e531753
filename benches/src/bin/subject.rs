//! Does one piece of work with one subject: `subject <column> <work> <n>`, to be run under
//! callgrind. `subject <column> threads <calls>` times calls instead and prints three rates, see
//! `asyncmock_benches::threads`.

use std::env;

use asyncmock_benches::column::Column;
use asyncmock_benches::subject::Subject;
use asyncmock_benches::subjects::{Visitor, visit};
use asyncmock_benches::threads::Rates;
use asyncmock_benches::work::Work;

struct Do {
    work: Work,
    n: u64,
}

impl Visitor for Do {
    type Output = ();

    fn visit<S: Subject>(self) {
        self.work.run::<S>(self.n);
    }
}

struct Time {
    calls: u64,
}

impl Visitor for Time {
    type Output = Rates;

    fn visit<S: Subject>(self) -> Rates {
        Rates::measure::<S>(self.calls)
    }
}

fn main() -> asyncmock_benches::Result<()> {
    let args: Vec<String> = env::args().skip(1).collect();
    let [column, work, n] = args.as_slice() else {
        return Err("usage: subject <column> <work> <n>".into());
    };
    let column: Column = column.parse()?;
    let n = n.parse()?;
    if work == "threads" {
        println!("{}", visit(column, Time { calls: n }));
    } else {
        visit(column, Do { work: work.parse()?, n });
    }
    Ok(())
}
