use mockall::automock;

use crate::Record;

#[automock]
pub trait Six {
    fn vals(&self, a: u32, b: u64) -> u64;
    fn text(&self, name: &str, n: u32) -> Result<String, String>;
    fn get(&self, id: u64) -> Record;
    async fn fetch(&self, id: u32) -> Result<Record, String>;
    async fn store(&self, name: &str, n: u32) -> Result<(), String>;
    async fn rename(&self, from: String, to: String) -> bool;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::now;

    use mockall::predicate::eq;

    #[test]
    fn each_method_is_called_once() {
        let mut six = MockSix::new();
        six.expect_vals()
            .with(eq(1), eq(2))
            .times(1)
            .returning(|a, b| u64::from(a) + b);
        six.expect_text()
            .with(eq("north"), eq(3))
            .times(1)
            .returning(|name, _| Ok(name.to_owned()));
        six.expect_get()
            .with(eq(7))
            .times(1)
            .returning(|id| Record { id });
        six.expect_fetch()
            .with(eq(8))
            .times(1)
            .returning(|id| Ok(Record { id: id.into() }));
        six.expect_store()
            .with(eq("north"), eq(4))
            .times(1)
            .returning(|_, _| Ok(()));
        six.expect_rename()
            .with(eq("a".to_owned()), eq("b".to_owned()))
            .times(1)
            .returning(|from, to| from != to);

        assert_eq!(six.vals(1, 2), 3);
        assert_eq!(six.text("north", 3), Ok("north".to_owned()));
        assert_eq!(six.get(7), Record { id: 7 });
        assert_eq!(now(six.fetch(8)), Ok(Record { id: 8 }));
        assert_eq!(now(six.store("north", 4)), Ok(()));
        assert!(now(six.rename("a".to_owned(), "b".to_owned())));
    }
}
