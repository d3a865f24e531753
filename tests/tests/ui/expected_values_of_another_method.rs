//! Expected values of one method, set beside the calls of another: safe code can't.

use asyncmock::__private::Event;
use asyncmock::__private::arity::ArgsEq;
use asyncmock::automock;

#[automock]
trait Cat {
    fn feed(&self, food: &str);
}

fn main() {
    let expected = <(asyncmock::__private::Val<u64>,) as ArgsEq<(u64,)>>::expected(&(1,));
    let cat = MockCat::relaxed();
    cat.feed("fish");
    cat.calls_to_feed().raw().verify_any(Event::Called, "assert_any_call", &expected);
}
