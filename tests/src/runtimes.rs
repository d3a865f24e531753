//! The runtimes on which the same tests run: what works on one of them works on all.

use std::future::Future;
use std::thread;

use futures::channel::oneshot;
use tokio::runtime;

/// A runtime.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Runtime {
    /// tokio on one thread.
    CurrentThread,
    /// tokio on four threads.
    MultiThread,
    /// smol.
    Smol,
    /// `futures::executor`, with a thread for each task.
    Futures,
}

impl Runtime {
    /// Runs a test.
    pub fn run<F: Future<Output = ()>>(self, test: impl FnOnce(Runtime) -> F) {
        match self {
            Runtime::CurrentThread => {
                let runtime = runtime::Builder::new_current_thread().enable_all().build();
                runtime.expect("a runtime can be made").block_on(test(self));
            }
            Runtime::MultiThread => {
                let runtime = runtime::Builder::new_multi_thread().worker_threads(4).enable_all().build();
                runtime.expect("a runtime can be made").block_on(test(self));
            }
            Runtime::Smol => smol::block_on(test(self)),
            Runtime::Futures => futures::executor::block_on(test(self)),
        }
    }

    /// Runs a task beside the test. What it gives can be awaited; if it panics, awaiting it does.
    pub fn spawn<T: Send + 'static>(self, task: impl Future<Output = T> + Send + 'static) -> impl Future<Output = T> {
        let (sender, receiver) = oneshot::channel();
        let task = async move {
            let _the_test_need_not_wait = sender.send(task.await);
        };
        match self {
            Runtime::CurrentThread | Runtime::MultiThread => drop(tokio::spawn(task)),
            Runtime::Smol => smol::spawn(task).detach(),
            Runtime::Futures => drop(thread::spawn(|| futures::executor::block_on(task))),
        }
        async { receiver.await.expect("the task has not panicked") }
    }
}

/// Makes a test for each runtime of functions that take a [`Runtime`].
#[macro_export]
macro_rules! on_every_runtime {
    ($($(#[doc = $doc:literal])* async fn $test:ident($runtime:ident: Runtime) $body:block)*) => {
        $($(#[doc = $doc])* async fn $test($runtime: $crate::runtimes::Runtime) $body)*

        $crate::on_every_runtime!(@ tokio_current_thread CurrentThread: $($test)*);
        $crate::on_every_runtime!(@ tokio_multi_thread MultiThread: $($test)*);
        $crate::on_every_runtime!(@ smol Smol: $($test)*);
        $crate::on_every_runtime!(@ futures_executor Futures: $($test)*);
    };
    (@ $name:ident $runtime:ident: $($test:ident)*) => {
        mod $name {
            $(
                #[test]
                fn $test() {
                    $crate::runtimes::Runtime::$runtime.run(super::$test);
                }
            )*
        }
    };
}
