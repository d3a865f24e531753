//! Runs the body of a test that makes a mistake, and catches what it fails with.

use std::any::Any;
use std::thread;

use futures::future::LocalBoxFuture;
use tokio::runtime::Builder;

/// The body of a test.
pub(crate) type Body = fn() -> LocalBoxFuture<'static, ()>;

/// The text with which a test fails; `None` if it passes.
///
/// It has a thread of its own, as tests have, so that nothing of it is seen by others, and a paused clock, so that no
/// text depends on how busy the machine is.
pub(crate) fn failure(body: Body) -> Option<String> {
    let test = move || {
        let runtime = Builder::new_current_thread().enable_time().start_paused(true).build();
        runtime.expect("there is a runtime").block_on(body());
    };
    thread::spawn(test).join().err().map(text)
}

fn text(panic: Box<dyn Any + Send>) -> String {
    match panic.downcast::<String>() {
        Ok(text) => *text,
        Err(panic) => (*panic.downcast::<&str>().expect("a panic has a text")).to_owned(),
    }
}
