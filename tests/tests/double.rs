//! `#[double]`: which item an import or an alias names. `cfg(test)` is on in a test like this one.

#![deny(clippy::pedantic, rust_2018_idioms, unreachable_pub, unused_import_braces, unused_qualifications, warnings)]

use asyncmock::double;

/// What is doubled, with mocks by hand and by `#[automock]`.
#[allow(dead_code)]
mod zoo {
    pub(crate) struct Lion;
    pub(crate) struct MockLion;

    pub(crate) struct Tiger<'a, T>(pub(crate) &'a T);
    pub(crate) struct MockTiger<'a, T>(pub(crate) &'a T);

    pub(crate) fn tickets() -> &'static str {
        "real"
    }

    pub(crate) fn mock_tickets() -> &'static str {
        "mock"
    }

    pub(crate) mod house {
        pub(crate) const NAME: &str = "real";

        pub(crate) struct Bear;
        pub(crate) struct MockBear;

        super::named!(Bear => "real", MockBear => "mock");
    }

    pub(crate) mod mock_house {
        pub(crate) const NAME: &str = "mock";
    }

    pub(crate) mod r#type {
        pub(crate) const NAME: &str = "real";
    }

    pub(crate) mod mock_type {
        pub(crate) const NAME: &str = "mock";
    }

    #[asyncmock::automock]
    pub(crate) trait Keeper {
        async fn feed(&self, animal: &str) -> bool;
    }

    named!(Lion => "real", MockLion => "mock");

    /// Says which it is.
    macro_rules! named {
        ($($item:ty => $name:literal),*) => {
            $(impl $item {
                pub(crate) const NAME: &str = $name;
            })*
        };
    }
    use named;
}

/// Imports that others import.
mod reexports {
    #[asyncmock::double]
    pub(crate) use crate::zoo::Lion;
}

#[test]
fn a_type_is_its_mock() {
    #[double]
    use zoo::Lion;
    assert_eq!(Lion::NAME, "mock");
}

#[test]
fn a_renamed_type_is_its_mock() {
    #[double]
    use zoo::Lion as Cat;
    assert_eq!(Cat::NAME, "mock");
}

#[test]
fn a_type_of_the_same_module_is_its_mock_under_another_name() {
    #[double]
    use Lion as Cat;
    use zoo::{Lion, MockLion};
    assert_eq!((Lion::NAME, MockLion::NAME, Cat::NAME), ("real", "mock", "mock"));
}

#[test]
fn a_reexported_type_is_its_mock() {
    assert_eq!(reexports::Lion::NAME, "mock");
}

#[test]
fn a_module_is_its_mock() {
    #[double]
    use zoo::house;
    assert_eq!(house::NAME, "mock");
}

#[test]
fn a_module_with_a_raw_name_is_its_mock() {
    #[double]
    use zoo::r#type;
    assert_eq!(r#type::NAME, "mock");
}

#[test]
fn a_function_is_its_mock() {
    #[double]
    use zoo::tickets;
    assert_eq!(tickets(), "mock");
}

#[test]
fn everything_in_a_group_is_its_mock() {
    #[double]
    use crate::zoo::{
        Lion as Cat,
        house::{self, Bear},
        tickets,
    };
    assert_eq!((Cat::NAME, house::NAME, Bear::NAME, tickets()), ("mock", "mock", "mock", "mock"));
}

#[test]
fn a_module_imported_as_self_is_its_mock() {
    #[double]
    #[allow(unused_import_braces)]
    use zoo::house::{self as den};
    assert_eq!(den::NAME, "mock");
}

#[tokio::test]
async fn a_trait_is_the_mock_that_automock_made() {
    use zoo::Keeper as _;
    #[double]
    use zoo::Keeper;
    let keeper = Keeper::new();
    keeper.expect_feed().with_args("lion").return_const(true);
    assert!(keeper.feed("lion").await);
}

#[test]
fn an_alias_is_of_the_mock() {
    #[double]
    type Cat = zoo::Lion;
    assert_eq!(Cat::NAME, "mock");
}

#[test]
fn an_alias_with_parameters_is_of_the_mock() {
    #[double]
    type Cat<'a, T> = zoo::Tiger<'a, T>;
    let cat: Cat<'_, u32> = zoo::MockTiger(&5);
    assert_eq!(*cat.0, 5);
}

#[test]
fn what_comes_through_a_macro_is_its_mock() {
    macro_rules! import {
        ($module:ident::$name:ident, $alias:ident = $ty:ty) => {
            #[double]
            use $crate::$module::$name;
            #[double]
            type $alias = $ty;
        };
    }
    import!(zoo::Lion, Cat = zoo::house::Bear);
    assert_eq!((Lion::NAME, Cat::NAME), ("mock", "mock"));
}

#[test]
fn a_test_is_enough_where_there_is_a_feature() {
    #[double(feature = "mocks")]
    use zoo::Lion;
    assert_eq!(Lion::NAME, "mock");
}

#[test]
fn a_condition_that_holds_gives_the_mock() {
    #[double(cfg(all(test, not(miri))))]
    use zoo::Lion;
    assert_eq!(Lion::NAME, "mock");
}

#[test]
fn a_condition_that_does_not_hold_gives_the_real_item() {
    #[double(cfg(not(test)))]
    use zoo::{house, tickets};
    #[double(cfg(false))]
    type Cat = zoo::Lion;
    assert_eq!((house::NAME, tickets(), Cat::NAME), ("real", "real", "real"));
}

#[test]
fn the_attribute_itself_may_be_for_tests_only() {
    #[cfg_attr(test, double)]
    use zoo::Lion;
    assert_eq!(Lion::NAME, "mock");
}
