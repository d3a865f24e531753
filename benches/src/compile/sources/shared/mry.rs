use crate::Record;

#[mry::mry]
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

    #[test]
    fn each_method_is_called_once() {
        let mut six = MockSix::default();
        let vals = six.mock_vals(1, 2).returns_with(|a, b| u64::from(a) + b);
        let text = six
            .mock_text("north", 3)
            .returns_with(|name: String, _| Ok(name));
        let get = six.mock_get(7).returns_with(|id| Record { id });
        let fetch = six
            .mock_fetch(8)
            .returns_with(|id: u32| Ok(Record { id: id.into() }));
        let store = six
            .mock_store("north", 4)
            .returns_with(|_: String, _| Ok(()));
        let rename = six
            .mock_rename("a", "b")
            .returns_with(|from: String, to: String| from != to);

        assert_eq!(six.vals(1, 2), 3);
        assert_eq!(six.text("north", 3), Ok("north".to_owned()));
        assert_eq!(six.get(7), Record { id: 7 });
        assert_eq!(now(six.fetch(8)), Ok(Record { id: 8 }));
        assert_eq!(now(six.store("north", 4)), Ok(()));
        assert!(now(six.rename("a".to_owned(), "b".to_owned())));

        vals.assert_called(1);
        text.assert_called(1);
        get.assert_called(1);
        fetch.assert_called(1);
        store.assert_called(1);
        rename.assert_called(1);
    }
}
