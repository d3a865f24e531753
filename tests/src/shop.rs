//! A library that imports doubles. For its own tests, below, `cfg(test)` is on. For those in the folder `tests` it is a
//! dependency like any other, with `cfg(test)` off.

#![deny(clippy::pedantic, missing_docs, rust_2018_idioms, unreachable_pub, unused_qualifications, warnings)]

use asyncmock::double;

/// What the shop works with.
pub mod suppliers {
    /// Sells in bulk.
    #[cfg_attr(any(test, feature = "mocks"), asyncmock::automock)]
    #[allow(async_fn_in_trait)]
    pub trait Supplier {
        /// How many of so many are sent.
        async fn order(&self, pieces: u32) -> u32;
    }

    /// Sends whatever is ordered.
    #[derive(Debug, Default)]
    pub struct Wholesaler;

    impl Supplier for Wholesaler {
        async fn order(&self, pieces: u32) -> u32 {
            pieces
        }
    }

    #[cfg(any(test, feature = "mocks"))]
    pub use MockSupplier as MockWholesaler;

    /// Prices.
    pub mod prices {
        /// What a piece costs.
        #[must_use]
        pub fn piece() -> u32 {
            3
        }
    }

    /// Prices that are easy to reckon with.
    #[cfg(any(test, feature = "mocks"))]
    pub mod mock_prices {
        /// What a piece costs.
        #[must_use]
        pub fn piece() -> u32 {
            100
        }
    }

    /// A till.
    #[derive(Debug, Default)]
    pub struct Till;

    impl Till {
        /// What is in it.
        #[must_use]
        pub fn money(&self) -> u32 {
            50
        }
    }

    /// A till in a test.
    #[cfg(test)]
    #[derive(Debug, Default)]
    pub struct MockTill;

    #[cfg(test)]
    impl MockTill {
        /// What is in it.
        #[must_use]
        pub fn money(&self) -> u32 {
            1_000
        }
    }
}

use suppliers::Supplier as _;

#[double(feature = "mocks")]
pub use suppliers::{Wholesaler, prices};

/// A till.
#[double]
pub type Till = suppliers::Till;

/// The code under test.
#[derive(Debug, Default)]
pub struct Shop {
    /// Where it orders.
    pub supplier: Wholesaler,
    /// What it pays with.
    pub till: Till,
}

impl Shop {
    /// Orders what there is money for.
    pub async fn restock(&self) -> u32 {
        self.supplier.order(self.till.money() / prices::piece()).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_tests_of_a_crate_see_its_mocks() {
        let shop = Shop::default();
        shop.supplier.expect_order().with_args(10).return_const(9_u32);
        assert_eq!(shop.restock().await, 9);
    }
}
