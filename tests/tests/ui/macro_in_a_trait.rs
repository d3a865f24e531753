//! A macro among the methods, which may stand for anything.

macro_rules! methods {
    () => {
        fn pet(&self);
    };
}

#[asyncmock::automock]
trait Cat {
    methods!();
}

fn main() {}
