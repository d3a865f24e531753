//! A server whose workers go on after it is gone, unless it is shut down.
//!
//! A [`Server`] has so many workers, each a task that accepts a connection, answers what it reads, and accepts the next. A
//! server that is dropped leaves them behind, with the connections that they have open: a drop can't wait for tasks.
//! [`Server::shutdown`] can.

use std::future::{Future, pending};
use std::ops::Deref;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio::time::{Instant, timeout_at};

/// Where connections come from.
#[cfg_attr(
    any(test, feature = "mocks"),
    asyncmock::automock(type Connection = MockConnection; type Open = asyncmock::Guard<MockConnection>;)
)]
pub trait Listener: Send + Sync + 'static {
    /// What a connection is.
    type Connection: Connection;
    /// A connection that is closed when it is dropped.
    type Open: Deref<Target = Self::Connection> + Send;

    /// Waits for a client.
    fn accept(&self) -> impl Future<Output = Self::Open> + Send;
}

/// A connection to a client.
#[cfg_attr(any(test, feature = "mocks"), asyncmock::automock(clone))]
pub trait Connection: Send + Sync + 'static {
    /// Reads a request; `None` if the client has closed the connection.
    fn read(&self) -> impl Future<Output = Option<String>> + Send;

    /// Writes an answer.
    fn write(&self, answer: String) -> impl Future<Output = ()> + Send;
}

/// A server that says everything again, louder. It is to be [shut down](Server::shutdown).
pub struct Server {
    stop: watch::Sender<bool>,
    workers: Vec<JoinHandle<()>>,
}

/// How the workers of a server have ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ended {
    /// So many were done with what they did.
    pub done: usize,
    /// So many were broken off.
    pub broken_off: usize,
    /// So many had panicked.
    pub panicked: usize,
}

impl Server {
    /// Starts so many workers in the runtime that this runs in.
    pub fn start(listener: impl Listener, workers: usize) -> Self {
        let listener = Arc::new(listener);
        let (stop, told) = watch::channel(false);
        let work = || tokio::spawn(work(Arc::clone(&listener), told.clone()));
        Server { workers: (0..workers).map(|_| work()).collect(), stop }
    }

    /// Ends all workers, and waits for them: those that wait for a client or for a request end at once, those that write
    /// an answer have until `patience` is over.
    pub async fn shutdown(self, patience: Duration) -> Ended {
        let until = Instant::now() + patience;
        self.stop.send_replace(true);
        let mut ended = Ended::default();
        for mut worker in self.workers {
            let result = match timeout_at(until, &mut worker).await {
                Ok(result) => result,
                Err(_) => {
                    worker.abort();
                    worker.await
                }
            };
            match result {
                Ok(()) => ended.done += 1,
                Err(error) if error.is_panic() => ended.panicked += 1,
                Err(_) => ended.broken_off += 1,
            }
        }
        ended
    }
}

/// One worker.
async fn work<L: Listener>(listener: Arc<L>, mut stop: watch::Receiver<bool>) {
    while !*stop.borrow() {
        let connection = tokio::select! {
            biased;
            connection = listener.accept() => connection,
            () = told(&mut stop) => return,
        };
        answer(&*connection, &mut stop).await;
    }
}

/// Answers what a client says, until the connection is closed by it or the server stops.
async fn answer(connection: &impl Connection, stop: &mut watch::Receiver<bool>) {
    while !*stop.borrow() {
        let request = tokio::select! {
            biased;
            request = connection.read() => request,
            () = told(stop) => return,
        };
        let Some(request) = request else { return };
        connection.write(request.to_uppercase()).await;
    }
}

/// Waits until the server is told to stop. One that was dropped never is.
async fn told(stop: &mut watch::Receiver<bool>) {
    if stop.wait_for(|stop| *stop).await.is_err() {
        pending().await
    }
}

#[cfg(test)]
mod tests;
