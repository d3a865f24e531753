//! What the shop of the mistakes sells, and texts that are long: the same for each crate.

// What unimock writes for a trait is public, so its types must be.
#![expect(unreachable_pub)]

use std::sync::LazyLock;

/// An order, of which a test has one field wrong.
#[derive(Clone, Debug, PartialEq)]
pub struct Order {
    pub id: u64,
    pub customer: String,
    pub address: Address,
    pub items: Vec<Item>,
    pub discount: Option<u32>,
    pub express: bool,
    pub gift: bool,
    pub note: String,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Address {
    pub street: String,
    pub city: String,
    pub code: u32,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    pub name: String,
    pub count: u32,
    pub cents: u32,
}

/// The order that is expected.
pub(crate) fn order() -> Order {
    let item = |name: &str, count, cents| Item { name: name.to_owned(), count, cents };
    Order {
        id: 4711,
        customer: "Ada Lovelace".to_owned(),
        address: Address { street: "12 St James's Square".to_owned(), city: "London".to_owned(), code: 1815 },
        items: vec![item("tea", 2, 350), item("cup", 1, 1200), item("spoon", 6, 80)],
        discount: Some(10),
        express: false,
        gift: true,
        note: "leave it at the door".to_owned(),
    }
}

/// The order that is placed, which goes to another city.
pub(crate) fn other_order() -> Order {
    let address = Address { city: "Leeds".to_owned(), ..order().address };
    Order { address, ..order() }
}

/// What a charge gives: it has no `Default`, and can't be cloned.
#[derive(Debug, PartialEq)]
pub struct Receipt(pub u32);

/// What can't be printed.
#[derive(Clone, PartialEq)]
pub struct Token(pub u32);

/// Sixty words.
pub(crate) fn letter() -> &'static str {
    static LETTER: LazyLock<String> =
        LazyLock::new(|| (0..60).map(|number| format!("word{number}")).collect::<Vec<_>>().join(" "));
    &LETTER
}

/// Sixty words, one of which is mistyped.
pub(crate) fn mistyped_letter() -> String {
    letter().replace("word30", "w0rd30")
}

/// An order as JSON.
pub(crate) const JSON: &str = r#"{"id": 7, "items": [{"name": "tea", "price": 350}, {"name": "cup", "price": 1200}]}"#;

/// The same order at another price, and written otherwise.
pub(crate) const OTHER_JSON: &str = r#"{"items":[{"price":350,"name":"tea"},{"price":1250,"name":"cup"}],"id":7}"#;

/// Two hundred numbers.
pub(crate) fn ids() -> Vec<u32> {
    (0..200).collect()
}

/// Two hundred numbers, one of which is another.
pub(crate) fn other_ids() -> Vec<u32> {
    (0..200).map(|id| if id == 123 { 999 } else { id }).collect()
}

/// A text of 1 MB.
pub(crate) fn megabyte() -> String {
    "tea and cups ".repeat(80_000)
}
