//! A transfer between two accounts, within a transaction: both change, or neither does.
//!
//! [`transfer`] says itself how its transaction ends, as far as it gets to say anything: a transaction that is dropped,
//! by a panic or because the caller has gone away, is rolled back by the database.

use std::fmt;
use std::future::Future;
use std::time::Duration;

use tokio::time::timeout;

/// A database.
#[cfg_attr(any(test, feature = "mocks"), asyncmock::automock(type Tx = MockTx;))]
pub trait Db: Send + Sync + 'static {
    /// What a transaction is.
    type Tx: Tx;

    /// Begins a transaction.
    fn begin(&self) -> impl Future<Output = Result<Self::Tx, DbError>> + Send;
}

/// A transaction. One that is dropped is rolled back.
#[cfg_attr(any(test, feature = "mocks"), asyncmock::automock(guard))]
pub trait Tx: Send {
    /// Takes cents from an account, and says what is left: less than nothing, if there was not enough.
    fn debit(&mut self, account: &str, cents: u32) -> impl Future<Output = Result<i64, DbError>> + Send;

    /// Gives cents to an account.
    fn credit(&mut self, account: &str, cents: u32) -> impl Future<Output = Result<(), DbError>> + Send;

    /// Makes everything final.
    fn commit(self) -> impl Future<Output = Result<(), DbError>> + Send;

    /// Undoes everything.
    fn rollback(self) -> impl Future<Output = Result<(), DbError>> + Send;
}

/// Why a database does not do what it is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DbError {
    /// Another transaction was faster. It can be tried again.
    Conflict,
    /// The database can't be reached.
    Disconnected,
}

/// Why nothing was transferred.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// There is not enough on the account.
    Overdrawn,
    /// The accounts were locked for too long.
    TooLate,
    /// The database does not do it.
    Db(DbError),
}

impl From<DbError> for Refused {
    fn from(error: DbError) -> Self {
        Refused::Db(error)
    }
}

impl fmt::Display for Refused {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Refused::Overdrawn => out.write_str("there is not enough on the account"),
            Refused::TooLate => out.write_str("the accounts were locked for too long"),
            Refused::Db(DbError::Conflict) => out.write_str("another transaction was faster, again and again"),
            Refused::Db(DbError::Disconnected) => out.write_str("the database can't be reached"),
        }
    }
}

impl std::error::Error for Refused {}

/// What is transferred.
#[derive(Clone, Copy, Debug)]
pub struct Order {
    /// The account that pays.
    pub from: &'static str,
    /// The account that is paid.
    pub to: &'static str,
    /// How much.
    pub cents: u32,
}

/// How often a transfer is tried.
pub const ATTEMPTS: u32 = 3;
/// For how long the accounts may be locked.
pub const LIMIT: Duration = Duration::from_secs(10);

/// Transfers cents from one account to another.
pub async fn transfer(db: &impl Db, order: Order) -> Result<(), Refused> {
    for _ in 1..ATTEMPTS {
        match attempt(db, order).await {
            Err(Refused::Db(DbError::Conflict)) => {}
            done => return done,
        }
    }
    attempt(db, order).await
}

async fn attempt(db: &impl Db, order: Order) -> Result<(), Refused> {
    let mut tx = db.begin().await?;
    // The commit is not limited: whoever gives up a commit doesn't know what has become of it.
    let booked = timeout(LIMIT, book(&mut tx, order)).await.unwrap_or(Err(Refused::TooLate));
    match booked {
        Ok(()) => Ok(tx.commit().await?),
        Err(refused) => {
            // What is wrong is what the caller wants to know, even if the database is gone meanwhile.
            let _rolled_back = tx.rollback().await;
            Err(refused)
        }
    }
}

async fn book(tx: &mut impl Tx, order: Order) -> Result<(), Refused> {
    if tx.debit(order.from, order.cents).await? < 0 {
        return Err(Refused::Overdrawn);
    }
    tx.credit(order.to, order.cents).await?;
    Ok(())
}

#[cfg(test)]
mod tests;
