use unimock::unimock;

use crate::Record;

#[unimock(api = SixMock)]
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

    use unimock::{MockFn, Unimock, matching};

    #[test]
    fn each_method_is_called_once() {
        let six = Unimock::new((
            SixMock::vals
                .each_call(matching!(1, 2))
                .answers(&|_, a, b| u64::from(a) + b)
                .once(),
            SixMock::text
                .each_call(matching!("north", 3))
                .answers(&|_, name, _| Ok(name.to_owned()))
                .once(),
            SixMock::get
                .each_call(matching!(7))
                .answers(&|_, id| Record { id })
                .once(),
            SixMock::fetch
                .each_call(matching!(8))
                .answers(&|_, id| Ok(Record { id: id.into() }))
                .once(),
            SixMock::store
                .each_call(matching!("north", 4))
                .answers(&|_, _, _| Ok(()))
                .once(),
            SixMock::rename
                .each_call(matching!("a", "b"))
                .answers(&|_, from, to| from != to)
                .once(),
        ));

        assert_eq!(six.vals(1, 2), 3);
        assert_eq!(six.text("north", 3), Ok("north".to_owned()));
        assert_eq!(six.get(7), Record { id: 7 });
        assert_eq!(now(six.fetch(8)), Ok(Record { id: 8 }));
        assert_eq!(now(six.store("north", 4)), Ok(()));
        assert!(now(six.rename("a".to_owned(), "b".to_owned())));
    }
}
