//! A pool of connections whose callers wait, run out of patience, and go away: each may take a connection with it.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use tokio::sync::oneshot;
use tokio::time::error::Elapsed;
use tokio::time::timeout;

/// What connections lead to.
#[cfg_attr(any(test, feature = "mocks"), asyncmock::automock)]
#[allow(async_fn_in_trait)]
pub trait Database {
    /// Opens a connection.
    async fn connect(&self) -> Connection;

    /// Asks over a connection.
    async fn query(&self, connection: Connection, text: &str) -> u32;
}

/// A connection, by its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Connection(pub u32);

/// How long a caller waits for a connection.
pub const PATIENCE: Duration = Duration::from_secs(5);

/// A pool that loses connections: it counts on callers that stay.
pub struct LeakyPool<D> {
    database: D,
    limit: usize,
    state: Mutex<LeakyState>,
}

#[derive(Default)]
struct LeakyState {
    idle: Vec<Connection>,
    /// How many there are, idle or not.
    open: usize,
    waiting: VecDeque<oneshot::Sender<Connection>>,
}

impl<D: Database> LeakyPool<D> {
    /// With so many connections at the most.
    pub fn new(database: D, limit: usize) -> Self {
        LeakyPool { database, limit, state: Mutex::default() }
    }

    /// Asks over a connection, as soon as there is one.
    pub async fn query(&self, text: &str) -> Result<u32, Elapsed> {
        let connection = timeout(PATIENCE, self.acquire()).await?;
        // Whoever is dropped here takes the connection along.
        let answer = self.database.query(connection, text).await;
        self.release(connection);
        Ok(answer)
    }

    async fn acquire(&self) -> Connection {
        let waiting = {
            let mut state = lock(&self.state);
            if let Some(connection) = state.idle.pop() {
                return connection;
            }
            if state.open < self.limit {
                state.open += 1;
                None
            } else {
                let (sender, receiver) = oneshot::channel();
                state.waiting.push_back(sender);
                Some(receiver)
            }
        };
        match waiting {
            Some(waiting) => waiting.await.expect("senders are kept until they are used"),
            // Whoever is dropped here leaves a connection counted that was never opened.
            None => self.database.connect().await,
        }
    }

    fn release(&self, connection: Connection) {
        let mut state = lock(&self.state);
        match state.waiting.pop_front() {
            // If nobody waits there any more, this is the end of the connection.
            Some(waiting) => _ = waiting.send(connection),
            None => state.idle.push(connection),
        }
    }
}

/// A pool that loses none.
pub struct Pool<D> {
    database: D,
    limit: usize,
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    idle: Vec<Connection>,
    /// How many places are taken, whether their connections are idle or not.
    open: usize,
    waiting: VecDeque<oneshot::Sender<Place>>,
}

/// A place in the pool, which is given back when it is dropped, wherever that is: on its way to somebody, too.
struct Place {
    /// Once it is open.
    connection: Option<Connection>,
    /// Until it is given back.
    pool: Option<Arc<Mutex<State>>>,
}

impl<D: Database> Pool<D> {
    /// With so many connections at the most.
    pub fn new(database: D, limit: usize) -> Self {
        Pool { database, limit, state: Arc::default() }
    }

    /// Asks over a connection, as soon as there is one.
    pub async fn query(&self, text: &str) -> Result<u32, Elapsed> {
        let mut place = timeout(PATIENCE, self.place()).await?;
        let connection = match place.connection {
            Some(connection) => connection,
            None => *place.connection.insert(timeout(PATIENCE, self.database.connect()).await?),
        };
        Ok(self.database.query(connection, text).await)
    }

    async fn place(&self) -> Place {
        let waiting = {
            let mut state = lock(&self.state);
            let idle = state.idle.pop();
            if idle.is_some() || state.open < self.limit {
                state.open += usize::from(idle.is_none());
                return Place { connection: idle, pool: Some(Arc::clone(&self.state)) };
            }
            let (sender, receiver) = oneshot::channel();
            state.waiting.push_back(sender);
            receiver
        };
        waiting.await.expect("senders are kept until they are used")
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let Some(pool) = self.pool.take() else { return };
        let mut connection = self.connection.take();
        let mut state = lock(&pool);
        while let Some(waiting) = state.waiting.pop_front() {
            match waiting.send(Place { connection, pool: Some(Arc::clone(&pool)) }) {
                Ok(()) => return,
                // Whoever waited there is gone: on to the next.
                Err(mut refused) => {
                    refused.pool = None;
                    connection = refused.connection.take();
                }
            }
        }
        match connection {
            Some(connection) => state.idle.push(connection),
            None => state.open -= 1,
        }
    }
}

fn lock<T>(state: &Mutex<T>) -> MutexGuard<'_, T> {
    state.lock().expect("nothing panics while it is locked")
}

/// What the explorer runs.
#[cfg(any(test, feature = "mocks"))]
pub mod bodies {
    use std::sync::Mutex;

    use asyncmock::explore;
    use futures::join;
    use tokio::time::error::Elapsed;

    use super::{Connection, LeakyPool, MockDatabase, Pool};

    /// A database that says over which connection it was asked.
    fn database() -> MockDatabase {
        let (database, connections) = (MockDatabase::new(), Mutex::new(0));
        database.expect_connect().returning(move || {
            let mut connections = connections.lock().unwrap();
            *connections += 1;
            Connection(*connections)
        });
        database.expect_query().returning(|connection, _| connection.0);
        database
    }

    /// Three callers have one connection, the first of which may go away; then a fourth one comes.
    async fn serves_all(query: impl AsyncFn(&'static str) -> Result<u32, Elapsed>) {
        let (_, second, third) = join!(explore::cancellable(query("first")), query("second"), query("third"));
        let fourth = query("fourth").await;
        assert!(second.is_ok() && third.is_ok() && fourth.is_ok(), "all who wait are served");
    }

    /// A pool that loses what was given to whoever has gone.
    pub async fn fails() {
        let pool = LeakyPool::new(database(), 1);
        serves_all(async |text| pool.query(text).await).await;
    }

    /// A pool that takes it back.
    pub async fn passes() {
        let pool = Pool::new(database(), 1);
        serves_all(async |text| pool.query(text).await).await;
    }

    /// The second, who waits in the queue, may go away.
    pub async fn fails_in_the_queue() {
        let pool = LeakyPool::new(database(), 1);
        let query = async |text| pool.query(text).await;
        let (first, _, third) = join!(query("first"), explore::cancellable(query("second")), query("third"));
        assert!(first.is_ok() && third.is_ok(), "all who wait are served");
    }

    /// The second runs out of patience in the queue, if time passes while the first asks.
    async fn serves_whoever_comes_late(query: impl AsyncFn(&'static str) -> Result<u32, Elapsed>) {
        let _in_time_or_not = join!(query("first"), query("second"));
        assert!(query("third").await.is_ok(), "whoever comes late is served");
    }

    /// A pool that loses what was given to whoever has waited too long.
    pub async fn fails_in_time() {
        let pool = LeakyPool::new(database(), 1);
        serves_whoever_comes_late(async |text| pool.query(text).await).await;
    }

    /// A pool that gives it to the next.
    pub async fn passes_in_time() {
        let pool = Pool::new(database(), 1);
        serves_whoever_comes_late(async |text| pool.query(text).await).await;
    }

    /// All may go away, and there are two connections.
    pub async fn passes_with_more() {
        let pool = Pool::new(database(), 2);
        let query = async |text| pool.query(text).await;
        let one = async |text| explore::cancellable(query(text)).await.is_none_or(|answer| answer.is_ok());
        let (first, second, third) = join!(one("first"), one("second"), one("third"));
        assert!(first && second && third && query("fourth").await.is_ok(), "all who wait are served");
    }
}

#[cfg(test)]
mod tests {
    use asyncmock::Explore;

    use super::super::finding::{find, passes};
    use super::bodies;

    #[test]
    fn whoever_goes_away_takes_a_connection_along() {
        let found = find(|explore| explore, bodies::fails);
        assert_eq!((found.headline(), &*found.schedule), ("all who wait are served", "am1:C0"));
        assert!(found.text.contains("\n> 1. explore::cancellable at "), "{}", found.text);
    }

    #[test]
    fn a_connection_is_given_to_whoever_has_gone_from_the_queue() {
        let found = find(|explore| explore, bodies::fails_in_the_queue);
        assert_eq!((found.headline(), &*found.schedule), ("all who wait are served", "am1:C0"));
    }

    #[test]
    fn a_connection_is_given_to_whoever_has_waited_too_long() {
        let found = find(|explore| explore.time(1), bodies::fails_in_time);
        assert_eq!((found.headline(), &*found.schedule), ("whoever comes late is served", "am1:T"));
    }

    #[test]
    fn all_who_stay_are_served() {
        assert_eq!(passes(Explore::new(), bodies::passes), 3);
        assert_eq!(passes(Explore::new().replies_apart(), bodies::passes), 5);
        assert_eq!(passes(Explore::new(), bodies::passes_with_more), 322);
        assert_eq!(passes(Explore::new().time(2), bodies::passes_in_time), 4);
    }
}
